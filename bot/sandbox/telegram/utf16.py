"""Lengths and places in UTF-16 code units, in which the Bot API counts."""

from __future__ import annotations

from itertools import accumulate


def utf16_length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def utf16_index(text: str) -> list[int]:
    """For every place 0 … len(text) of a character its place in UTF-16 units."""
    return list(accumulate((2 if character > "\uffff" else 1 for character in text), initial=0))


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of `text` that an entity covers."""
    units = text.encode("utf-16-le")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", errors="replace")
