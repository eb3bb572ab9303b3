"""The walk itself: scrape, clean, train, write, run, moderate, publish, answer; and another look at where it ended.

The person at the terminal is the moderator, the member and the admin are played; on the page one can be any of them.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.demo import house
from bot.demo.browser import has_display, open_page
from bot.demo.curve import followed
from bot.demo.ending import Ending, until_told
from bot.demo.gallery import Gallery
from bot.demo.moderating import DRAFTS, moderate
from bot.demo.processes import running_bot, step
from bot.demo.telling import say, show_said, show_title, show_words, whisper
from bot.demo.watching import PATIENCE_S, awaited, channel_posts, last_answer, text_of
from bot.errors import Refused
from bot.sandbox.page.server import Page
from bot.sandbox.page.walk import Step, Walk
from bot.sandbox.stage import Person, Stage, staged
from corpus import samples
from corpus.readers import read

_ZONE = "Europe/Moscow"
_STEPS = ("scrape", "corpus", "train", "write", "run", "moderate", "publish", "members")


@dataclass(frozen=True, slots=True)
class Wishes:
    """`yes` asks nothing; `stays` goes on after the walk until Ctrl-C; `port` 0 is any free one."""

    home: Path
    minutes: float = 2.0
    wall: Path | None = None
    yes: bool = False
    stays: bool = False
    port: int = 0
    opens: bool = True


async def walk(wishes: Wishes) -> bool:
    """Walk the whole way. Returns False if Ctrl-C or SIGTERM broke it off.

    Raises WallflowerError and CorpusError for what the person can mend.
    """
    return await until_told(lambda ending: _walk(wishes, ending))


async def again(home: Path, port: int, *, opens: bool) -> bool:
    """Bot and page over a home in which was walked before, until Ctrl-C. The same return value, the same errors."""
    return await until_told(lambda ending: _again(home.absolute(), port, ending, opens=opens))


async def _walk(wishes: Wishes, ending: Ending) -> None:
    posts = _posts(wishes.wall)
    home = wishes.home.absolute()
    house.empty(home)
    on_page = Walk([Step(name) for name in _STEPS])
    console_port = house.free_port()
    async with _kept(home, staged(posts)) as stage, _shown(stage, on_page, wishes.port, console_port) as page_url:
        wall = str(wishes.wall.absolute()) if wishes.wall is not None else None
        house.furnish(home, stage, house.Address.of(stage, console_port, page_url, wall), drafts=DRAFTS)
        say(
            f"A sandbox of VK ({stage.vk_url}) and of Telegram ({stage.telegram_url}) is up on this machine. Its VK "
            f"community has a wall of {len(posts)} posts. Everything of Wallflower's is in {home}."
        )
        say(f"To look at and to play with, in a browser on this machine: {page_url}")
        if wishes.opens:
            await _open(page_url)
        try:
            await _prepare(home, wishes.minutes, on_page)
            on_page.begin("run")
            title = "5  Run the bot: chats on both platforms, queue, schedule, console"
            async with running_bot(home, title, framed_by=house.origin(page_url)):
                gallery = Gallery(home / "pictures")
                on_page.begin("moderate")
                await moderate(stage, gallery, yes=wishes.yes)
                on_page.begin("publish")
                await _publish(stage, gallery)
                on_page.begin("members")
                await _answer_members(stage, gallery)
                await _look_back(stage, home)
                on_page.end()
                if wishes.stays:
                    await _stay(page_url, ending)
        finally:
            on_page.end(failed=not on_page.is_over)
    say(f"To look at it again, without training: wallflower demo --home {home} --again")


async def _again(home: Path, port: int, ending: Ending, *, opens: bool) -> None:
    before = house.known(home)
    posts = _posts(Path(before.wall) if before.wall is not None else None)
    kept = house.kept(home)
    if kept.old_posts != len(posts):
        raise Refused(f"{before.wall or 'the wall'} holds other posts than when the demo was walked: leave --again out")
    made = staged(posts, vk_port=before.vk_port, telegram_port=before.telegram_port, kept=kept)
    async with (
        _kept(home, made) as stage,
        _shown(stage, Walk(), port or before.page_port, before.console_port) as page_url,
        running_bot(home, "The bot, as it was left", framed_by=house.origin(page_url)),
    ):
        if opens:
            await _open(page_url)
        await _stay(page_url, ending)


@asynccontextmanager
async def _kept(home: Path, made: AbstractAsyncContextManager[Stage]) -> AsyncIterator[Stage]:
    """A stage whose past is kept in the home at the end, for another look. Raises Refused if a port is taken."""
    async with AsyncExitStack() as stack:
        try:
            stage = await stack.enter_async_context(made)
        except OSError as error:
            raise Refused(f"the sandboxes can't listen where they did before ({error.strerror})") from error
        try:
            yield stage
        finally:
            house.keep(home, stage)


@asynccontextmanager
async def _shown(stage: Stage, on_page: Walk, port: int, console_port: int) -> AsyncIterator[str]:
    """The page over the stage, at the address that is given. Raises Refused if the port is taken."""
    page = Page(stage, on_page, console_url=f"http://127.0.0.1:{console_port}/console")
    try:
        address = await page.start(port)
    except OSError as error:
        raise Refused(f"the page can't have port {port} ({error.strerror}): name another one with --port") from error
    try:
        yield address
    finally:
        await page.stop()


async def _prepare(home: Path, minutes: float, on_page: Walk) -> None:
    """All that comes before the bot."""
    on_page.begin("scrape")
    await step(home, "1  Read the wall over HTTP, 100 posts a page, 3 pages a second", "scrape")
    on_page.begin("corpus")
    await step(home, "2  Clean the posts", "corpus")
    on_page.begin("train")
    async with followed(home / "checkpoints", on_page):
        await step(home, f"3  Fit a character LSTM, {minutes:g} minutes", "train", "--minutes", f"{minutes:g}")
    on_page.begin("write")
    await step(home, "4  Write three posts", "write", "--count", "3")


async def _open(page_url: str) -> None:
    """In a browser, if one would be seen. In a thread: some take seconds to be started, and want the page meanwhile."""
    if has_display():
        await asyncio.to_thread(open_page, page_url)


async def _stay(page_url: str, ending: Ending) -> None:
    show_title("Your turn")
    say(f"The bot runs on until Ctrl-C. Be a member, the moderator, the admin or the owner at {page_url}")
    await ending.wait()


def _posts(wall: Path | None) -> list[str]:
    return [post.text for post in read(wall)] if wall is not None else _own_wall()


def _own_wall() -> list[str]:
    """The posts written for this project, upon some thousands of real short ones from a package, if it is there."""
    ours = [post.text for post in read(samples.wall("ru"))]
    if find_spec("ru_proverbs") is None:
        return ours
    with resources.as_file(resources.files("ru_proverbs") / "ru_proverbs.txt") as path:
        older = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    return older + ours


async def _publish(stage: Stage, gallery: Gallery) -> None:
    """The admin makes two slots for the next minute: the VK wall and the Telegram channel."""
    show_title("7  Publish: the admin makes slots, the clock does the rest")
    before = len(stage.vk.posts(-stage.group_id)), len(channel_posts(stage))
    at = _next_minute()
    for place in (f"vk:-{stage.group_id}", f"telegram:{stage.channel_id}"):
        await _says(stage, stage.admin, f"/schedule add {at:%H:%M} {place}")
        while (now := datetime.now(at.tzinfo)) >= at:  # on a busy machine the answer may come after the minute began
            at = _next_minute()
            await _says(stage, stage.admin, f"/schedule add {at:%H:%M} {place}")
    whisper(f"waiting for {at:%H:%M} in {_ZONE} …")
    with contextlib.suppress(Refused):
        await awaited(
            "the posts",
            lambda: len(stage.vk.posts(-stage.group_id)) > before[0] and len(channel_posts(stage)) > before[1],
            patience_s=(at - now).total_seconds() + PATIENCE_S,
        )
    new = len(stage.vk.posts(-stage.group_id)) - before[0]
    for post in stage.vk.posts(-stage.group_id)[:new]:
        show_words(gallery.vk(post), f"on the VK wall: wall-{stage.group_id}_{post.id}", is_published=True)
    for message in channel_posts(stage)[before[1] :]:
        show_words(gallery.telegram(message), "in the Telegram channel", is_published=True)
    if not new and len(channel_posts(stage)) == before[1]:
        say("Nothing was approved, so nothing was published: the slots stay empty.")


def _next_minute() -> datetime:
    """The beginning of one for which a slot can still be made: five seconds away at least."""
    return (datetime.now(ZoneInfo(_ZONE)) + timedelta(seconds=65)).replace(second=0, microsecond=0)


async def _answer_members(stage: Stage, gallery: Gallery) -> None:
    show_title("8  A member asks for memes, on both platforms")
    await _says(stage, stage.member, "/meme", gallery)
    await _says(stage, stage.member, "/meme drake понедельник | суббота", gallery)
    peer = -stage.group_id
    asked = stage.vk.say(stage.member.vk_id, peer, "/meme Вчера")
    show_said(stage.member.name, "on VK", "/meme Вчера")
    answer = await awaited(
        "an answer on VK",
        lambda: next(
            (
                message
                for message in stage.vk.messages(stage.member.vk_id, peer)
                if message.conversation_message_id > asked and message.from_id == peer
            ),
            None,
        ),
    )
    show_words(gallery.vk(answer), "the bot, on VK")


async def _look_back(stage: Stage, home: Path) -> None:
    show_title("9  What came of it")
    await _says(stage, stage.admin, "/stats")
    calls = len(stage.vk.calls), sum(1 for _ in stage.telegram.calls)
    say(f"The sandboxes answered {calls[0]} calls of VK's and {calls[1]} of Telegram's.")
    say(f"To go on: wallflower --home {home} write --count 20 --temperature 0.6   (README says what else there is)")


async def _says(stage: Stage, person: Person, text: str, gallery: Gallery | None = None) -> None:
    """Somebody writes to the bot on Telegram; show what it answers."""
    asked = stage.telegram.say(person.telegram_id, stage.bot_id, text)
    show_said(person.name, "on Telegram", text)
    answer = await awaited("an answer", lambda: last_answer(stage, person.telegram_id, after=asked.id))
    show_words(text_of(answer) if gallery is None else gallery.telegram(answer), "the bot, on Telegram")
