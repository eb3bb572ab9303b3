"""Plates: the pictures of templates as pixels, at the width that is asked for.

Decoding and scaling cost most of a meme, so plates are kept, within a bound. Knows files; no words.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from bot.errors import Misconfigured

NAMES = ("picture.png", "picture.jpg", "picture.webp", "picture.gif")
MAX_PIXELS = 25_000_000
MAX_FRAMES = 120
# Of all frames of one file together: what is decoded in about two seconds.
MAX_MOVING_PIXELS = 120_000_000
# Of all plates that are kept together, at four bytes each. Every shipped template at 600 px takes 9 million.
_KEPT_PIXELS = 12_000_000
# Of all frames of one plate: one of more is made less wide than was asked for.
_PLATE_PIXELS = 20_000_000
# A frame that says no time, or one that no browser keeps to, is shown so long.
_USUAL_MS = 100


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture to write on: RGB frames of one size, and how long each is seen. A still one has one frame."""

    frames: tuple[Image.Image, ...]
    durations_ms: tuple[int, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.frames[0].size


@dataclass(frozen=True, slots=True)
class PlateFacts:
    """What the head of a picture's file says."""

    size: tuple[int, int]
    is_animated: bool


def picture_file(folder: Path) -> Path:
    """The picture of a template's folder. Raises Misconfigured for none or two."""
    found = [folder / name for name in NAMES if (folder / name).is_file()]
    if len(found) != 1:
        what = "no picture" if not found else f"both {found[0].name} and {found[1].name}"
        raise Misconfigured(f"{folder} has {what}: put one of {', '.join(NAMES)} there")
    return found[0]


def facts(file: Path) -> PlateFacts:
    """Size and movement, without decoding. Raises Misconfigured for what is no picture, or too large a one."""
    try:
        with _opened(file) as image:
            frames = getattr(image, "n_frames", 1)
            size = image.size
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Misconfigured(f"{file} can't be read as a picture: put another one there") from error
    if size[0] * size[1] > MAX_PIXELS:
        raise _too_large(file)
    if frames > MAX_FRAMES or (frames > 1 and frames * size[0] * size[1] > MAX_MOVING_PIXELS):
        raise Misconfigured(
            f"{file} has {frames} frames of {size[0]} × {size[1]} pixels: make it smaller than {MAX_FRAMES} frames, "
            f"{MAX_MOVING_PIXELS // 10**6} million pixels together"
        )
    return PlateFacts(size, frames > 1)


def _opened(file: Path) -> Image.Image:
    try:
        return Image.open(file, formats=("PNG", "JPEG", "WEBP", "GIF"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(file) from error


def _too_large(file: Path) -> Misconfigured:
    return Misconfigured(f"{file} has too many pixels: make it smaller than {MAX_PIXELS // 10**6} million")


class Plates:
    """Plates by file and width; those used longest ago are forgotten when there are too many."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Path, int, int], Plate] = OrderedDict()
        self._pixels = 0

    def plate(self, file: Path, width: int) -> Plate:
        """The picture of `file`, `width` pixels wide, or less if it has many frames.

        Raises Misconfigured when it can't be decoded.
        """
        try:
            changed = file.stat().st_mtime_ns
        except OSError as error:
            raise Misconfigured(f"{file} can't be read ({error.strerror}): put it back") from error
        key = (file, changed, width)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        found = _decoded(file, width)
        cost = _cost(found)
        if cost <= _KEPT_PIXELS // 2:
            self._kept[key] = found
            self._pixels += cost
            while self._pixels > _KEPT_PIXELS:
                _key, forgotten = self._kept.popitem(last=False)
                self._pixels -= _cost(forgotten)
        return found


def _cost(plate: Plate) -> int:
    return len(plate.frames) * plate.size[0] * plate.size[1]


def _decoded(file: Path, width: int) -> Plate:
    facts(file)
    frames, durations = [], []
    try:
        with _opened(file) as image:
            count = getattr(image, "n_frames", 1)
            shape = image.height / image.width
            width = min(width, round(math.sqrt(_PLATE_PIXELS / count / shape)))
            height = max(1, round(width * shape))
            for index in range(count):
                image.seek(index)
                frames.append(_scaled(image, (width, height)))
                durations.append(int(image.info.get("duration") or _USUAL_MS))
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Misconfigured(f"{file} can't be decoded ({error}): put another picture there") from error
    return Plate(tuple(frames), tuple(durations))


def _scaled(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        flat = Image.new("RGB", clear.size, "#ffffff")
        flat.paste(clear, mask=clear)
    else:
        flat = image.convert("RGB")
    return flat if flat.size == size else flat.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
