"""What Telegram's login widget hands over, checked by its hash (core.telegram.org/widgets/login).

The hash is the HMAC-SHA-256 of all other fields, sorted, a line each, under the SHA-256 of the bot's token: whoever
knows the token can make one, and nobody else.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.member import Address, Platform

# Every other field that comes along is signed.
_NOT_SIGNED = {"hash", "language"}

# How long a person takes from Telegram's confirmation to our button.
FRESH = timedelta(minutes=5)
# Telegram's clock and ours may differ.
_AHEAD = timedelta(minutes=1)
_MOST_CHARS = 2_000
# Numbers of 15 digits are beyond every person's and still fit.
_MOST_DIGITS = 15
# The year 4147: later ones are beyond what can be told.
_LATEST = 2**36


@dataclass(frozen=True, slots=True)
class Proof:
    """Who somebody is, as Telegram says; `hash` names this one confirmation, good until `until`."""

    person: Address
    name: str
    hash: str
    until: datetime


def read_proof(given: Mapping[str, str], token: str) -> Proof | None:
    """The proof that query fields hold; None for what Telegram did not sign. It may be stale: see `until`."""
    fields = {name: value for name, value in given.items() if name not in _NOT_SIGNED}
    told = given.get("hash", "")
    if not token or not {"id", "auth_date"} <= fields.keys() or sum(map(len, fields.values())) > _MOST_CHARS:
        return None
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hashlib.sha256(token.encode()).digest()
    signed = hmac.new(key, lines.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(signed.encode(), told.encode("utf-8", "surrogatepass")):
        return None
    number, at = _number(fields["id"]), _number(fields["auth_date"])
    if not number or not at:
        return None
    name = " ".join(filter(None, (fields.get("first_name"), fields.get("last_name"))))
    until = datetime.fromtimestamp(min(at, _LATEST), UTC) + FRESH
    return Proof(Address(Platform.TELEGRAM, number), name or fields.get("username", "") or str(number), signed, until)


def is_fresh(proof: Proof, now: datetime) -> bool:
    """Whether Telegram confirmed it lately, and not in the future."""
    return now < proof.until and proof.until - FRESH <= now + _AHEAD


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
