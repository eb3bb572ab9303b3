"""From a community's pictures to templates: what a group of them shares, its boxes, and the captions read from them.

Pictures are read one by one and again when their group is looked at, so that thousands need no more memory than dozens.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from bot.domain.template import Box, Example, Face, Layout, Template
from bot.domain.unreadable import UnreadablePicture
from bot.pictures.learning.alignment import View, align, cut, likeness
from bot.pictures.learning.background import background, differences
from bot.pictures.learning.bounds import LEAST_MEMBERS, MOST_PICTURES
from bot.pictures.learning.finding_boxes import Area, find_areas, in_reading_order
from bot.pictures.learning.grouping import LIKE, Member, Seen, group
from bot.pictures.learning.lettering_mask import Lettering
from bot.pictures.learning.perceptual_hash import perceptual_hash
from bot.pictures.learning.reaching import reach
from bot.pictures.learning.reading import Tesseract
from bot.pictures.learning.splitting import split
from bot.pictures.learning.turning import Turned, turned
from bot.pictures.opening import MOST_BYTES, open_picture
from bot.pictures.template_file import MAX_BOXES, MAX_EXAMPLE_CHARS, MAX_EXAMPLES

# The longer side of what a template is made of, in pixels; and of how many pictures at most.
_SIDE, _MOST_LAID = 640, 24
# Pixels of a picture that is only looked at.
_LOOKED_AT = 250_000
# White letters have so much white in what differs, and a dark edge around it; and what counts as either.
_WHITE, _DARK = 0.2, 0.08
_BRIGHT, _NEARLY_BLACK = 200, 70
# Of the captions with letters, so many in capitals mean that the template writes capitals.
_CAPITALS = 0.8
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A template that was found, with its picture and the pictures that it was made of."""

    template: Template
    picture: Image.Image
    made_of: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Pictures on a template that there is already."""

    name: str
    pictures: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of it; `unreadable` says of files why they could not be opened."""

    proposals: tuple[Proposal, ...]
    known: tuple[Known, ...]
    unreadable: tuple[tuple[Path, str], ...]


def _nobodys(_file: Path) -> tuple[str, ...]:
    return ()


def learn(
    files: Sequence[Path],
    there_is: Sequence[tuple[str, Image.Image]] = (),
    reader: Tesseract | None = None,
    *,
    least: int = LEAST_MEMBERS,
    authors_of: Callable[[Path], tuple[str, ...]] = _nobodys,
    on_step: Callable[[str], None] = lambda _step: None,
) -> Learned:
    """Templates found in pictures, those of most pictures first; captions are read if there is a `reader`.

    `there_is` are the names and pictures of templates that need not be found again; `authors_of` tells the hashes of
    those whose picture a file is, which are kept with what is learned from it.
    """
    paths, seen, unreadable = [], [], []
    for file in files[:MOST_PICTURES]:
        try:
            picture = _opened(file, _LOOKED_AT)
        except UnreadablePicture as error:
            unreadable.append((file, str(error)))
        except OSError as error:
            unreadable.append((file, f"it can't be read ({error.strerror})"))
        else:
            paths.append(file)
            seen.append(Seen(View.of(picture), perceptual_hash(picture)))
    on_step(f"comparing {len(seen)} pictures")
    proposals, known = [], []
    taken = {name for name, _picture in there_is}
    views = [(name, View.of(picture)) for name, picture in there_is]
    for members in group(seen, least):
        own_paths = tuple(paths[member.index] for member in members)
        name = _called_already(seen[members[0].index].view, views)
        if name is not None:
            known.append(Known(name, own_paths))
            continue
        number = next(number for number in range(1, len(taken) + 2) if f"learned-{number}" not in taken)
        taken.add(f"learned-{number}")
        on_step(f"learned-{number}: {len(members)} pictures")
        proposal = _proposal(number, members, paths, reader, authors_of)
        if proposal is not None:
            proposals.append(proposal)
    return Learned(tuple(proposals), tuple(known), tuple(unreadable))


def _opened(file: Path, most_pixels: int) -> Image.Image:
    with file.open("rb") as source:
        return open_picture(source.read(MOST_BYTES + 1), most_pixels=most_pixels)


def _called_already(view: View, views: Sequence[tuple[str, View]]) -> str | None:
    likes = [(likeness(view, align(view, each), each), name) for name, each in views if _same_form(view, each)]
    like, name = max(likes, default=(0.0, ""))
    return name if like >= LIKE else None


def _same_form(one: View, other: View) -> bool:
    return 1 / 1.2 <= one.form / other.form <= 1.2


