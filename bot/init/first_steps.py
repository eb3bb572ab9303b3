"""What comes after the questions: a database, the wall read, a network trained, a first slot. Each is a command of its
own as well, and can be left for later.
"""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import SystemClock, opened
from bot.chat.language import LANGUAGES
from bot.chat.slot_wish import MOST_PLACES, Lack, Misread, parse_slot
from bot.domain.member import Platform
from bot.domain.place import Place
from bot.domain.slot import Slot
from bot.errors import Refused
from bot.init import explanations
from bot.init.answers import Answers
from bot.init.dialogue import Dialogue
from bot.init.notebook import Notebook
from bot.init.telegram import channels_of
from bot.settings import Home, Settings
from bot.storage.posts import Posts
from bot.storage.slots import Slots
from bot.terminal import signed_here

_USUAL_TIME = "19:30"
# For how many posts, at least, how many minutes: base-ru has learned the language already, a small wall is soon read.
_USUAL_MINUTES = ((3_000, 10), (0, 5))


@dataclass(frozen=True, slots=True)
class Stock:
    """What the home has already."""

    posts: int
    slots: Sequence[Slot]
    has_voice: bool


def stock(notebook: Notebook) -> Stock:
    """Make the database, if it is not there, and say what it holds. Raises Misconfigured for one that can't be used."""
    return asyncio.run(_stock(notebook.home, notebook.settings))


def read_posts(talk: Dialogue, notebook: Notebook, given: Answers, held: Stock) -> None:
    """Offer to read the wall and to import a file."""
    talk.heading("Posts to learn from")
    home, settings = notebook.home, notebook.settings
    if held.posts:
        talk.say(f"{held.posts:,} posts are stored.")
    has_reader = bool(settings.vk.service_key.get_secret_value() or settings.vk.user_key.get_secret_value())
    may_read = settings.vk.enabled and has_reader
    question = "Read the wall now? A wall of 20,000 posts takes a bit over a minute."
    has_read = may_read and talk.yes(question, given=given.scrape, default=not held.posts)
    if has_read:
        _run(talk, home, "scrape")
    lacks_posts = talk.asks and not held.posts and not has_read
    if lacks_posts:
        talk.explain(explanations.FILE if may_read else f"No key here may read a wall. {explanations.FILE.lstrip()}")
    if given.posts is not None or lacks_posts:
        file = talk.optional(
            "File of posts, or Enter for none",
            _file,
            option="--posts",
            given=None if given.posts is None else str(given.posts),
        )
        if file is not None:
            _run(talk, home, "import", str(file))


def train(talk: Dialogue, notebook: Notebook, given: Answers, held: Stock) -> None:
    """Offer to train a network."""
    talk.heading("The voice")
    if not held.posts:
        talk.say("There are no posts yet, so there is nothing to train on. Later:")
        talk.set_off(command(notebook.home, "train"))
        return
    if held.has_voice:
        talk.say("A network is live already.")
    voice = explanations.VOICE if notebook.settings.community.language == "ru" else ""
    talk.explain(explanations.TRAINING.format(voice=voice))
    minutes = given.train_minutes
    if minutes is None and talk.yes("Train now?", default=talk.asks and not held.has_voice):
        minutes = talk.text("How many minutes", _minutes, option="--train-minutes", default=_usual_minutes(held.posts))
    if minutes:
        begin = [] if given.begin is None else ["--from", given.begin]
        _run(talk, notebook.home, "train", "--minutes", f"{minutes:g}", *begin)


def first_slot(talk: Dialogue, notebook: Notebook, given: Answers, held: Stock) -> None:
    """Offer a slot, at all places that are known."""
    settings = notebook.settings
    places = places_of(settings)
    if held.slots:
        talk.say(f"Slots: {', '.join(f'{slot.at:%H:%M}' for slot in held.slots)}; /schedule in chat changes them.")
    is_asked = talk.asks and not held.slots and given.slot is None
    if not places or not (is_asked or given.slot):
        return
    talk.heading("The first slot")
    talk.explain(explanations.SLOT)

    def wish(said: str) -> Slot:
        return _slot(said, settings.community.zone, places)

    chosen = talk.text(
        "When shall a post go out, or `none`",
        lambda said: None if said.lower() == "none" else wish(said),
        option="--slot",
        given=given.slot,
        default=_USUAL_TIME,
    )
    if chosen is not None:
        asyncio.run(_add(notebook.home, settings, chosen))
        talk.say(f"Every post that is approved waits for its turn: {_described(chosen, settings)}.")


