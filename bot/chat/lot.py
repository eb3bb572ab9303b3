"""Chance that is the same for the same update: after a crash it is not drawn again."""

import hashlib

from bot.chat.answer import Request

_DRAWS = 2**64


def draw(request: Request, what: str = "") -> float:
    """From 0 to 1, evenly. Of one update every `what` has a draw of its own."""
    drawn = f"{request.chat} {request.key} {what}".rstrip()
    digest = hashlib.blake2b(drawn.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") / _DRAWS
