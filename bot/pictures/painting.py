"""Words as ink: the masks that are laid on a picture, in a box of it, at any angle.

Knows boxes and pixels; no template and no file.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw

from bot.domain.template import Across, Box, Down
from bot.pictures.faces import EMOJI, MONO, font
from bot.pictures.fitting import Line, Lines, Room, fit, outline_width
from bot.pictures.lettering import Run, clean, is_blank, runs, script
from bot.pictures.measuring import CODE_GAP, CODE_HEIGHT, CODE_WIDTH, EMOJI_GAP, advance, emoji_ink

# Below this share of the picture's shorter side nobody reads on a phone: what does not fit then is cut.
SMALLEST = 0.018
# Pixels between ink and the sides of its box. Turning smooths an edge over two and moves it by half of one.
_MARGIN, _TURNED_MARGIN = 1, 3


# Letters below that size are drawn twice as large and made smaller: hinting moves small ones visibly apart.
_FINE_BELOW = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it is drawn: runs with where each begins, and the baseline, in pixels of its box."""

    runs: tuple[tuple[Run, float], ...]
    baseline: int


@dataclass(frozen=True, slots=True)
class Block:
    """Words laid out in a box of `width` × `height` pixels, not yet turned. `fine`: how much larger they are drawn."""

    width: int
    height: int
    size: int
    rows: tuple[Row, ...]
    fine: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Masks:
    """Where letters, their outlines and emoji are, on sheets of one size."""

    letters: Image.Image
    outline: Image.Image | None
    emoji: Image.Image | None

    def each(self, change: Callable[[Image.Image], Image.Image]) -> "Masks":
        """All of them changed in the same way."""
        return Masks(
            change(self.letters),
            None if self.outline is None else change(self.outline),
            None if self.emoji is None else change(self.emoji),
        )

    def cropped(self, rectangle: tuple[int, int, int, int]) -> "Masks":
        """What of them is in a rectangle."""
        return self.each(lambda mask: mask.crop(rectangle))

    def seen(self) -> tuple[int, int, int, int] | None:
        """The rectangle that holds all ink."""
        found = [mask.getbbox() for mask in (self.outline or self.letters, self.emoji) if mask is not None]
        boxes = [box for box in found if box is not None]
        if not boxes:
            return None
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)


@dataclass(frozen=True, slots=True)
class Ink:
    """A box's words ready to be laid on a picture of the size that they were made for."""

    at: tuple[int, int]
    masks: Masks
    colour: str
    outline_colour: str | None

    def lay_on(self, picture: Image.Image) -> None:
        """Draw the words on `picture`, RGB or RGBA."""
        if self.masks.outline is not None and self.outline_colour is not None:
            picture.paste(self.outline_colour, self.at, self.masks.outline)
        picture.paste(self.colour, self.at, self.masks.letters)
        if self.masks.emoji is not None:
            picture.paste(self.masks.emoji, self.at, self.masks.emoji)


def ink(text: str, box: Box, size: tuple[int, int]) -> Ink | None:
    """`text` in `box` of a picture of `size`; None where there is nothing to see."""
    found = lay_out(text, box, size)
    return None if found is None else placed(found[1], box, size)


def lay_out(text: str, box: Box, size: tuple[int, int]) -> tuple[Block, Masks] | None:
    """The words' lines in their box, at the largest size at which no ink leaves it, and what they look like."""
    words = clean(text.upper() if box.capitals else text)
    if all(is_blank(character) for character in words):
        return None
    width, height = max(1, math.floor(box.width * size[0])), max(1, math.floor(box.height * size[1]))
    margin = _TURNED_MARGIN if box.angle else _MARGIN
    smallest = max(4, round(SMALLEST * min(size)))
    room = Room(
        width=max(1, width - 2 * margin),
        height=max(1, height - 2 * margin),
        smallest=smallest,
        largest=max(smallest, round(box.largest * size[1])),
        outlined=box.outline is not None,
    )
    while True:
        lines = fit(words, box.face, room)
        fine = 2 if box.angle or lines.size < _FINE_BELOW else 1
        block = Block(width, height, lines.size, _rows(lines, words, box, (width, height), fine), fine, lines.is_cut)
        around = lines.size
        masks = masks_of(block, outlined=room.outlined, around=around)
        seen = masks.seen()
        # Hinting may take one of the margin's pixels.
        first = around + margin - 1
        inside = seen is None or (
            min(seen[:2]) >= first and seen[2] <= 2 * around + width - first and seen[3] <= 2 * around + height - first
        )
        if inside:
            return block, masks.cropped((around, around, around + width, around + height))
        # Hinted, letters may be wider than measured, and some reach over their neighbours: a little less, then. That
        # ends, for in no room there are no lines.
        room = replace(room, width=room.width - 1, height=room.height - 1, largest=max(smallest, lines.size - 1))


