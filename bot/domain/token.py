"""Tokens: what lets somebody in who can show it. Nobody can guess one, and only its hash is ever stored."""

import hashlib
import secrets

# What a token of ours is long, and a little more: nobody hashes megabytes for a stranger.
MOST_CHARS = 100


def new_token() -> str:
    """32 random bytes, as 43 characters that an address can hold."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is stored of a token. It is long and random, so that a plain hash can't be searched for it."""
    return hashlib.sha256(token[:MOST_CHARS].encode("utf-8", "replace")).hexdigest()
