"""Texts in the form that Telegram takes: whole Unicode, counted in UTF-16 units, in messages of limited length."""

from bot.domain.place import utf16_length

MAX_MESSAGE = 4096  # UTF-16 units; Bot API, sendMessage
MAX_CAPTION = 1024  # UTF-16 units; Bot API, sendPhoto
MAX_CALLBACK_ANSWER = 200  # characters; Bot API, answerCallbackQuery


def clean(text: str) -> str:
    """`text` without what UTF-8 or Telegram can't hold: NUL goes, a lone surrogate becomes U+FFFD."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\x00", "")


def split_text(text: str, limit: int = MAX_MESSAGE) -> list[str]:
    """Messages of at most `limit` UTF-16 units that hold all of `text` but the white space at the cuts.

    Cuts at the last line break of the latter half of what fits, else at its last space, else between two characters.
    Empty if `text` has nothing but white space.
    """
    messages = []
    rest = text.strip()
    while rest:
        end = _fitting(rest, limit)
        if end < len(rest):
            end = _cut(rest, end)
        messages.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return messages


def shorten(text: str, limit: int) -> str:
    """`text`, or its beginning and an ellipsis, in at most `limit` UTF-16 units."""
    if utf16_length(text) <= limit:
        return text
    return text[: _fitting(text, limit - 1)].rstrip() + "…"


def _fitting(text: str, limit: int) -> int:
    """How many characters of `text` fit into `limit` UTF-16 units."""
    if len(text) * 2 <= limit:
        return len(text)
    units = 0
    for position, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > limit:
            return position
    return len(text)


def _cut(text: str, end: int) -> int:
    for boundary in ("\n", " "):
        # One further on: a boundary right behind what fits is the best of all.
        position = text.rfind(boundary, end // 2, end + 1)
        if position > 0:
            return position
    return end
