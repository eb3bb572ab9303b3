"""`make demo`: the whole way, from a wall to a published post, on this machine alone.

VK and Telegram are the sandboxes, in this process; everything else is the product: each step is a `wallflower …`
command in a process of its own, which speaks to them over HTTP as it would to the originals. The person at the terminal
is the moderator; the member and the admin are played.
"""

import asyncio
import contextlib
import hashlib
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from bot.errors import Refused
from bot.sandbox.stage import Person, Stage, staged
from bot.sandbox.telegram.state import Message
from bot.sandbox.vk.state import Message as VkMessage
from bot.sandbox.vk.state import Post
from corpus import samples
from corpus.readers import read

T = TypeVar("T")

_ZONE = "Europe/Moscow"
_MARK = ".wallflower-demo"
# An answer of the bot's takes well under a second; on a machine that is busy, some.
_PATIENCE_S = 60.0
_DRAFTS = 5

_console = Console()


async def walk(wall: Path | None, home: Path, minutes: float, *, yes: bool) -> None:
    """Walk the whole way. Raises WallflowerError and CorpusError for what the person can mend."""
    posts = [post.text for post in read(wall)] if wall is not None else _own_wall()
    home = home.absolute()
    _empty(home)
    async with staged(posts) as stage:
        (home / ".env").touch(mode=0o600)
        (home / ".env").write_text(stage.secrets(), "utf-8")
        (home / "wallflower.toml").write_text(
            stage.settings(
                queue=f"keep = {_DRAFTS}\n",
                schedule="tick_s = 1\n",
                log='level = "info"\n',
            ),
            "utf-8",
        )
        _say(
            f"A sandbox of VK ({stage.vk_url}) and of Telegram ({stage.telegram_url}) is up on this machine. Its VK "
            f"community has a wall of {len(posts)} posts. Everything of Wallflower's is in {home}."
        )
        await _step(home, "1  Read the wall over HTTP, 100 posts a page, 3 pages a second", "scrape")
        await _step(home, "2  Clean the posts", "corpus")
        await _step(home, f"3  Fit a character LSTM, {minutes:g} minutes", "train", "--minutes", f"{minutes:g}")
        await _step(home, "4  Write three posts", "write", "--count", "3")
        async with _bot(home):
            gallery = _Gallery(home / "pictures")
            await _moderate(stage, gallery, yes=yes)
            await _publish(stage, gallery)
            await _answer_members(stage, gallery)
            await _look_back(stage, home)


def _own_wall() -> list[str]:
    """The posts written for this project, upon some thousands of real short ones from a package, if it is there."""
    ours = [post.text for post in read(samples.wall("ru"))]
    if find_spec("ru_proverbs") is None:
        return ours
    with resources.as_file(resources.files("ru_proverbs") / "ru_proverbs.txt") as path:
        older = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    return older + ours


def _empty(home: Path) -> None:
    """A fresh folder for the demo; one that is not the demo's own is left alone."""
    if home.exists():
        if any(home.iterdir()) and not (home / _MARK).exists():
            raise Refused(f"{home} holds something else: name another folder for the demo with --home")
        shutil.rmtree(home)
    home.mkdir(parents=True)
    (home / _MARK).touch()


async def _step(home: Path, title: str, *arguments: str) -> None:
    """Show a command and run it; the person sees what it prints."""
    _console.rule(f"[bold]{title}", align="left")
    _console.print(f"[dim]$ wallflower --home {escape(str(home))} {' '.join(arguments)}", soft_wrap=True)
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "--home", str(home), *arguments)
    with _ended(process):
        if await process.wait() != 0:
            raise Refused(f"`wallflower {arguments[0]}` failed; its message stands above")


@asynccontextmanager
async def _bot(home: Path) -> AsyncIterator[None]:
    """The running bot, told to stop at the end."""
    log = home / "bot.log"
    _console.rule("[bold]5  Run the bot: chats on both platforms, queue, schedule", align="left")
    _console.print(f"[dim]$ wallflower --home {escape(str(home))} run   (its log: {escape(str(log))})", soft_wrap=True)
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "--home", str(home), "run", stderr=output, stdin=asyncio.subprocess.DEVNULL
        )
        with _ended(process):
            yield
            process.terminate()
            code = await asyncio.wait_for(process.wait(), _PATIENCE_S)
    _say(f"The bot was told to stop (SIGTERM) and ended with exit code {code}.")


@contextlib.contextmanager
def _ended(process: asyncio.subprocess.Process) -> Iterator[None]:
    """No process outlives the demo, however that ends."""
    try:
        yield
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()


