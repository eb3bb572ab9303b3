"""Who calls: a program with a key, or a stranger at an address."""

import hashlib
import ipaddress
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request

PREFIX = "wf_"
_KEY_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_SCHEME = "bearer "
# What a key of ours is long, and a little more: nobody hashes megabytes for a stranger.
_MOST_CHARS = 100

FindKey = Callable[[str], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class Caller:
    """`name` is what limits are counted by; `has_key` whether it is a program that was given a key."""

    name: str
    has_key: bool


class WrongKey(Exception):  # noqa: N818 - an answer, not a fault
    """A key came along, and it is none that is in force."""


def is_key_name(name: str) -> bool:
    """Whether a key may be called so: 1 to 40 of A–Z, a–z, 0–9, full stop, _ and -, the first no sign."""
    return _KEY_NAME.fullmatch(name) is not None


def new_key() -> str:
    """A key that nobody can guess: 32 random bytes."""
    return PREFIX + secrets.token_urlsafe(32)


def hashed(key: str) -> str:
    """What is stored of a key. It is long and random, so that a plain hash can't be searched for it."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


async def caller_of(request: Request, find_key: FindKey) -> Caller:
    """Who made a request. `find_key` takes a hash and gives the key's name. Raises WrongKey."""
    told = request.headers.get("authorization")
    if told is None:
        return Caller(network_of(request), has_key=False)
    if not told.lower().startswith(_SCHEME) or len(told) > _MOST_CHARS:
        raise WrongKey
    name = await find_key(hashed(told[len(_SCHEME) :].strip()))
    if name is None:
        raise WrongKey
    return Caller(f"key:{name}", has_key=True)


def network_of(request: Request) -> str:
    """The address that a request came from; of IPv6 the half that a provider gives to one customer."""
    host = "" if request.client is None else request.client.host
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "unknown"
    if address.version == 6 and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
