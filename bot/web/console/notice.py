"""What an action came to, told on the next page: carried there by a cookie that only the console can write.

The cookie is signed with the session's CSRF token: nobody who can plant cookies can put words into the console's mouth.
"""

import base64
import binascii
import hashlib
import hmac

from starlette.requests import Request
from starlette.responses import Response

_COOKIE = "wallflower_notice"
_PATH = "/console"
_LASTS_S = 60
# Cookies end at 4,096 bytes; a character takes at most four bytes, and base64 a third more.
_MOST_CHARS = 600


def leave(response: Response, text: str, key: str, *, is_secure: bool) -> None:
    """Have `text` shown on the next page."""
    told = text if len(text) <= _MOST_CHARS else f"{text[: _MOST_CHARS - 1]}…"
    carried = base64.urlsafe_b64encode(told.encode("utf-8", "replace")).decode()
    response.set_cookie(
        _COOKIE,
        f"{_signature(carried, key)}.{carried}",
        max_age=_LASTS_S,
        path=_PATH,
        httponly=True,
        samesite="lax",
        secure=is_secure,
    )


def read(request: Request, key: str) -> str:
    """What is to be told, or nothing."""
    signature, _, carried = request.cookies.get(_COOKIE, "").partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(carried, key).encode()):
        return ""
    try:
        return base64.urlsafe_b64decode(carried).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def forget(response: Response, *, is_secure: bool) -> None:
    """It was told."""
    response.delete_cookie(_COOKIE, path=_PATH, httponly=True, samesite="lax", secure=is_secure)


def _signature(carried: str, key: str) -> str:
    return hmac.new(key.encode(), carried.encode(), hashlib.sha256).hexdigest()
