"""What the console's pages can reach. Whoever adds a page that needs more adds a field: a small port, no settings."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.chat.answer import Answer, Reach
from bot.storage.logins import Logins
from bot.storage.sessions import Sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One community's bot as the console sees it.

    `carry_out` redraws cards, settles notices and tells people, as the desk does with an answer; it does not wait for
    slow platforms. `url` is where the world reaches the console, without a slash at its end; "" if nobody said.
    `telegram_token` is what Telegram signs logins with, "" without Telegram; `telegram_login` the bot's username, if
    its login button is to be shown. `framed_by` is an origin that may show the console in a frame, or "".
    """

    reach: Reach
    carry_out: Callable[[Answer], Awaitable[None]]
    sessions: Sessions
    logins: Logins
    url: str = ""
    telegram_token: str = ""
    telegram_login: str = ""
    framed_by: str = ""