class _Gallery:
    """Pictures that the bot sent, as files: a terminal shows none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def telegram(self, message: Message) -> str:
        """The words of a message, below the name of its picture's file if it has one."""
        file = message.animation.file if message.animation is not None else None
        if message.photo is not None:
            file = message.photo.sizes[-1].file
        return self._shown(message.words.text, None if file is None else file.content)

    def vk(self, said: VkMessage | Post) -> str:
        """The same of a message or post on VK."""
        files = [one.photo or one.doc for one in said.attachments]
        return self._shown(said.text, next((file.body for file in files if file is not None), None))

    def _shown(self, words: str, picture: bytes | None) -> str:
        if picture is None:
            return words
        self._folder.mkdir(exist_ok=True)
        ending = "gif" if picture.startswith(b"GIF8") else "jpg"
        file = self._folder / f"{hashlib.sha256(picture).hexdigest()[:8]}.{ending}"
        file.write_bytes(picture)
        return f"a picture: {file}\n\n{words}".rstrip()


async def _moderate(stage: Stage, gallery: _Gallery, *, yes: bool) -> None:
    """Show each draft's card as it comes to the moderator's chat; the person at the terminal presses its buttons."""
    _console.rule("[bold]6  Moderate: each draft comes as a card into the moderator's Telegram chat", align="left")
    moderator = stage.moderator.telegram_id
    seen: set[int] = set()
    # Another draft may take a rejected one's place, so there is no end but the person's.
    for _ in range(4 * _DRAFTS):
        if len(seen) >= _DRAFTS:
            break
        card = await _awaited("a card", lambda: next(iter(_cards(stage, moderator, seen)), None))
        _console.print(Panel(escape(gallery.telegram(card)), title=f"to {stage.moderator.name}, moderator", width=78))
        verdict = "approve" if yes else await _asked()
        _console.print(f"[dim]{stage.moderator.name} presses: {verdict}")
        if verdict == "stop":
            break
        if verdict != "another":
            seen.add(card.id)
        newest = max(message.id for message in stage.telegram.messages(moderator))
        stage.telegram.press(moderator, stage.bot_id, card.id, _action(card, verdict))
        if verdict == "edit":
            await _edit(stage, card, newest)
        await _awaited("the decision on the card", lambda card=card: "approve" not in _verbs(card))  # type: ignore[misc]
        _console.print(f"[dim]the card now says: {escape(_text(card).splitlines()[-1])}")


async def _edit(stage: Stage, card: Message, newest: int) -> None:
    """The bot asks for the new text, after the message `newest`; what is typed is sent, then approved."""
    moderator = stage.moderator.telegram_id
    question = await _awaited("the bot's question", lambda: _last(stage, moderator, after=newest))
    if "box" in _verbs(question):  # of a picture: the first of its texts
        stage.telegram.press(moderator, stage.bot_id, question.id, _action(question, "box"))
        newest = question.id
        question = await _awaited("the bot's question", lambda: _last(stage, moderator, after=newest))
    _console.print(Panel(escape(_text(question)), title=f"to {stage.moderator.name}", width=78))
    text = await _typed("new text: ")
    stage.telegram.say(moderator, stage.bot_id, text or "/cancel")
    if text:
        await _awaited("the new text on the card", lambda: text in _text(card))
    stage.telegram.press(moderator, stage.bot_id, card.id, _action(card, "approve"))


async def _publish(stage: Stage, gallery: _Gallery) -> None:
    """The admin makes two slots for the next minute: the VK wall and the Telegram channel."""
    _console.rule("[bold]7  Publish: the admin makes slots, the clock does the rest", align="left")
    before = len(stage.vk.posts(-stage.group_id)), len(_channel(stage))
    at = datetime.now(ZoneInfo(_ZONE)) + timedelta(seconds=65)
    for place in (f"vk:-{stage.group_id}", f"telegram:{stage.channel_id}"):
        await _says(stage, stage.admin, f"/schedule add {at:%H:%M} {place}")
    _console.print(f"[dim]waiting for {at:%H:%M} in {_ZONE} …")
    with contextlib.suppress(Refused):
        await _awaited(
            "the posts",
            lambda: len(stage.vk.posts(-stage.group_id)) > before[0] and len(_channel(stage)) > before[1],
            patience_s=90,
        )
    new = len(stage.vk.posts(-stage.group_id)) - before[0]
    for post in stage.vk.posts(-stage.group_id)[:new]:
        title = f"on the VK wall: wall-{stage.group_id}_{post.id}"
        _console.print(Panel(escape(gallery.vk(post)), title=title, width=78, style="green"))
    for message in _channel(stage)[before[1] :]:
        shown = escape(gallery.telegram(message))
        _console.print(Panel(shown, title="in the Telegram channel", width=78, style="green"))
    if not new and len(_channel(stage)) == before[1]:
        _say("Nothing was approved, so nothing was published: the slots stay empty.")


