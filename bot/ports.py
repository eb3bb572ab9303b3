"""What the inside needs of the outside. The adapters in `platforms` and `writer` implement these; tests may fake them.

Every call raises only errors of `bot.errors`; what each may raise is said where it is declared.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.domain.audit import Signature
from bot.domain.caption import Caption
from bot.domain.checkpoint_run import Compared, CurvePoint, Errand, KnownRun, Ladder, TrainingNow
from bot.domain.finding import Examined, Finding
from bot.domain.measured import Measured
from bot.domain.member import Address
from bot.domain.message import Buttons, InlineQuery, Message, Offer, Press, Sent
from bot.domain.picture import Picture, PictureFormat
from bot.domain.place import Place
from bot.domain.template import Template
from corpus.post import Post


@dataclass(frozen=True, slots=True)
class WallPage:
    """A page of a wall, newest first. `total` is how many posts the platform says the wall has now.

    `raw_count` is how many entries the platform gave for this page, also those that could not be read as posts: the
    next page begins `raw_count` further on, and an empty page (`raw_count == 0`) is the end.
    """

    total: int
    posts: list[Post]
    raw_count: int


class Wall(Protocol):
    """A wall that can be read from its newest post backwards."""

    @property
    def source(self) -> str:
        """The name of this wall in `Post.source`, for example `vk:-1`."""
        ...

    async def page(self, offset: int, count: int) -> WallPage:
        """Posts `offset … offset + count`. Retries by itself.

        Raises Retryable when that was in vain, Misconfigured, Refused.
        """
        ...


@dataclass(frozen=True, slots=True)
class WallPhoto:
    """A photo of a post. `name` is what the platform calls it (`photo-1_2`), `reference` what `Photos.fetch` takes.

    `authors` are the one or two whose it is: who posted it, and who had it before.
    """

    name: str
    reference: str
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhotoPage:
    """The photos of a page of posts; `raw_count` and `total` count posts, as in `WallPage`."""

    total: int
    photos: list[WallPhoto]
    raw_count: int


class PhotoWall(Protocol):
    """A wall on which there are photos."""

    async def photos(self, offset: int, count: int) -> PhotoPage:
        """Those of the posts `offset … offset + count`. Raises Retryable, Misconfigured, Refused."""
        ...


class Channel(Protocol):
    """A platform on which approved posts go out."""

    async def attach(self, place: Place, pictures: Sequence[Picture]) -> str | None:
        """Put the pictures of a post where it can refer to them at `place`, and return what they are called there.

        At least one and at most ten. None where pictures travel with their post. May be done again: a picture that no
        post refers to is seen by nobody. An animated one must be a GIF and alone. Raises Retryable, Refused (these
        pictures, for good), Misconfigured (NoKeyMay among them).
        """
        ...

    async def publish(
        self, place: Place, text: str, key: str, pictures: Sequence[Picture] = (), attachment: str | None = None
    ) -> str:
        """Publish `text` once and return the platform's id of the post. Never tries twice by itself.

        With pictures `text` is their caption and may be empty. `attachment` is what `attach` returned for them, which
        then need not be given again. `key` goes along where the platform can recognise a repeat by it.

        Raises Retryable (surely did not take effect), Refused (this text, for good), Misconfigured (a key, a right),
        NoKeyMay among them (a person could post it), and Unsure (the answer was lost).
        """
        ...

    async def find(self, place: Place, text: str, since: datetime, attachment: str | None = None) -> str | None:
        """The id of a post with exactly this text published at or after `since`, or None if it is surely not there.

        With an `attachment` only a post that refers to its pictures is meant.
        Raises Unsure where the platform can't be asked (Telegram), Retryable, Misconfigured.
        """
        ...

    async def take_down(self, place: Place, remote_id: str) -> None:
        """Delete a post of the bot's with all that belongs to it; what is gone is no error: it may be done again.

        Raises Refused (it can't be deleted any more), Misconfigured (NoKeyMay among them) and Retryable.
        """
        ...


class Chat(Protocol):
    """A platform's chats."""

    async def send(self, chat: Address, message: Message, key: str) -> Sent:
        """Send and return where the message stands. `key` makes a repeat recognisable where the platform can.

        Keeps the platform's rate limits by waiting. Raises Retryable, Refused, Misconfigured, Unsure.
        """
        ...

    async def edit(self, chat: Address, sent: Sent, message: Message) -> None:
        """Give a sent message a new face; a face equal to the present one is no error. Raises as `send`.

        Pictures must be given again to stay for certain: VK takes them away otherwise, Telegram leaves them. Of an
        album there may be fewer than were sent, never more. Where `sent` does not name the messages that show them,
        they stay as they are.
        """
        ...

    async def edit_buttons(self, chat: Address, message_id: int, buttons: Buttons) -> None:
        """Give a sent message other buttons and leave all else of it, also what nobody here could give again.

        Raises as `send`.
        """
        ...

    async def answer(self, press: Press, text: str) -> None:
        """Tell the person who pressed a button what came of it. A press too old to answer is no error."""
        ...


# Of a photo that a person sends: what is larger is not fetched, as it would not be opened, and Telegram gives no more.
MOST_PHOTO_BYTES = 20_000_000


class Photos(Protocol):
    """A platform from which photos can be fetched that people sent."""

    async def fetch(self, reference: str) -> bytes:
        """The file behind `Incoming.photo` or `reply_photo`: any bytes whatever, at most `MOST_PHOTO_BYTES`.

        Raises UnreadablePicture (too large), Refused (no reference of this platform's, gone) and Retryable, within half
        a minute.
        """
        ...


class Hearing(Protocol):
    """A platform that may keep from the bot what is said in a group."""

    async def hears_everything(self, chat: Address) -> bool:
        """Whether the bot gets every message of a group, not only those that are meant for it.

        Raises Retryable, Refused, Misconfigured.
        """
        ...


class Inline(Protocol):
    """A platform on which people ask for texts from within any chat."""

    async def answer_inline(self, query: InlineQuery, offer: Offer) -> None:
        """Show what there is to choose from. A query too old to answer is no error.

        Raises Retryable, Refused, Misconfigured.
        """
        ...


# Banned words that a request may name.
MOST_BANNED_WORDS = 1_000


@dataclass(frozen=True, slots=True)
class WritingRequest:
    """What to write: `count` texts of at most `max_chars` characters that begin with `prime`.

    `temperature` 0 takes the likeliest character each time; `seed` None means a random one. `banned_words` (a star
    stands for any letters) and, with `ban_coarse`, the built-in list are looked for in the texts. What is not written
    `within_s` seconds nobody waits for any more; None means the writer's own patience. `template` names the template
    whose caption `prime` begins, and `parts` how many parts that has (`corpus.captions.parts`); None and 0 for posts.
    """

    prime: str = ""
    temperature: float = 0.8
    max_chars: int = 500
    count: int = 1
    seed: int | None = None
    top_k: int | None = None
    top_p: float | None = None
    banned_words: tuple[str, ...] = ()
    ban_coarse: bool = True
    within_s: float | None = None
    template: str | None = None
    parts: int = 0


@dataclass(frozen=True, slots=True)
class WrittenText:
    """One text from the network, the checkpoint's name, the seed that would write it again, and its figures."""

    text: str
    ended_by_itself: bool
    checkpoint: str
    seed: int
    measured: Measured | None = None


class Writer(Protocol):
    """Whoever holds the checkpoint."""

    async def write(self, request: WritingRequest) -> list[WrittenText]:
        """The texts, `count` of them; fewer where guards stand before the writer and too few passed.

        Raises Retryable (restarting, too many requests, not done in time), Misconfigured (no usable checkpoint),
        Refused (options), Unlearned (the checkpoint has learned no captions for `request.template`).
        """
        ...


class WordFinder(Protocol):
    """Whoever knows how banned words are written and found."""

    def plain(self, entry: str) -> str:
        """What a person typed, as it is kept: without case and accents; a star stands for any letters.

        Raises Refused for what is too long or has no letter.
        """
        ...

    def find(self, text: str, words: tuple[str, ...], *, coarse: bool = False) -> tuple[str, ...]:
        """Which of `words`, in their plain form, a text holds, as read there; with `coarse` obscenities too."""
        ...


class Painter(Protocol):
    """Whoever draws memes. The same words on the same template are the same bytes, always."""

    def templates(self) -> tuple[Template, ...]:
        """All that there are, the community's own first; cheap."""
        ...

    def find(self, wish: str) -> Template | None:
        """The template that a person means by a name, a title or an alias in any language and case, or None."""
        ...

    async def paint(
        self, caption: Caption, *, width: int = 600, written_as: PictureFormat = PictureFormat.JPEG
    ) -> Picture:
        """The meme, `width` pixels wide; an animated template gives WebP or GIF whatever was asked for.

        Raises Refused (no such template, more texts than boxes, too many characters), Misconfigured (a template's
        picture is broken), Retryable (too many wait, or it took too long).
        """
        ...

    async def paint_on(self, photo: bytes, top: str, bottom: str) -> Picture:
        """A stranger's photo with words laid on it.

        Raises Refused (not a picture, too large, too many frames), Retryable (as above).
        """
        ...

    async def sheet(self, page: int, language: str) -> tuple[Picture, int]:
        """A page (from 0) of small pictures of all templates with their names, and how many pages there are.

        A page beyond the last is the last.
        """
        ...


class TemplateKeeper(Protocol):
    """Whoever keeps the templates that a community makes itself."""

    def names(self) -> tuple[str, ...]:
        """What they are called."""
        ...

    async def add(self, template: Template, photo: bytes) -> None:
        """Keep a template with a stranger's photo as its picture.

        Raises Refused: no picture (UnreadablePicture), a name that can't be or is taken, too many templates.
        """
        ...

    async def remove(self, name: str) -> None:
        """Delete one. Raises Refused when there is none of that name."""
        ...

    async def put_by(self, photo: bytes) -> int:
        """Keep a photo to learn from; how many there are. Raises Refused: no picture, or there are too many."""
        ...

    async def photos_of_wall(self) -> frozenset[str]:
        """Which of the wall's photos wait to be learned from, by their names."""
        ...

    async def put_by_of_wall(self, name: str, authors: Collection[str], photo: bytes) -> None:
        """Keep a photo of the wall until it is learned from; `authors` are hashes.

        Raises Refused (no picture: UnreadablePicture), Retryable.
        """
        ...

    async def keep_of_wall(self, names: Collection[str]) -> None:
        """Delete those of the wall's photos that have none of these names."""
        ...

    async def learn(self, *, from_wall: bool = False) -> tuple[Template, ...]:
        """Find templates in the photos put by last, or in all of the wall's, which are deleted then; and keep them.

        Raises Refused when there are too many.
        """
        ...


class LearnedPictures(Protocol):
    """What was learned from the wall's pictures, and the pictures that wait, by whose they are; given as hashes."""

    async def captions(self, authors: Collection[str]) -> list[str]:
        """The words that were read from pictures of these authors."""
        ...

    async def count(self, authors: Collection[str]) -> int:
        """How many pictures and captions of theirs are kept, and templates that were made also of their pictures."""
        ...

    async def forget(self, authors: Collection[str]) -> int:
        """Take them away, with the templates that were made of theirs alone. How many things there were, as counted."""
        ...


class Laboratory(Protocol):
    """Whoever knows the checkpoints, tries, compares and trains them, and has one live: one errand at a time."""

    async def runs(self) -> tuple[KnownRun, ...]:
        """All that there are, the newest first."""
        ...

    async def curve(self, run: str) -> tuple[CurvePoint, ...]:
        """How a training went, as far as it has come; nothing of a run of an earlier version."""
        ...

    async def ladder(self, run: str) -> Ladder | None:
        """What was last written at each temperature; None if nothing was, or somebody was forgotten since."""
        ...

    async def climb(self, run: str, now: datetime) -> None:
        """Write at each temperature and keep it: at once with the live run, with another one as an errand.

        Raises Refused (no such run, another errand), Retryable, Misconfigured.
        """
        ...

    async def use(self, run: str, by: Signature) -> str | None:
        """Let the bot write with a run, and say so in the audit log; returns the one before. Raises Refused."""
        ...

    async def compare(self, first: str, second: str) -> None:
        """Begin the errand of measuring one run against another. Raises Refused."""
        ...

    async def compared(self, first: str, second: str) -> Compared | None:
        """What that came to; None if it was not done with these very checkpoints, or is not done yet."""
        ...

    def errand(self) -> Errand | None:
        """What is under way, or was last."""
        ...

    async def training(self) -> TrainingNow:
        """Whether one works, and how far it has come."""
        ...

    async def train(self, by: Signature) -> None:
        """Begin a training, or go on with one that was killed. Raises Refused while one works, OSError."""
        ...

    async def end_training(self, by: Signature) -> None:
        """End the training that was begun here; it can be gone on with. Raises Refused if there is none."""
        ...


class Examiner(Protocol):
    """Whoever looks a home over and says what mends it."""

    async def look(self) -> list[Finding]:
        """What is seen at once, on this machine."""
        ...

    def examine(self) -> bool:
        """Begin to look at everything, the platforms as well; False while that is under way."""
        ...

    async def examined(self) -> Examined | None:
        """The last such examination with the checkpoint that is live now, or the one under way."""
        ...


# A process beside the bot, by what it does.
Kept = Literal["writer", "painter"]


class Meter(Protocol):
    """Whoever counts what the bot does, for those who watch it from outside. Never raises, costs next to nothing."""

    def called(self, platform: str, method: str, outcome: str) -> None:
        """A platform's method was called; `outcome` is `ok` or what kind of failure (`bot.errors`) it was."""
        ...

    def wrote(self, texts: int) -> None:
        """The network wrote so many texts."""
        ...

    def keeps(self, process: Kept, pid: Callable[[], int | None], waiting: Callable[[], int]) -> None:
        """The bot keeps this process: by what its id is known, None while it does not run, and how many wait for it."""
        ...

    def started(self, process: Kept) -> None:
        """The process was started, or started again."""
        ...

    def asked(self, process: Kept, outcome: str, seconds: float) -> None:
        """A request to the process is over: `ok`, what kind of failure it was, or `cancelled`; whoever asked had waited
        for so long.
        """
        ...

    def served(self, door: str, status: int) -> None:
        """A request over HTTP was answered."""
        ...


class Clock(Protocol):
    """The time; replaced in tests."""

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        ...


@dataclass(frozen=True, slots=True)
class HookAnswer:
    """What a platform is answered to what it brought: an HTTP status, a text, and when it may come again."""

    status: int
    text: str = ""
    retry_after_s: int | None = None


class Hook(Protocol):
    """Where a platform brings updates to over HTTP, instead of having them fetched."""

    @property
    def path(self) -> str:
        """The part of the address after the host; nobody but the platform can guess it."""
        ...

    async def take(self, headers: Mapping[str, str], body: bytes) -> HookAnswer:
        """Take what came by POST, from whomever. Good news is answered only after it is kept. Raises nothing.

        `headers` are found whatever the case of their names.
        """
        ...
