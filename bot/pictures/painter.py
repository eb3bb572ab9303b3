"""The painter: captions in, pictures out. Puts the library, the plates, the lettering and the encoders together.

Pictures are made in a thread of their own, one at a time for all communities of the process: fonts and plates are
shared, and no font may be drawn with by two threads at once.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from PIL import Image

from bot.domain.caption import Caption
from bot.domain.picture import MAX_WIDTH, MIN_WIDTH, Picture, PictureFormat
from bot.domain.template import Box, Down, Template
from bot.errors import Refused
from bot.pictures.encoding import encoded, encoded_frames
from bot.pictures.library import Entry, Library
from bot.pictures.painting import Ink, ink
from bot.pictures.plates import Plates
from bot.pictures.sheet import PER_PAGE, Thumbnail, drawn_sheet, page_count
from bot.pictures.watermark import with_watermark

MAX_CHARS = 1000
# Pixels of a stranger's photo when words are laid on it: of its longer side, and of its shorter one at least. `opening`
# lets none pass that is longer than ten times its width.
PHOTO_SIDES = (400, 1280)
MIN_PHOTO_SIDE = 120

_THUMBNAIL_WIDTH = 300

_Result = TypeVar("_Result")
# One thread, begun by the first picture.
_EASEL = ThreadPoolExecutor(max_workers=1, thread_name_prefix="painter")
_PLATES = Plates()


class PillowPainter:
    """`bot.ports.Painter` with Pillow. `own` is the community's folder of templates; `watermark` a line below memes."""

    def __init__(self, own: Path | None = None, *, watermark: str = "") -> None:
        self._library = Library(own)
        self._watermark = watermark

    def templates(self) -> tuple[Template, ...]:
        """All that there are, the community's own first."""
        return self._library.templates()

    def find(self, wish: str) -> Template | None:
        """The template that a person means, or None."""
        return self._library.find(wish)

    async def paint(
        self, caption: Caption, *, width: int = 600, written_as: PictureFormat = PictureFormat.JPEG
    ) -> Picture:
        """The meme, `width` pixels wide. Raises Refused, and Misconfigured for a template whose picture is broken."""
        return await _on_easel(lambda: self.painted(caption, width=width, written_as=written_as))

    async def paint_on(self, photo: bytes, top: str, bottom: str) -> Picture:
        """A stranger's photo with capitals at its top and bottom. Raises Refused."""
        return await _on_easel(lambda: self.painted_on(photo, top, bottom))

    def painted(self, caption: Caption, *, width: int = 600, written_as: PictureFormat = PictureFormat.JPEG) -> Picture:
        """`paint` for callers without a loop; not from two threads at once."""
        entry = self._library.entry(caption.template)
        if entry is None:
            raise Refused(f"there is no template {caption.template[:40]!r}: /templates shows all")
        _check(caption, entry.template, width)
        plate = _PLATES.plate(entry.picture, width)
        inks = _inks(entry, caption, plate.size)
        if not entry.template.is_animated:
            picture = plate.frames[0].copy()
            for words, _appears in inks:
                words.lay_on(picture)
            return encoded(with_watermark(picture, self._watermark), written_as)
        frames = []
        start_ms = 0
        for frame, duration in zip(plate.frames, plate.durations_ms, strict=True):
            picture = frame.copy()
            for words, appears in inks:
                if appears is None or appears[0] <= start_ms / 1000 < appears[1]:
                    words.lay_on(picture)
            frames.append(with_watermark(picture, self._watermark))
            start_ms += duration
        return encoded_frames(frames, plate.durations_ms, written_as)

    async def sheet(self, page: int, language: str) -> tuple[Picture, int]:
        """A page (from 0) of all templates with their names, and how many pages there are."""
        return await _on_easel(lambda: self.drawn_sheet(page, language))

    def drawn_sheet(self, page: int, language: str) -> tuple[Picture, int]:
        """`sheet` for callers without a loop; not from two threads at once."""
        templates = self.templates()
        pages = page_count(len(templates))
        start = min(max(page, 0), pages - 1) * PER_PAGE
        thumbnails = []
        for template in templates[start : start + PER_PAGE]:
            entry = self._library.entry(template.name)
            if entry is not None:
                frames = _PLATES.plate(entry.picture, _THUMBNAIL_WIDTH).frames
                thumbnails.append(Thumbnail(frames[len(frames) // 2], template.title(language), template.name))
        return encoded(drawn_sheet(thumbnails), PictureFormat.JPEG), pages

    def painted_on(self, photo: bytes, top: str, bottom: str) -> Picture:
        """`paint_on` for callers without a loop; not from two threads at once."""
        # With numpy, which would take a fifth of a second from the first meme of a process.
        from bot.pictures.opening import open_picture  # noqa: PLC0415

        picture = _brought_to_size(open_picture(photo))
        for text, box in zip((top, bottom), _photo_boxes(), strict=True):
            _check_length(text)
            words = ink(text, box, picture.size)
            if words is not None:
                words.lay_on(picture)
        return encoded(with_watermark(picture, self._watermark), PictureFormat.JPEG)


async def _on_easel(make: Callable[[], _Result]) -> _Result:
    # Whoever awaits has it loaded; who paints without a loop need not wait for it.
    from asyncio import get_running_loop  # noqa: PLC0415

    return await get_running_loop().run_in_executor(_EASEL, make)


def _check(caption: Caption, template: Template, width: int) -> None:
    if len(caption.boxes) > len(template.boxes):
        raise Refused(
            f"{template.name} has {len(template.boxes)} boxes, not {len(caption.boxes)}: leave some texts out"
        )
    if not MIN_WIDTH <= width <= MAX_WIDTH:
        raise Refused(f"a picture can be {MIN_WIDTH} to {MAX_WIDTH} pixels wide, not {width}")
    for text in caption.boxes:
        _check_length(text)


def _check_length(text: str) -> None:
    if len(text) > MAX_CHARS:
        raise Refused(f"a text of {len(text)} characters is too long for a picture: {MAX_CHARS} at most")


def _inks(entry: Entry, caption: Caption, size: tuple[int, int]) -> list[tuple[Ink, tuple[float, float] | None]]:
    found = []
    for text, box in zip(caption.boxes, entry.template.boxes, strict=False):
        words = ink(text, box, size)
        if words is not None:
            found.append((words, box.appears))
    return found


def _photo_boxes() -> tuple[Box, Box]:
    return (
        Box("top", 0.5, 0.16, 0.96, 0.28, down=Down.TOP, capitals=True, largest=0.13),
        Box("bottom", 0.5, 0.84, 0.96, 0.28, down=Down.BOTTOM, capitals=True, largest=0.13),
    )


def _brought_to_size(photo: Image.Image) -> Image.Image:
    longer, shorter = max(photo.size), min(photo.size)
    scale = min(max(1.0, PHOTO_SIDES[0] / longer, MIN_PHOTO_SIDE / shorter), PHOTO_SIDES[1] / longer)
    size = round(photo.width * scale), round(photo.height * scale)
    return photo if photo.size == size else photo.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
