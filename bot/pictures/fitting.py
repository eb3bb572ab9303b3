"""Words into a box: the largest letters with which all of them fit, in lines of about the same length.

Works in the box's pixels, unturned; draws nothing.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.template import Face
from bot.pictures.lettering import clusters, script
from bot.pictures.measuring import CAPITAL_HEIGHT, extent
from bot.pictures.reading_order import is_rtl
from bot.pictures.wrapping import Piece, Splitting, pieces, split

# In ems: from the ink of a line to the ink of the next, their outlines aside; and how wide an outline is.
LINE_GAP = 0.17
OUTLINE = 0.06
# In pixels, so that small letters keep an edge and their lines apart.
_MIN_OUTLINE, _MIN_GAP = 1.0, 3
# A word is taken apart only where its letters gain so much by it.
_GAINS = {Splitting.NEVER: 1.0, Splitting.BY_SYLLABLES: 1.5, Splitting.ANYWHERE: 2.0}
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Room:
    """What words have to fit: pixels across and down, and letter sizes, in pixels."""

    width: float
    height: float
    smallest: float
    largest: float
    outlined: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `rtl`: its paragraph runs from right to left."""

    text: str
    rtl: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """How words fit: their lines, the letter size and from baseline to baseline, in pixels.

    `above` and `below` are how far the lines' ink reaches from their baselines at most, without outline. `is_cut`: not
    all words fit, and an ellipsis ends what did.
    """

    lines: tuple[Line, ...]
    size: int
    pitch: int
    above: float
    below: float
    is_cut: bool = False


def outline_width(size: int) -> float:
    """How wide the outline of letters of that size is, in pixels."""
    return max(_MIN_OUTLINE, OUTLINE * size)


def fit(text: str, face: Face, room: Room) -> Lines:
    """Lay `text`, clean and not blank, into the room. Its line feeds end lines."""
    fitted = _Text(text, face).fitted(room)
    if fitted is not None:
        return fitted
    letters = clusters(text)
    low, high = 0, len(letters) - 1
    best: Lines | None = None
    while low <= high:
        middle = (low + high) // 2
        found = _Text("".join(letters[:middle]).rstrip(" \n,;:-–—") + ELLIPSIS, face).fitted(room, only_smallest=True)
        if found is None:
            high = middle - 1
        else:
            best, low = found, middle + 1
    if best is None:
        return Lines((), int(room.smallest), 0, 0, 0, is_cut=True)
    return Lines(best.lines, best.size, best.pitch, best.above, best.below, is_cut=True)