def places_of(settings: Settings) -> list[Place]:
    """Where posts may go: the community's wall and the channels."""
    own = [Place(Platform.VK, str(-settings.vk.group_id))] if settings.vk.enabled and settings.vk.group_id else []
    return [*own, *(channels_of(settings) if settings.telegram.enabled else [])][:MOST_PLACES]


def command(home: Home, *arguments: str) -> str:
    """A command for this home, as it can be typed where this one was."""
    started = sys.argv[0]
    found = shutil.which("wallflower")
    if Path(started).name == "__main__.py":
        name = "python -m bot"
    else:
        name = "wallflower" if found is not None and Path(found) == Path(started).absolute() else started
    folder = home.folder
    shown = f"~/{folder.relative_to(Path.home())}" if folder.is_relative_to(Path.home()) else str(folder)
    return " ".join([name, "--home", shown, *arguments])


async def _stock(home: Home, settings: Settings) -> Stock:
    async with opened(home, settings) as database:
        posts, slots = await Posts(database).count(), await Slots(database).enabled()
    return Stock(posts, slots, (home.checkpoints / "live").exists())


async def _add(home: Home, settings: Settings, slot: Slot) -> None:
    async with opened(home, settings) as database:
        await Slots(database).add(slot, SystemClock().now(), signed_here())


def _slot(said: str, zone: str, places: list[Place]) -> Slot:
    """Raises Refused with what was expected."""
    words = LANGUAGES["en"]
    found = parse_slot(said, zone, places[0])
    if isinstance(found, Misread):
        text = {
            Lack.TIME: words.schedule_no_time,
            Lack.PLACE: words.schedule_no_place,
            Lack.PLACES: words.schedule_many_places,
        }.get(found.lack, words.schedule_unreadable)
        raise Refused(text.format(word=found.word, most=MOST_PLACES))
    if found.takes_unapproved:
        raise Refused("What goes out without approval is for an owner to say in chat: /schedule edit 1 best")
    return found if ":" in said.partition(" ")[2] else replace(found, places=tuple(places))


def _described(slot: Slot, settings: Settings) -> str:
    zone = slot.zone or settings.community.zone
    now = datetime.now(ZoneInfo(zone))
    return f"{slot.at:%H:%M} in {zone} (it is {now:%H:%M} there now), to {' and '.join(map(str, slot.places))}"


def _usual_minutes(posts: int) -> str:
    return str(next(minutes for least, minutes in _USUAL_MINUTES if posts >= least))


def _file(said: str) -> Path:
    path = Path(said.strip("\"'")).expanduser()
    if not path.is_file():
        raise Refused(f"There is no file {path}")
    return path


def _minutes(said: str) -> float:
    try:
        minutes = float(said.replace(",", "."))
    except ValueError:
        minutes = 0.0
    if not 0.01 <= minutes <= 24 * 60:
        raise Refused("Write a number of minutes, for example 10")
    return minutes


def _run(talk: Dialogue, home: Home, *arguments: str) -> None:
    """A step as the command that it is, in a process of its own: what it needs of memory goes with it."""
    talk.say(f"$ {command(home, *arguments)}", style="dim")
    process = subprocess.run([sys.executable, "-m", "bot", "--home", str(home.folder), *arguments], check=False)
    if process.returncode != 0:
        if not talk.asks:
            raise Refused(f"`{arguments[0]}` failed, its message stands above; all else is kept")
        talk.say("That failed; its message stands above. All else is kept, and this tries again:", style="yellow")
        talk.set_off(command(home, *arguments))
