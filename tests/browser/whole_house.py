"""A whole `wallflower run` beside both sandboxes, with a wall, a queue, slots, and one person of each role.

Sandboxes and bot work in a thread and a process of their own: the tests drive a browser, one step after the other.
"""

import asyncio
import contextlib
import re
import shutil
import socket
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import aiohttp

from benchmarks.whole_bot import make_home, running
from bot import app as building
from bot.domain.audit import Signature
from bot.domain.caption import Caption
from bot.domain.draft import Decision, Verdict
from bot.domain.member import Address, Role
from bot.domain.place import Place
from bot.domain.publication import PublicationState
from bot.domain.session import LoginWay
from bot.domain.slot import Slot
from bot.flow.cleaning import remake_corpus
from bot.ports import WrittenText
from bot.sandbox.page.server import Page
from bot.sandbox.stage import Stage, staged
from bot.settings import Home, load
from bot.storage.database import Database
from bot.storage.logins import Logins
from bot.storage.posts import Posts
from bot.storage.publications import Publications
from bot.storage.queue import Queue
from bot.storage.sessions import Sessions
from bot.storage.slots import Slots
from bot.web.console.password import hash_password

Done = TypeVar("Done")

PASSWORD = "a long password of the owner's"
HOSTILE = "<script>document.title='taken'</script><img src=x onerror=alert(1)>"
DRAFTS = (
    "Кто вчера забыл зонт у третьего подъезда, он сохнет на батарее",
    "Подслушано в маршрутке: «Я не опаздываю, я задерживаюсь с достоинством»",
    HOSTILE,
    "Сегодня в столовой дали добавку. Просто так. Что происходит",
    "Если долго смотреть на очередь, очередь начинает смотреть на тебя",
    "Осень — это когда кот занимает батарею раньше тебя",
)
# As a silent platform, a place where no key may post, and a platform in trouble leave publications: one for each
# answer that a person can give. The last one keeps its place from what comes after it until somebody says: now.
LEFT_TO_PEOPLE = (
    PublicationState.UNSURE, PublicationState.UNSURE, PublicationState.HANDED_OVER, PublicationState.HANDED_OVER,
    PublicationState.DUE,
)  # fmt: skip
_STARTS_WITHIN_S = 180.0


@dataclass(frozen=True)
class WholeHouse:
    """Where the console is, the session of each role's person, the bot's process, and the demo's page beside it."""

    url: str
    tokens: Mapping[Role, str]
    pid: int
    stage: Stage
    page_url: str
    log: Path
    loop: asyncio.AbstractEventLoop

    @property
    def cookie(self) -> str:
        """The name of the cookie that browsers show a session by."""
        return f"wallflower_{self.url.rpartition(':')[2]}"

    def on_stage(self, act: Callable[[Stage], Done]) -> Done:
        """Do something on the sandboxes, where they live."""

        async def done() -> Done:
            return act(self.stage)

        return asyncio.run_coroutine_threadsafe(done(), self.loop).result(_STARTS_WITHIN_S)


