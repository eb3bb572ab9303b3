"""What the console's pages can reach. Whoever adds a page that needs more adds a field: a small port, no settings."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.chat.answer import Answer, Reach
from bot.flow.cleaning_report import CleaningReport
from bot.ports import Examiner, Laboratory
from bot.storage.api_keys import ApiKeys
from bot.storage.logins import Logins
from bot.storage.sessions import Sessions
from bot.storage.shelves import Shelves
from bot.storage.statistics import Statistics
from bot.storage.stored_posts import StoredPosts
from bot.web.console.lookout import Lookout
from bot.web.vitals import Vitals


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One community's bot as the console sees it.

    `carry_out` redraws cards, settles notices and tells people, as the desk does with an answer; it does not wait for
    slow platforms. `url` is where the world reaches the console, without a slash at its end; "" if nobody said.
    `telegram_token` is what Telegram signs logins with, "" without Telegram; `telegram_login` the bot's username, if
    its login button is to be shown. `framed_by` is an origin that may show the console in a frame, or "". `cleaning`
    reads what the last cleaning did.
    """

    reach: Reach
    carry_out: Callable[[Answer], Awaitable[None]]
    sessions: Sessions
    logins: Logins
    shelves: Shelves
    lookout: Lookout
    posts: StoredPosts
    api_keys: ApiKeys
    cleaning: Callable[[], CleaningReport | None]
    statistics: Statistics
    laboratory: Laboratory
    examiner: Examiner
    vitals: Vitals
    url: str = ""
    telegram_token: str = ""
    telegram_login: str = ""
    framed_by: str = ""