class _Text:
    """A text in pieces, measured."""

    def __init__(self, text: str, face: Face) -> None:
        self._face = face
        self._han = script(text)
        self._paragraphs = [pieces(line, self._width) for line in text.split("\n")]
        self._rtl = [is_rtl(line) for line in text.split("\n")]
        self._space = self._width("x x") - self._width("xx")
        self._hyphen = self._width("-")
        extents = [extent(piece.text, face, self._han) for piece in self._pieces()]
        self._above = max(CAPITAL_HEIGHT, *(found.above for found in extents)) if extents else CAPITAL_HEIGHT
        self._below = max((found.below for found in extents), default=0.0)

    def fitted(self, room: Room, *, only_smallest: bool = False) -> Lines | None:
        """The text at the largest size that fits, or None if none does."""
        best: tuple[float, int, Splitting] | None = None
        widest = max((piece.width for piece in self._pieces()), default=0.0)
        for splitting, gain in _GAINS.items():
            if best is not None and widest * best[0] * gain <= room.width:
                break
            most = room.smallest if only_smallest else room.largest
            size = self._largest(room, int(room.smallest), max(int(most), int(room.smallest)), splitting)
            if size and (best is None or size > best[1] * gain):
                best = (size, size, splitting)
        if best is None:
            return None
        return self._lines(room, best[1], best[2])

    def _largest(self, room: Room, low: int, high: int, splitting: Splitting) -> int:
        """The largest size that fits, or 0."""
        found = 0
        while low <= high:
            middle = (low + high + 1) // 2
            if self._fits(room, middle, splitting):
                found, low = middle, middle + 1
            else:
                high = middle - 1
        return found

    def _fits(self, room: Room, size: int, splitting: Splitting) -> bool:
        limit, most = self._limits(room, size)
        used = 0
        for paragraph in self._paragraphs:
            lines = self._filled(self._split(paragraph, limit, splitting), limit)
            if lines is None:
                return False
            used += lines
            if used > most:
                return False
        return True

    def _lines(self, room: Room, size: int, splitting: Splitting) -> Lines:
        limit, _most = self._limits(room, size)
        lines: list[Line] = []
        for paragraph, rtl in zip(self._paragraphs, self._rtl, strict=True):
            parts = self._split(paragraph, limit, splitting)
            count = self._filled(parts, limit) or 0
            lines += [Line(line, rtl) for line in self._balanced(parts, limit, count)]
        pitch, _gap = self._pitch(room, size)
        return Lines(tuple(lines), size, pitch, self._above * size, self._below * size)

    def _limits(self, room: Room, size: int) -> tuple[float, int]:
        """How wide a line may be, in ems, and how many there may be."""
        outline = outline_width(size) if room.outlined else 0.0
        pitch, gap = self._pitch(room, size)
        return (room.width - 2 * outline) / size, int((room.height + gap) / pitch)

    def _pitch(self, room: Room, size: int) -> tuple[int, int]:
        """From baseline to baseline, and the empty rows of that, in pixels."""
        outline = outline_width(size) if room.outlined else 0.0
        gap = max(_MIN_GAP, round(LINE_GAP * size))
        return math.ceil((self._above + self._below) * size + 2 * outline) + gap, gap

    def _split(self, paragraph: list[Piece], limit: float, splitting: Splitting) -> list[Piece]:
        if splitting is Splitting.NEVER:
            return paragraph
        return [part for piece in paragraph for part in split(piece, limit, splitting, self._width)]

    def _filled(self, parts: list[Piece], limit: float) -> int | None:
        """How many lines the parts take when each is filled; None if one part is wider than a line."""
        lines, used = 1, 0.0
        for part in parts:
            if part.width + (self._hyphen if part.hyphen else 0.0) > limit:
                return None
            gap = self._space if part.space and used else 0.0
            if used and used + gap + part.width + (self._hyphen if part.hyphen else 0) > limit:
                lines, used = lines + 1, part.width
            else:
                used += gap + part.width
        return lines

    def _balanced(self, parts: list[Piece], limit: float, count: int) -> list[str]:
        """`count` lines of widths as alike as can be: the sum of the squares of what is left free is the least."""
        if count <= 1:
            return [_joined(parts)]
        # cheapest[n][i]: the cost of parts[i:] in n lines, and where the first of them ends.
        total = len(parts)
        costs: list[list[tuple[float, int]]] = [
            [(0.0, total) if i == total else (float("inf"), total) for i in range(total + 1)]
        ]
        for lines in range(1, count + 1):
            row: list[tuple[float, int]] = [(float("inf"), total)] * (total + 1)
            for start in range(total):
                used = 0.0
                best = (float("inf"), total)
                for end in range(start + 1, total + 1):
                    part = parts[end - 1]
                    used += part.width + (self._space if part.space and end - 1 > start else 0.0)
                    if used > limit:
                        break
                    width = used + (self._hyphen if part.hyphen and end < total else 0.0)
                    rest = costs[lines - 1][end][0]
                    if width > limit or rest == float("inf"):
                        continue
                    cost = rest + (limit - width) ** 2 + _blemish(parts, start, end)
                    if cost < best[0]:
                        best = (cost, end)
                row[start] = best
            costs.append(row)
        found: list[str] = []
        start = 0
        for lines in range(count, 0, -1):
            end = costs[lines][start][1]
            found.append(_joined(parts[start:end], ends_paragraph=end == total))
            start = end
        return found

    def _pieces(self) -> Iterable[Piece]:
        return (piece for paragraph in self._paragraphs for piece in paragraph)

    def _width(self, text: str) -> float:
        return extent(text, self._face, self._han).width


def _blemish(parts: list[Piece], start: int, end: int) -> float:
    """What is ugly in a line, in squared ems: a short word alone, a hyphen, one that leaves its preposition behind."""
    cost = 0.0
    last = parts[end - 1]
    if end < len(parts):
        if last.hyphen:
            cost += 4.0
        elif len(last.text) <= 2 and last.text.isalpha():
            cost += 6.0
    if end - start == 1 and len(parts[start].text) <= 4 and len(parts) > 2:
        cost += 3.0
    return cost


def _joined(parts: list[Piece], *, ends_paragraph: bool = True) -> str:
    text = "".join((" " if part.space and index else "") + part.text for index, part in enumerate(parts))
    return text + ("-" if parts and parts[-1].hyphen and not ends_paragraph else "")
