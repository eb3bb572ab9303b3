"""Cuts a long text into messages that VK takes."""

from bot.domain.place import utf16_length

# The API's documentation says 9,000, the server has been seen to refuse more than 4,096. Counted in UTF-16 units, which
# is never less than the number of characters, as nobody says which VK counts.
MAX_MESSAGE = 4096


def split_message(text: str, limit: int = MAX_MESSAGE) -> list[str]:
    """Pieces of at most `limit` UTF-16 units, cut at line ends where there are any, else at spaces, else anywhere.

    The white space at a cut is dropped, and so are pieces of nothing else. A text that fits is left as it is.
    """
    if utf16_length(text) <= limit:
        return [text]
    pieces = []
    rest = text.strip()
    while utf16_length(rest) > limit:
        cut = _longest_start(rest, limit)
        for mark in ("\n", " "):
            at = rest.rfind(mark, 0, cut + 1)
            if at > 0:
                cut = at
                break
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [piece for piece in (*pieces, rest) if piece]


def _longest_start(text: str, limit: int) -> int:
    """How many characters of `text` have at most `limit` UTF-16 units together; at least one."""
    units = 0
    for index, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > limit:
            return max(1, index)
    return len(text)
