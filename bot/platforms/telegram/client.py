"""Makes the aiogram bot that the rest of this package calls Telegram with."""

from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.utils.token import TokenValidationError

from bot.errors import Misconfigured
from bot.platforms.telegram.counting import CountedCalls
from bot.platforms.telegram.rate_limits import Limits, RateLimits
from bot.platforms.telegram.session import TelegramSession
from bot.ports import Meter

# A send takes well under a second; beyond this its answer counts as lost.
ANSWER_TIMEOUT_S = 30.0


def make_bot(
    token: str,
    api_url: str,
    *,
    timeout_s: float = ANSWER_TIMEOUT_S,
    limits: Limits | None = None,
    meter: Meter | None = None,
) -> Bot:
    """A bot that speaks to the Bot API at `api_url` (`https://api.telegram.org`) and keeps its rate limits.

    Nothing is sent yet. Close it with `await bot.session.close()`. Raises Misconfigured for a token or an address of
    the wrong form; the message never holds the token.
    """
    _check_url(api_url)
    session = TelegramSession(api=TelegramAPIServer.from_base(api_url), timeout=timeout_s)
    session.middleware(RateLimits(limits or Limits()))
    if meter is not None:
        session.middleware(CountedCalls(meter))
    try:
        return Bot(token, session=session)
    except TokenValidationError:
        raise Misconfigured(
            "the Telegram token has not the form NUMBER:LETTERS that @BotFather gives: copy it whole, without spaces"
        ) from None


def _check_url(api_url: str) -> None:
    try:
        parts = urlsplit(api_url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    # aiogram fills the token into the address by str.format.
    if not usable or {"{", "}"} & set(api_url) or parts.query or parts.fragment:
        raise Misconfigured(f"{api_url!r} is no address of a Bot API: write for example https://api.telegram.org")
