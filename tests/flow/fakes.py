"""Stand-ins for the ports: what is outside the flow."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.caption import Caption
from bot.domain.picture import Picture, PictureFormat
from bot.domain.place import Place
from bot.domain.template import Template
from bot.errors import Refused, Unsure, WallflowerError
from bot.ports import WallPage
from corpus.post import Post


@dataclass
class StillClock:
    """A clock that stands until it is told to go."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant

    def forward(self, **duration: float) -> None:
        self.instant += timedelta(**duration)


@dataclass
class ListWall:
    """A wall kept in a list, newest first. `die_after` pages it stops as a killed process would: with an error."""

    posts: list[Post]
    source: str = "vk:-1"
    die_after: int | None = None
    offsets: list[int] = field(default_factory=list)

    async def page(self, offset: int, count: int) -> WallPage:
        if self.die_after is not None and len(self.offsets) >= self.die_after:
            raise KeyboardInterrupt
        self.offsets.append(offset)
        found = self.posts[offset : offset + count]
        return WallPage(len(self.posts), found, len(found))


@dataclass
class ListChannel:
    """A channel kept in a list; `plan` holds an error (before the effect) or (error, True) (after it) for each call.

    With `keeps_pictures` pictures are put somewhere before their posts, as on VK; else they travel along.
    """

    plan: list[WallflowerError | tuple[WallflowerError, bool] | None] = field(default_factory=list)
    can_look: bool = True
    published: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    taken_down: list[tuple[Place, str]] = field(default_factory=list)
    keeps_pictures: bool = False
    attached: list[Picture] = field(default_factory=list)
    pictures: list[Sequence[Picture] | str] = field(default_factory=list)

    async def attach(self, place: Place, pictures: Sequence[Picture]) -> str | None:
        if not self.keeps_pictures:
            return None
        self.attached.extend(pictures)
        numbers = range(len(self.attached) - len(pictures) + 1, len(self.attached) + 1)
        return ",".join(f"photo-1_{number}" for number in numbers)

    async def publish(
        self, place: Place, text: str, key: str, pictures: Sequence[Picture] = (), attachment: str | None = None
    ) -> str:
        fault = self.plan.pop(0) if self.plan else None
        self.keys.append(key)
        if isinstance(fault, WallflowerError):
            raise fault
        self.published.append(text)
        self.pictures.append(attachment or pictures)
        if fault is not None:
            raise fault[0]
        return str(len(self.published))

    async def find(self, place: Place, text: str, since: datetime, attachment: str | None = None) -> str | None:
        if not self.can_look:
            raise Unsure("this platform can't be asked")
        if attachment is not None:
            return str(self.pictures.index(attachment) + 1) if attachment in self.pictures else None
        return str(self.published.index(text) + 1) if text in self.published else None

    async def take_down(self, place: Place, remote_id: str) -> None:
        self.taken_down.append((place, remote_id))


@dataclass
class PlainPainter:
    """Writes a caption's words instead of drawing them; templates in `gone` were taken away, those in `moving` move."""

    gone: set[str] = field(default_factory=set)
    moving: set[str] = field(default_factory=set)
    painted: list[Caption] = field(default_factory=list)

    def templates(self) -> tuple[Template, ...]:
        return ()

    def find(self, wish: str) -> Template | None:
        return None

    async def paint(
        self, caption: Caption, *, width: int = 600, written_as: PictureFormat = PictureFormat.JPEG
    ) -> Picture:
        if caption.template in self.gone:
            raise Refused(f"there is no template {caption.template}")
        self.painted.append(caption)
        return Picture(caption.to_json().encode(), written_as, width, width, caption.template in self.moving)

    async def paint_on(self, photo: bytes, top: str, bottom: str) -> Picture:
        raise NotImplementedError

    async def sheet(self, page: int, language: str) -> tuple[Picture, int]:
        raise NotImplementedError