def _proposal(
    number: int,
    members: Sequence[Member],
    paths: Sequence[Path],
    reader: Tesseract | None,
    authors_of: Callable[[Path], tuple[str, ...]],
) -> Proposal | None:
    first = _opened(paths[members[0].index], _SIDE * _SIDE * 4)
    scale = _SIDE / max(first.size)
    size = round(first.width * scale), round(first.height * scale)
    laid = [_laid(paths[member.index], member, size) for member in members[:_MOST_LAID]]
    parts = [member.part for member in members[:_MOST_LAID]]
    differs = differences(laid, parts, background(laid))
    areas = find_areas(differs.mean(axis=0, dtype=np.float32), MAX_BOXES)
    if not areas:  # the same picture again and again
        return None
    ground = background(laid, areas)
    differs = differences(laid, parts, ground)
    places = [_place(area, laid, differs) for area in in_reading_order(split(areas, differs))[:MAX_BOXES]]
    captions = [] if reader is None else _captions(reader, members, paths, ground, places)
    boxes = tuple(
        _box(name, place, [caption[at] for caption in captions])
        for at, (name, place) in enumerate(zip(_box_names([place.area for place in places]), places, strict=True))
    )
    # There are as many captions as members, or none.
    by = [authors_of(paths[member.index]) for member in members]
    examples = tuple(_example(caption, whose) for caption, whose in zip(captions, by, strict=False) if any(caption))
    made_by = sorted({author for whose in by[:_MOST_LAID] for author in whose})
    template = Template(
        f"learned-{number}",
        {"ru": f"Выученный {number}", "en": f"Learned {number}"},
        _layout(boxes),
        boxes,
        examples=examples[:MAX_EXAMPLES],
        learned_from=tuple(made_by),
        is_shipped=False,
    )
    return Proposal(template, ground, tuple(paths[member.index] for member in members))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where words go: the area around them, how they look, and the box that is turned as they are, if it is."""

    area: Area
    lettering: Lettering
    colour: tuple[int, int, int]
    turned: Turned | None


def _place(area: Area, laid: Sequence[Image.Image], differs: npt.NDArray[np.bool_]) -> _Place:
    inked = _inked(laid, differs, area)
    return _Place(area, _lettering(inked), _colour(inked), turned(differs, area))


def _laid(file: Path, member: Member, size: tuple[int, int]) -> Image.Image:
    return cut(_opened(file, _SIDE * _SIDE * 4), member.part, size)


def _inked(laid: Sequence[Image.Image], differs: npt.NDArray[np.bool_], area: Area) -> npt.NDArray[np.uint8]:
    """The pixels of words in an area, of all pictures. (pixels, 3)"""
    height, width = differs.shape[1:]
    rows = slice(int(area.top * height), round(area.bottom * height))
    columns = slice(int(area.left * width), round(area.right * width))
    return np.concatenate(
        [np.asarray(picture)[rows, columns][here[rows, columns]] for picture, here in zip(laid, differs, strict=True)]
    )


def _lettering(inked: npt.NDArray[np.uint8]) -> Lettering:
    """Which way most of the pictures have their words in an area."""
    if not len(inked):
        return Lettering.OTHER
    white, dark = (inked.min(axis=1) > _BRIGHT).mean(), (inked.max(axis=1) < _NEARLY_BLACK).mean()
    return Lettering.WHITE if white > _WHITE and dark > _DARK else Lettering.OTHER


def _colour(inked: npt.NDArray[np.uint8]) -> tuple[int, int, int]:
    """The colour of most letters."""
    red, green, blue = (int(level) for level in np.median(inked, axis=0)) if len(inked) else (0, 0, 0)
    return red, green, blue


def _captions(
    reader: Tesseract,
    members: Sequence[Member],
    paths: Sequence[Path],
    ground: Image.Image,
    places: Sequence[_Place],
) -> list[tuple[str, ...]]:
    """The words of each picture's boxes; "" where none were read."""
    large = ground.width * 2, ground.height * 2
    under = ground.resize(large, Image.Resampling.BILINEAR)
    areas = [place.area for place in places]
    found = []
    for member in members:
        picture = _laid(paths[member.index], member, large)
        (here,) = differences([picture.resize(ground.size, Image.Resampling.BOX)], [member.part], ground)
        texts = []
        for place in places:
            wide = reach(place.area, areas, here)
            left, top = int(wide.left * large[0]), int(wide.top * large[1])
            box = (left, top, round(wide.right * large[0]), round(wide.bottom * large[1]))
            words = reader.read(
                picture.crop(box),
                under.crop(box),
                place.lettering,
                colour=place.colour,
                angle=0.0 if place.turned is None else place.turned.angle,
            )
            texts.append(" ".join(words.text.split())[:MAX_EXAMPLE_CHARS])
        found.append(tuple(texts))
    return found


def _box(name: str, place: _Place, texts: Sequence[str]) -> Box:
    """A box with white letters in an edge, or with plain ones of a colour."""
    lettered = [text for text in texts if any(character.isalpha() for character in text)]
    capitals = sum(text == text.upper() for text in lettered) >= _CAPITALS * max(1, len(lettered))
    area, lies = place.area, place.turned
    if lies is None:
        lies = Turned(
            (area.left + area.right) / 2,
            (area.top + area.bottom) / 2,
            area.right - area.left,
            area.bottom - area.top,
            0.0,
        )
    x, y, width, height = (round(share, 4) for share in (lies.x, lies.y, lies.width, lies.height))
    if place.lettering is Lettering.WHITE:
        return Box(name, x, y, width, height, angle=lies.angle, capitals=capitals)
    red, green, blue = place.colour
    return Box(
        name,
        x,
        y,
        width,
        height,
        angle=lies.angle,
        colour=f"#{red:02x}{green:02x}{blue:02x}",
        outline=None,
        face=Face.PLAIN,
        capitals=bool(lettered) and capitals,
    )


def _box_names(areas: Sequence[Area]) -> list[str]:
    """Top, bottom, left or right where there is one of it; numbers where names would not do."""
    words = []
    for area in areas:
        x, y = (area.left + area.right) / 2, (area.top + area.bottom) / 2
        is_wide = area.right - area.left > 0.5
        words.append(
            ("top" if y < 0.4 else "bottom" if y > 0.6 else "middle") if is_wide else "left" if x < 0.5 else "right"
        )
    counted = Counter(words)
    return words if max(counted.values()) == 1 else [str(number) for number in range(1, len(areas) + 1)]


def _layout(boxes: Sequence[Box]) -> Layout:
    names = {box.name for box in boxes}
    if names <= {"top", "bottom"}:
        return Layout.TOP_BOTTOM
    return Layout.SIDE_BY_SIDE if names == {"left", "right"} else Layout.LABELS


def _example(caption: tuple[str, ...], by: tuple[str, ...]) -> Example:
    return Example("ru" if _CYRILLIC.search(" ".join(caption)) else "en", caption, by=by)