def masks_of(block: Block, *, outlined: bool, around: int = 0) -> Masks:
    """The block's ink on sheets of its box's size, with `around` pixels more on each side."""
    fine = block.fine
    sheet = (block.width + 2 * around) * fine, (block.height + 2 * around) * fine
    has_emoji = any(run.file is EMOJI for row in block.rows for run, _x in row.runs)
    masks = Masks(
        Image.new("L", sheet),
        Image.new("L", sheet) if outlined else None,
        Image.new("RGBA", sheet) if has_emoji else None,
    )
    edge = outline_width(block.size) * fine
    for row in block.rows:
        for run, x in row.runs:
            _draw(masks, run, ((x + around) * fine, (row.baseline + around) * fine), block.size * fine, edge)
    return masks if fine == 1 else masks.each(lambda mask: mask.reduce(fine))


def placed(masks: Masks, box: Box, size: tuple[int, int]) -> Ink:
    """The box's ink turned, and where it goes on a picture of `size`."""
    if box.angle:
        masks = masks.each(lambda mask: mask.rotate(box.angle, Image.Resampling.BICUBIC, expand=True))
    width, height = masks.letters.size
    left, top = round(box.x * size[0] - width / 2), round(box.y * size[1] - height / 2)
    seen = masks.seen() or (0, 0, 1, 1)
    return Ink((left + seen[0], top + seen[1]), masks.cropped(seen), box.colour, box.outline)


def _rows(lines: Lines, words: str, box: Box, size: tuple[int, int], fine: int) -> tuple[Row, ...]:
    """The lines at their places in a box of `size` pixels."""
    edge = outline_width(lines.size) if box.outline else 0.0
    tall = lines.above + lines.below + 2 * edge + lines.pitch * (len(lines.lines) - 1)
    down = {Down.TOP: 0.0, Down.MIDDLE: 0.5, Down.BOTTOM: 1.0}[box.down]
    margin = _TURNED_MARGIN if box.angle else _MARGIN
    baseline = margin + (size[1] - 2 * margin - tall) * down + edge + lines.above
    han = script(words)
    return tuple(
        Row(
            _across(line, lines.size, box, size[0] - 2 * (margin + edge), han, fine, margin + edge),
            round(baseline + index * lines.pitch),
        )
        for index, line in enumerate(lines.lines)
    )


def _across(
    line: Line, letter_size: int, box: Box, width: float, han: str, fine: int, left: float
) -> tuple[tuple[Run, float], ...]:
    starts, pen = [], 0.0
    found = runs(line.text, box.face, rtl=line.rtl, han=han)
    for run in found:
        starts.append(pen)
        pen += advance(run, letter_size * fine) / fine
    share = {Across.LEFT: 0.0, Across.CENTRE: 0.5, Across.RIGHT: 1.0}[box.across]
    left += (width - pen) * share
    return tuple((run, left + start) for run, start in zip(found, starts, strict=True))


def _draw(masks: Masks, run: Run, at: tuple[float, int], size: int, edge: float) -> None:
    """A run at its pen's position on its baseline."""
    x, y = round(at[0]), at[1]
    if run.file is None:
        _draw_code(masks, run.text, (x, y), size, edge)
        return
    face = font(run.file, size)
    if run.file.in_colour:
        if masks.emoji is not None:
            pen = x - round((emoji_ink(run.text)[0] - EMOJI_GAP / 2) * size)
            ImageDraw.Draw(masks.emoji).text((pen, y), run.text, font=face, anchor="ls", embedded_color=True)
        return
    direction = "rtl" if run.rtl else "ltr"
    if masks.outline is not None:
        draw = ImageDraw.Draw(masks.outline)
        draw.text((x, y), run.text, 255, face, anchor="ls", direction=direction, stroke_width=edge)
    ImageDraw.Draw(masks.letters).text((x, y), run.text, 255, face, anchor="ls", direction=direction)


def _draw_code(masks: Masks, text: str, at: tuple[int, int], size: int, edge: float) -> None:
    """A frame with the character's code in it, for a character that no font has."""
    code = f"{ord(text[0]):04X}"
    half = (len(code) + 1) // 2
    left, bottom = at[0] + round(CODE_GAP * size), at[1]
    right, top = left + round(CODE_WIDTH * size), bottom - round(CODE_HEIGHT * size)
    line = max(1, round(0.05 * size))
    digits = font(MONO, max(3, round(CODE_HEIGHT * size * (0.42 if half == 2 else 0.3))))
    for mask, grown in ((masks.outline, math.floor(edge)), (masks.letters, 0)):
        if mask is None:
            continue
        pen = ImageDraw.Draw(mask)
        pen.rectangle((left - grown, top - grown, right + grown, bottom + grown), outline=255, width=line + 2 * grown)
        for index, part in enumerate((code[:half], code[half:])):
            middle = top + (bottom - top) * (0.3 + 0.4 * index)
            pen.text(((left + right) / 2, middle), part, 255, digits, anchor="mm", stroke_width=grown / 3)
