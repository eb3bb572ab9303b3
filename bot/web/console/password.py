"""The owner's password: its scrypt hash, made and checked. Knows no page and no database."""

import base64
import binascii
import hashlib
import hmac
import secrets

# OWASP's Password Storage Cheat Sheet names these as equal to 128 MiB with p=1; 16 MiB fit beside the bot.
_N, _R, _P = 2**14, 8, 5
_SALT_BYTES = 16
_HASH_BYTES = 32
# A process has a thread or two for this at a time; more is room to spare.
_MOST_MEMORY = 64 * 1024 * 1024

LEAST_CHARS = 10
MOST_CHARS = 200


def hash_password(password: str) -> str:
    """What is stored of a password: `scrypt$N$r$p$SALT$HASH`. Takes a tenth of a second and 16 MiB."""
    salt = secrets.token_bytes(_SALT_BYTES)
    made = _scrypt(password, salt, _N, _R, _P)
    return "$".join(("scrypt", str(_N), str(_R), str(_P), _text(salt), _text(made)))


def is_password(password: str, stored: str) -> bool:
    """Whether this is the password; False for what is stored in a way that is not known."""
    try:
        kind, n, r, p, salt, made = stored.split("$")
        if kind != "scrypt":
            return False
        found = _scrypt(password, base64.b64decode(salt), int(n), int(r), int(p))
        return hmac.compare_digest(found, base64.b64decode(made))
    except (ValueError, binascii.Error):
        return False


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    told = password[:MOST_CHARS].encode("utf-8", "replace")
    return hashlib.scrypt(told, salt=salt, n=n, r=r, p=p, maxmem=_MOST_MEMORY, dklen=_HASH_BYTES)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