async def _answer_members(stage: Stage, gallery: _Gallery) -> None:
    _console.rule("[bold]8  A member asks for memes, on both platforms", align="left")
    await _says(stage, stage.member, "/meme", gallery)
    await _says(stage, stage.member, "/meme drake понедельник | суббота", gallery)
    peer = -stage.group_id
    asked = stage.vk.say(stage.member.vk_id, peer, "/meme Вчера")
    _console.print(f"[bold]{stage.member.name}[/] on VK: /meme Вчера")
    answer = await _awaited(
        "an answer on VK",
        lambda: next(
            (m for m in stage.vk.messages(stage.member.vk_id, peer) if m.conversation_message_id > asked), None
        ),
    )
    _console.print(Panel(escape(gallery.vk(answer)), title="the bot, on VK", width=78))


async def _look_back(stage: Stage, home: Path) -> None:
    _console.rule("[bold]9  What came of it", align="left")
    await _says(stage, stage.admin, "/stats")
    calls = len(stage.vk.calls), sum(1 for _ in stage.telegram.calls)
    _say(f"The sandboxes answered {calls[0]} calls of VK's and {calls[1]} of Telegram's.")
    _say(f"To go on: wallflower --home {home} write --count 20 --temperature 0.6   (README says what else there is)")


async def _says(stage: Stage, person: Person, text: str, gallery: _Gallery | None = None) -> None:
    """Somebody writes to the bot on Telegram; show what it answers."""
    asked = stage.telegram.say(person.telegram_id, stage.bot_id, text)
    _console.print(f"[bold]{person.name}[/] on Telegram: {escape(text)}")
    answer = await _awaited("an answer", lambda: _last(stage, person.telegram_id, after=asked.id))
    shown = _text(answer) if gallery is None else gallery.telegram(answer)
    _console.print(Panel(escape(shown), title="the bot, on Telegram", width=78))


async def _asked() -> str:
    """Which button the person at the terminal presses."""
    choices = {"a": "approve", "r": "reject", "e": "edit", "n": "another", "s": "stop"}
    question = "[bold]a[/]pprove, [bold]r[/]eject, [bold]e[/]dit, a [bold]n[/]ew one instead, [bold]s[/]top: "
    while True:
        said = await _typed(question)
        chosen = choices.get(said.lower()[:1])
        if chosen is not None:
            return chosen


async def _typed(question: str) -> str:
    """A line from the terminal; a closed one says `stop`. Without a thread: Ctrl-C must not wait for Enter."""
    _console.print(question, end="")
    ready = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(sys.stdin, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(sys.stdin)
    # A terminal gives one line at a time.
    line = os.read(sys.stdin.fileno(), 65_536).decode("utf-8", "replace")
    return line.strip() if line else "stop"


async def _awaited(what: str, look: Callable[[], T | None], patience_s: float = _PATIENCE_S) -> T:
    """Look until there is something. Raises Refused after `patience_s`."""
    try:
        async with asyncio.timeout(patience_s):
            while not (found := look()):  # noqa: ASYNC110 - what is looked at announces nothing
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise Refused(
            f"{what} did not come within {patience_s:.0f} s: look into bot.log in the demo's folder"
        ) from None
    return found


def _cards(stage: Stage, moderator: int, seen: set[int]) -> list[Message]:
    messages = stage.telegram.messages(moderator)
    return [message for message in messages if "approve" in _verbs(message) and message.id not in seen]


def _actions(message: Message) -> list[str]:
    """The callback data of the buttons under a message."""
    rows = (message.inline_keyboard or {}).get("inline_keyboard", [])
    return [str(button["callback_data"]) for row in rows for button in row] if isinstance(rows, list) else []


def _verbs(message: Message) -> set[str]:
    return {action.partition(":")[0] for action in _actions(message)}


def _action(card: Message, verdict: str) -> str:
    """The callback data of a card's button."""
    return next(action for action in _actions(card) if action.startswith(f"{verdict}:"))


def _last(stage: Stage, person: int, *, after: int) -> Message | None:
    """The bot's newest message to a person after one of theirs."""
    later = [m for m in stage.telegram.messages(person) if m.id > after and m.sender.is_bot and not _is_card(m)]
    return later[-1] if later else None


def _is_card(message: Message) -> bool:
    return bool(_verbs(message) & {"approve", "takeback", "takedown"})


def _channel(stage: Stage) -> list[Message]:
    return [message for message in stage.telegram.messages(stage.channel_id) if not message.is_service]


def _text(message: Message) -> str:
    return message.words.text


def _say(sentence: str) -> None:
    _console.print(escape(sentence), soft_wrap=True)
