"""The port `Painter`, kept by the painter's process. What templates there are is known here: no fonts, no pixels."""

from pathlib import Path
from typing import Any

from bot.domain.caption import Caption
from bot.domain.picture import Picture, PictureFormat
from bot.domain.template import Template
from bot.domain.unreadable import Unreadable, UnreadablePicture
from bot.errors import Misconfigured, Refused
from bot.painter.client import PainterDied, PainterProcess
from bot.painter.protocol import Message
from bot.pictures.library import Library


class ProcessPainter:
    """`bot.ports.Painter`. `own` is the community's folder of templates; `watermark` a line below memes."""

    def __init__(self, process: PainterProcess, own: Path | None = None, *, watermark: str = "") -> None:
        self._process = process
        self._library = Library(own)
        self._easel: Message = {"templates": "" if own is None else str(own.absolute()), "watermark": watermark}

    def templates(self) -> tuple[Template, ...]:
        """All that there are, the community's own first."""
        return self._library.templates()

    def find(self, wish: str) -> Template | None:
        """The template that a person means, or None."""
        return self._library.find(wish)

    async def paint(
        self, caption: Caption, *, width: int = 600, written_as: PictureFormat = PictureFormat.JPEG
    ) -> Picture:
        """The meme, `width` pixels wide. Raises Refused, Misconfigured and Retryable as the port says."""
        return (await self._pure("paint", caption=caption.to_json(), width=width, format=written_as.value))[0]

    async def paint_on(self, photo: bytes, top: str, bottom: str) -> Picture:
        """A stranger's photo with words laid on it. Raises Refused (for what the painter dies of, too), Retryable."""
        picture, _answer = _picture(*await with_photo(
            self._process, {"do": "paint_on", "top": top, "bottom": bottom} | self._easel, photo
        ))  # fmt: skip
        return picture

    async def sheet(self, page: int, language: str) -> tuple[Picture, int]:
        """A page (from 0) of all templates with their names, and how many pages there are."""
        picture, answer = await self._pure("sheet", page=page, language=language)
        return picture, int(answer["pages"])

    async def _pure(self, what: str, **wish: Any) -> tuple[Picture, Message]:
        """A picture of what is ours: if the process died meanwhile, that was not its fault, and another one may try."""
        request = {"do": what} | wish | self._easel
        try:
            answer, data = await self._process.ask(request)
        except PainterDied:
            answer, data = await self._process.ask(request)
        return _picture(answer, data)


async def with_photo(process: PainterProcess, request: Message, photo: bytes) -> tuple[Message, bytes]:
    """Ask for something that opens a stranger's photo, once. One that the painter dies of is UnreadablePicture."""
    try:
        return await process.ask(request, photo)
    except PainterDied as error:
        raise UnreadablePicture(Unreadable.BROKEN, "the picture is damaged: send another one") from error


def checked(answer: Message) -> Message:
    """An answer that is no error. Raises UnreadablePicture, Refused and Misconfigured for one that is."""
    error = answer.get("error")
    if error is None:
        return answer
    if error["kind"] == "unreadable":
        raise UnreadablePicture(Unreadable(error["why"]), error["message"])
    if error["kind"] == "misconfigured":
        raise Misconfigured(error["message"])
    raise Refused(error["message"])


def _picture(answer: Message, data: bytes) -> tuple[Picture, Message]:
    found = checked(answer)
    written_as = PictureFormat(found["format"])
    return Picture(data, written_as, found["width"], found["height"], found["is_animated"]), found