@contextmanager
def whole_house(folder: Path) -> Iterator[WholeHouse]:
    """Build it in a folder and have it work until the end."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="whole house")
    thread.start()
    stack = AsyncExitStack()
    try:
        yield asyncio.run_coroutine_threadsafe(_built(stack, folder), loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(stack.aclose(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _built(stack: AsyncExitStack, folder: Path) -> WholeHouse:
    posts = [f"{text}, и так {number}-й раз" for number in range(40) for text in DRAFTS]
    stage = await stack.enter_async_context(staged(posts))
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    page = Page(stage, console_url=f"{url}/console")
    stack.push_async_callback(page.stop)
    page_url = await page.start()
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(page_url))
    listen = f'listen = "{url.removeprefix("http://")}"\npublic_url = "{url}"\nframed_by = "{origin}"\n'
    web = f"{listen}strangers_per_minute = 100000\n"
    home = Home(make_home(folder / "home", stage, hidden=64, web=web, queue="keep = 0\n"))
    # A second run, to compare and to change to.
    shutil.copytree(home.checkpoints / "random", home.checkpoints / "other")
    settings = load(home, {})
    async with building.scraping(home, settings) as scrape:
        await scrape.run()
    people = {
        Role.MEMBER: stage.member, Role.MODERATOR: stage.moderator, Role.ADMIN: stage.admin, Role.OWNER: stage.owner,
    }  # fmt: skip
    addresses = {role: Address.parse(f"telegram:{person.telegram_id}") for role, person in people.items()}
    async with building.opened(home, settings) as database:
        await remake_corpus(Posts(database), settings.corpus.rules(), home.corpus_file, settings.corpus.empty_lines)
        await _fill(database, stage, addresses[Role.MODERATOR])
        now, sessions = datetime.now(UTC), Sessions(database)
        tokens = {
            role: await sessions.begin(person, LoginWay.LINK, "Chromium, Linux", now)
            for role, person in addresses.items()
        }
        by = Signature("terminal:0", now)
        await Logins(database).set_password(addresses[Role.OWNER], hash_password(PASSWORD), by)
    log = folder / "bot.log"
    process = await stack.enter_async_context(running([home.folder], log))
    await _until_ready(url, process, log)
    return WholeHouse(url, tokens, process.pid, stage, page_url, log, asyncio.get_running_loop())


async def _fill(database: Database, stage: Stage, moderator: Address) -> None:
    """Drafts in several states, a picture among them; publications that wait for a person; three slots."""
    queue, now = Queue(database), datetime.now(UTC)
    for number, text in enumerate(DRAFTS):
        written = WrittenText(text, True, f"run@{number}", number)
        draft = await queue.add(written, "", 0.6 + number / 10, now - timedelta(hours=number))
        if number in (3, 4):
            verdict = Verdict.APPROVE if number == 3 else Verdict.REJECT
            await queue.decide(Decision(draft.id, verdict, moderator, now))
    caption = Caption("drake", ("Делать вовремя", "Делать красиво"), "работа")
    await queue.add(WrittenText("", True, "run@9", 9), "", 0.8, now, captions=[caption])
    for state in LEFT_TO_PEOPLE:
        await _publication(database, Place.parse(f"telegram:{stage.channel_id}"), moderator, state)
    places = Place.parse(f"vk:-{stage.group_id}"), Place.parse(f"telegram:{stage.channel_id}")
    for number, hour in enumerate((9, 14, 21)):
        await Slots(database).add(Slot(0, places[: 1 + number % 2], time(hour, 30), "Europe/Moscow"), now)


async def _publication(database: Database, place: Place, moderator: Address, state: PublicationState) -> None:
    """One that the bot has tried, and waits with for a person, or for tomorrow."""
    queue, publications, now = Queue(database), Publications(database), datetime.now(UTC)
    draft = await queue.add(WrittenText(f"Осталось людям: {state}", True, "run@10", 10), "", 0.8, now)
    await queue.decide(Decision(draft.id, Verdict.APPROVE, moderator, now))
    await publications.at_once(draft.id, [place], now, approvals=1)
    claimed = await publications.claim(now, now + timedelta(minutes=1), lambda _, one: one.text)
    assert claimed is not None
    await publications.settle(claimed[0], state, now, not_before=now + timedelta(days=1), problem="нет ответа")


async def _until_ready(url: str, process: asyncio.subprocess.Process, log: Path) -> None:
    async with asyncio.timeout(_STARTS_WITHIN_S), aiohttp.ClientSession() as session:
        while True:
            assert process.returncode is None, log.read_text("utf-8")
            with contextlib.suppress(aiohttp.ClientConnectionError):
                async with session.get(f"{url}/readyz") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.1)


def slug(path: str) -> str:
    """A page's address as a part of a file's name: of a question only a number, it may hold a whole meme."""
    plain, _, question = path.removeprefix("/console").partition("?")
    named = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60] or "start"
    return f"{named}-{zlib.crc32(question.encode()):08x}" if question else named
