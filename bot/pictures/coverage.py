"""Which characters a font file has: its `cmap` table, read without loading a glyph.

Knows formats 4 and 12 of the OpenType specification, which all fonts have that faces are made of.
"""

import struct
from bisect import bisect_right
from functools import cache
from pathlib import Path


class Coverage:
    """The characters of one font file, as sorted ranges."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self._starts = [start for start, _end in ranges]
        self._ends = [end for _start, end in ranges]

    def __contains__(self, character: str) -> bool:
        at = bisect_right(self._starts, ord(character)) - 1
        return at >= 0 and ord(character) <= self._ends[at]


@cache
def coverage(path: Path) -> Coverage:
    """What the font at `path` has. The file comes from a package of fonts: it is trusted."""
    with path.open("rb") as font:
        (tables,) = struct.unpack(">4xH6x", font.read(12))
        directory = font.read(16 * tables)
        offset, length = next(
            struct.unpack_from(">II", directory, at + 8)
            for at in range(0, len(directory), 16)
            if directory[at : at + 4] == b"cmap"
        )
        font.seek(offset)
        table = font.read(length)
    return Coverage(_joined(_ranges(table)))


def _ranges(table: bytes) -> list[tuple[int, int]]:
    """The ranges of the subtable that reaches furthest."""
    (count,) = struct.unpack_from(">2xH", table)
    by_format: dict[int, int] = {}
    for at in range(4, 4 + 8 * count, 8):
        (offset,) = struct.unpack_from(">I", table, at + 4)
        (kind,) = struct.unpack_from(">H", table, offset)
        by_format.setdefault(kind, offset)
    if 12 in by_format:
        return _segmented(table, by_format[12])
    return _delta_mapped(table, by_format[4])


def _segmented(table: bytes, at: int) -> list[tuple[int, int]]:
    """Format 12: groups of characters that have consecutive glyphs."""
    (groups,) = struct.unpack_from(">12xI", table, at)
    return [(start, end) for start, end, _glyph in struct.iter_unpack(">III", table[at + 16 : at + 16 + 12 * groups])]


def _delta_mapped(table: bytes, at: int) -> list[tuple[int, int]]:
    """Format 4: segments, of which some look their glyphs up one by one; glyph 0 is none."""
    length, double = struct.unpack_from(">2xH2xH", table, at)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", table, at + 14)
    starts = struct.unpack_from(f">{count}H", table, at + 16 + double)
    offsets = struct.unpack_from(f">{count}H", table, at + 16 + double * 3)
    first_offset = at + 16 + double * 3
    ranges: list[tuple[int, int]] = []
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start == 0xFFFF:
            continue
        if not offsets[index]:
            ranges.append((start, end))
            continue
        for code in range(start, end + 1):
            where = first_offset + 2 * index + offsets[index] + 2 * (code - start)
            if where + 2 <= at + length and struct.unpack_from(">H", table, where)[0]:
                ranges.append((code, code))
    return ranges


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
