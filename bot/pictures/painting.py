"""Words as ink: the masks that are laid on a picture, in a box of it, at any angle.

Knows boxes and pixels; no template and no file.
"""

import math
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw

from bot.domain.template import Across, Box, Down
from bot.pictures.faces import EMOJI, MONO, FontFile, font
from bot.pictures.fitting import Lines, Room, fit, outline_width
from bot.pictures.lettering import Run, clean, is_blank, runs, script
from bot.pictures.measuring import CODE_GAP, CODE_HEIGHT, CODE_WIDTH, EMOJI_GAP, advance, emoji_ink
from bot.pictures.reading_order import is_rtl

# Below this share of the picture's shorter side nobody reads on a phone: what does not fit then is cut.
SMALLEST = 0.018
# Pixels between ink and the sides of its box: a straight edge is smoothed over one, a turned one over two.
_MARGIN, _TURNED_MARGIN = 1, 2


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it is drawn: runs with the pixel where each begins, and the baseline; in pixels of its box."""

    runs: tuple[tuple[Run, int], ...]
    baseline: int


@dataclass(frozen=True, slots=True)
class Ink:
    """A box's words ready to be laid on a picture: masks of the outline and the letters, emoji, and where they go."""

    at: tuple[int, int]
    colour: str
    letters: Image.Image
    outline_colour: str | None
    outline: Image.Image | None
    emoji: Image.Image | None

    def lay_on(self, picture: Image.Image) -> None:
        """Draw the words on `picture`, RGB or RGBA, of the size that they were made for."""
        if self.outline is not None and self.outline_colour is not None:
            picture.paste(self.outline_colour, self.at, self.outline)
        picture.paste(self.colour, self.at, self.letters)
        if self.emoji is not None:
            picture.paste(self.emoji, self.at, self.emoji)


@dataclass(frozen=True, slots=True)
class Block:
    """Words laid out in a box of `width` × `height` pixels, not yet turned."""

    width: int
    height: int
    size: int
    rows: tuple[Row, ...]
    is_cut: bool


def ink(text: str, box: Box, size: tuple[int, int]) -> Ink | None:
    """`text` in `box` of a picture of `size`; None where there is nothing to see."""
    block = lay_out(text, box, size)
    return None if block is None else draw(block, box, size)


def lay_out(text: str, box: Box, size: tuple[int, int]) -> Block | None:
    """The words' lines in their box, at the largest size at which no ink leaves it."""
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
        rows = _rows(lines, words, box, width, height, margin)
        block = Block(width, height, lines.size, rows, lines.is_cut)
        # Letters of a size are hinted a little wider than ten times as large ones measured: then one size less.
        if lines.size <= smallest or _is_inside(block, box, margin):
            return block
        room = replace(room, largest=lines.size - 1)


def draw(block: Block, box: Box, size: tuple[int, int]) -> Ink:
    """The block's ink, turned and at its place in a picture of `size`."""
    letters, outline, emoji = _masks(block.rows, block.size, (block.width, block.height), outlined=bool(box.outline))
    if box.angle:
        letters = _turned(letters, box.angle)
        outline = None if outline is None else _turned(outline, box.angle)
        emoji = None if emoji is None else _turned(emoji, box.angle)
    at = (round(box.x * size[0] - letters.width / 2), round(box.y * size[1] - letters.height / 2))
    return Ink(at, box.colour, letters, box.outline, outline, emoji)


def _turned(mask: Image.Image, angle: float) -> Image.Image:
    return mask.rotate(angle, Image.Resampling.BICUBIC, expand=True)


