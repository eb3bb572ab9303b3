"""Cuts what is too long for one message into pages."""

from collections.abc import Iterable

from bot.domain.place import utf16_length

# Both platforms take 4,096; some are left for what stands around a page.
PAGE_CHARACTERS = 3_500


def pages(blocks: Iterable[str], most: int = PAGE_CHARACTERS) -> list[str]:
    """The blocks, with an empty line between them, on as few pages as they fit on in order; at least one page.

    A block that is longer than a page goes on on the next one, cut between lines, or within a line that is too long.
    """
    found: list[str] = []
    for block in blocks:
        if found and utf16_length(f"{found[-1]}\n\n{block}") <= most:
            found[-1] += f"\n\n{block}"
        else:
            found += _pieces(block, most)
    return found or [""]


def _pieces(block: str, most: int) -> list[str]:
    pieces = [""]
    for line in block.split("\n"):
        # A character has at most two UTF-16 units.
        for part in [line] if utf16_length(line) <= most else _cut(line, most // 2):
            joined = f"{pieces[-1]}\n{part}" if pieces[-1] else part
            if utf16_length(joined) <= most:
                pieces[-1] = joined
            else:
                pieces.append(part)
    return pieces


def _cut(line: str, length: int) -> list[str]:
    return [line[start : start + length] for start in range(0, len(line), length)]
