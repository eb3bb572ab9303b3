"""The whole console served for real, over a real SQLite database and the chat tests' stand-ins for the platforms."""

import asyncio
import contextlib
import re
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict
from yarl import URL

from bot.chat.carrying_out import CarryingOut
from bot.doctor.rounds import Rounds
from bot.domain.member import Address, Role
from bot.domain.session import LoginWay
from bot.flow.watched_writer import WatchedWriter
from bot.laboratory import HomeLaboratory
from bot.retraining import Retraining
from bot.settings import Home, Settings
from bot.storage.api_keys import ApiKeys
from bot.storage.census import Census
from bot.storage.chores import Chores
from bot.storage.database import Database
from bot.storage.opt_outs import OptOuts
from bot.storage.retrains import Retrains
from bot.storage.sessions import Sessions
from bot.storage.shelves import Shelves
from bot.storage.statistics import Statistics
from bot.storage.stored_posts import StoredPosts
from bot.web.console.console import UPLOADS, console
from bot.web.console.cookie import csrf_of
from bot.web.console.house import House
from bot.web.console.lookout import Lookout
from bot.web.readiness import Readiness
from bot.web.serving import serve
from bot.web.vitals import Vitals
from tests.chat.fakes import PEOPLE
from tests.chat.fakes import House as Chats

TELEGRAM_TOKEN = "123456:a-token-of-the-tests"
SLOW = (sys.executable, "-c", "import time; time.sleep(600)")
NOTHING_WRONG = (sys.executable, "-c", """print('{"findings": []}')""")


@dataclass(frozen=True)
class Shown:
    """What a browser got."""

    status: int
    text: str
    headers: dict[str, str]

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.headers.get("Location", "")


@dataclass
class Browser:
    """A browser with cookies of its own; it sends what browsers send with a form, and follows no redirect."""

    session: aiohttp.ClientSession
    url: str
    token: str = ""
    headers: dict[str, str] = field(default_factory=lambda: {"Sec-Fetch-Site": "same-origin"})

    @property
    def csrf(self) -> str:
        """What the forms of this browser's session carry."""
        return csrf_of(self.token)

    async def get(self, path: str, **headers: str) -> Shown:
        """Open an address."""
        async with self.session.get(path, allow_redirects=False, headers=headers) as answer:
            return Shown(answer.status, await answer.text(), dict(answer.headers))

    async def post(self, path: str, headers: dict[str, str] | None = None, /, **fields: str) -> Shown:
        """Send a form, with its `csrf` unless another one is given."""
        carried = {"csrf": self.csrf, **fields} if self.token else fields
        given = self.headers if headers is None else headers
        async with self.session.post(path, data=carried, allow_redirects=False, headers=given) as answer:
            return Shown(answer.status, await answer.text(), dict(answer.headers))

    async def notice(self, shown: Shown) -> str:
        """What the page tells that an action led to."""
        assert shown.status == 303, shown
        page = (await self.get(shown.location)).text
        found = re.search(r'<p class="notice" role="status">(.*?)</p>', page, re.DOTALL)
        return "" if found is None else found[1]


@dataclass
class Console:
    """The console at work; `chats` is the bot behind it, `house` what its pages reach."""

    chats: Chats
    house: House
    url: str
    _stack: contextlib.AsyncExitStack

    async def browser(self) -> Browser:
        """One that nobody is logged in with."""
        jar = aiohttp.CookieJar(unsafe=True)
        return Browser(await self._stack.enter_async_context(aiohttp.ClientSession(self.url, cookie_jar=jar)), self.url)

    async def logged_in(self, person: Address) -> Browser:
        """One that somebody has logged in with."""
        now = self.chats.clock.now()
        return await self.showing(await self.house.sessions.begin(person, LoginWay.LINK, "Firefox, Linux", now))

    async def showing(self, token: str) -> Browser:
        """One that shows a session's token."""
        found = await self.browser()
        found.token = token
        port = URL(self.url).port
        found.session.cookie_jar.update_cookies({f"wallflower_{port}": token}, URL(self.url))
        return found


Serve = Callable[..., "contextlib.AbstractAsyncContextManager[Console]"]
AsRole = Callable[[Role], Awaitable[Browser]]


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[EventDict]]:
    """What was logged."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
def chats(file_database: Database) -> Chats:
    """The bot behind the console, on a fresh SQLite file."""
    return Chats(file_database)


@pytest.fixture
def laboratory_home(tmp_path: Path) -> Home:
    """Where the checkpoints are; there are none yet."""
    return Home(tmp_path / "home")


@pytest.fixture
async def laboratory(chats: Chats, laboratory_home: Home) -> AsyncIterator[HomeLaboratory]:
    """Over a home in which a training, an evaluation and a comparison are programs that do nothing for long."""
    laboratory_home.folder.mkdir()
    opt_outs, retrains = OptOuts(chats.database), Retrains(chats.database)
    retraining = Retraining(laboratory_home, opt_outs, retrains, timedelta(days=1), command=SLOW)
    made = HomeLaboratory(laboratory_home, chats.database, chats.writer, retraining, command=SLOW)
    yield made
    await made.close()
    await retraining.close()


@pytest.fixture
def house(chats: Chats, laboratory: HomeLaboratory, laboratory_home: Home) -> House:
    """What the pages reach."""
    return House(
        reach=chats.reach,
        carry_out=CarryingOut(chats.cards, chats.notices, chats.switched_on).all,
        sessions=Sessions(chats.database),
        logins=chats.reach.logins,
        shelves=Shelves(chats.database),
        lookout=Lookout(Shelves(chats.database)),
        posts=StoredPosts(chats.database),
        api_keys=ApiKeys(chats.database),
        cleaning=lambda: None,
        statistics=Statistics(chats.database, "Europe/Moscow"),
        laboratory=laboratory,
        examiner=Rounds(laboratory_home, Settings(), chats.database, command=NOTHING_WRONG),
        vitals=Vitals(
            Readiness(chats.database, WatchedWriter(), {}, lambda: False),
            Census(chats.database),
            Chores(chats.database),
            laboratory.runs,
            lambda: (),
        ),
        telegram_token=TELEGRAM_TOKEN,
    )


@pytest.fixture
def serving(chats: Chats, house: House) -> Serve:
    """Serves a console over a house in which some fields are others."""

    @contextlib.asynccontextmanager
    async def served(**changed: Any) -> AsyncIterator[Console]:
        async with contextlib.AsyncExitStack() as stack:
            with socket.create_server(("127.0.0.1", 0)) as free:
                port = free.getsockname()[1]
            made = replace(house, **changed)
            # Limits go by the bot's clock: a test on a slow machine is not given more.
            application = console(made, lambda: chats.clock.now().timestamp())
            running = asyncio.create_task(serve(application, "127.0.0.1", port, uploads=UPLOADS))
            at = Console(chats, made, f"http://127.0.0.1:{port}", stack)
            try:
                await _answers(await at.browser(), running)
                yield at
            finally:
                await stack.aclose()
                running.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await running

    return served


@pytest.fixture
async def at(serving: Serve) -> AsyncIterator[Console]:
    """The console, served."""
    async with serving() as found:
        yield found


@pytest.fixture
def as_role(at: Console) -> AsRole:
    """A browser in which somebody with a role is logged in."""

    async def logged_in(role: Role) -> Browser:
        return await at.logged_in(PEOPLE[role])

    return logged_in


async def _answers(browser: Browser, running: "asyncio.Task[None]") -> None:
    while not running.done():
        try:
            await browser.get("/console/login")
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0.02)
        else:
            return
    await running