def _rows(lines: Lines, words: str, box: Box, width: int, height: int, margin: int) -> tuple[Row, ...]:
    edge = outline_width(lines.size) if box.outline else 0.0
    tall = lines.above + lines.below + 2 * edge + lines.pitch * (len(lines.lines) - 1)
    free = height - 2 * margin - tall
    down = {Down.TOP: 0.0, Down.MIDDLE: free / 2, Down.BOTTOM: free}[box.down]
    baseline = margin + down + edge + lines.above
    han = script(words)
    rows = []
    for index, line in enumerate(lines.lines):
        row = runs(line, box.face, rtl=is_rtl(line), han=han)
        starts, pen = [], 0.0
        for run in row:
            starts.append(pen)
            pen += advance(run, lines.size)
        spare = width - 2 * margin - 2 * edge - pen
        left = margin + edge + {Across.LEFT: 0.0, Across.CENTRE: spare / 2, Across.RIGHT: spare}[box.across]
        placed = tuple((run, round(left + start)) for run, start in zip(row, starts, strict=True))
        rows.append(Row(placed, round(baseline + index * lines.pitch)))
    return tuple(rows)


def _is_inside(block: Block, box: Box, margin: int) -> bool:
    """Whether all ink keeps the margin. Drawn on a sheet with room around, so that what leaves the box is seen."""
    around = block.size
    moved = tuple(Row(tuple((run, x + around) for run, x in row.runs), row.baseline + around) for row in block.rows)
    sheet = (block.width + 2 * around, block.height + 2 * around)
    letters, outline, emoji = _masks(moved, block.size, sheet, outlined=bool(box.outline))
    for mask in (outline or letters, emoji):
        seen = mask.getbbox() if mask is not None else None
        if seen is not None and not (
            seen[0] >= around + margin - 1
            and seen[1] >= around + margin - 1
            and seen[2] <= around + block.width - margin + 1
            and seen[3] <= around + block.height - margin + 1
        ):
            return False
    return True


def _masks(
    rows: tuple[Row, ...], size: int, sheet: tuple[int, int], *, outlined: bool
) -> tuple[Image.Image, Image.Image | None, Image.Image | None]:
    letters = Image.new("L", sheet)
    outline = Image.new("L", sheet) if outlined else None
    has_emoji = any(run.file is EMOJI for row in rows for run, _x in row.runs)
    emoji = Image.new("RGBA", sheet) if has_emoji else None
    for row in rows:
        for run, x in row.runs:
            if run.file is None:
                _draw_code(letters, outline, run.text, (x, row.baseline), size)
            elif run.file.in_colour and emoji is not None:
                pen = x - (emoji_ink(run.text)[0] - EMOJI_GAP / 2) * size
                ImageDraw.Draw(emoji).text(
                    (pen, row.baseline), run.text, font=font(run.file, size), anchor="ls", embedded_color=True
                )
            else:
                _draw_run(letters, outline, run, run.file, (x, row.baseline), size)
    return letters, outline, emoji


def _draw_run(
    letters: Image.Image, outline: Image.Image | None, run: Run, file: FontFile, at: tuple[int, int], size: int
) -> None:
    face = font(file, size)
    direction = "rtl" if run.rtl else "ltr"
    if outline is not None:
        ImageDraw.Draw(outline).text(
            at, run.text, 255, face, anchor="ls", direction=direction, stroke_width=outline_width(size)
        )
    ImageDraw.Draw(letters).text(at, run.text, 255, face, anchor="ls", direction=direction)


def _draw_code(letters: Image.Image, outline: Image.Image | None, text: str, at: tuple[int, int], size: int) -> None:
    """A frame with the character's code in it, for a character that no font has."""
    code = f"{ord(text[0]):04X}"
    half = (len(code) + 1) // 2
    left, bottom = at[0] + round(CODE_GAP * size), at[1]
    right, top = left + round(CODE_WIDTH * size), bottom - round(CODE_HEIGHT * size)
    line = max(1, round(0.05 * size))
    digits = font(MONO, max(3, round(CODE_HEIGHT * size * (0.42 if half == 2 else 0.3))))
    for mask, edge in ((outline, outline_width(size)), (letters, 0.0)):
        if mask is None:
            continue
        pen = ImageDraw.Draw(mask)
        grown = math.floor(edge)
        pen.rectangle((left - grown, top - grown, right + grown, bottom + grown), outline=255, width=line + 2 * grown)
        for index, part in enumerate((code[:half], code[half:])):
            middle = top + (bottom - top) * (0.3 + 0.4 * index)
            pen.text(((left + right) / 2, middle), part, 255, digits, anchor="mm", stroke_width=edge / 3)
