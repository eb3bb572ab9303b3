"""A real browser on a whole bot. Run by `make browser`; elsewhere these tests are skipped and say so."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import pytest

from bot.domain.member import Role
from tests.browser.whole_house import WholeHouse, slug, whole_house

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

Scheme: TypeAlias = Literal["light", "dark"]
SIZES = {"phone": (390, 844), "desktop": (1280, 800), "narrow": (360, 740)}
MANNERS: tuple[tuple[str, Scheme], ...] = (
    ("phone", "light"), ("phone", "dark"), ("desktop", "dark"), ("desktop", "light"),
)  # fmt: skip
# What Debian's package is called, and what it needs to be for itself: nothing is asked of anybody.
_CHROMIUM = Path("/usr/bin/chromium")
_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# Memes come when they are scrolled to, and are as large as pictures are.
_PICTURES = re.compile(r"image/(jpeg|png|webp|gif)")
MOST_BYTES = 100_000
# On a machine that does other work.
_PATIENCE_MS = 60_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers are for `make browser`: the other tests need nothing that pip does not bring."""
    wanted = bool(os.environ.get("WALLFLOWER_BROWSER"))
    mark = pytest.mark.timeout(1800) if wanted else pytest.mark.skip(reason="a browser is needed: make browser")
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(mark)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Debian's Chromium."""
    if not _CHROMIUM.exists():
        pytest.fail(f"there is no {_CHROMIUM}: apt-get install chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - an extra, which `make browser` installs

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_CHROMIUM, args=_OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeHouse]:
    """The bot and both sandboxes."""
    with whole_house(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of all pages are kept, to be looked at."""
    chosen = os.environ.get("WALLFLOWER_SCREENSHOTS")
    folder = Path(chosen) if chosen else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass
class Look:
    """One person's look at the console with one browser, and whatever was wrong meanwhile."""

    page: "Page"
    url: str
    who: str
    screenshots: Path
    manner: str = ""
    troubles: list[str] = field(default_factory=list)
    bytes: int = 0

    def open(self, path: str) -> "Response":
        """Go to a page and wait until it is there."""
        self.bytes = 0
        answer = self.page.goto(f"{self.url}{path}", wait_until="load")
        assert answer is not None
        return answer

    def turn(self, size: str, scheme: Scheme) -> None:
        """Look at the same page at another size and in other colours, without loading it again."""
        width, height = SIZES[size]
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(color_scheme=scheme)
        self.manner = f"{scheme}-{size}"

    def listen(self) -> None:
        """Note from now on what is said on the browser's console, fails, or weighs something."""
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.troubles.append(f"{self.page.url}: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("requestfinished", self._finished)

    def picture(self, path: str) -> None:
        """Keep what is seen, from top to bottom."""
        self.page.screenshot(path=self.screenshots / f"{self.who}-{slug(path)}-{self.manner}.png", full_page=True)

    def overflow(self) -> int:
        """How many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def _said(self, message: "ConsoleMessage") -> None:
        if message.type in {"error", "warning"}:
            self.troubles.append(f"{self.page.url}: {message.text}")

    def _failed(self, request: "Request") -> None:
        # What a page still waits for when it is left, streams above all, is cut off.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"{request.url}: {request.failure}")

    def _finished(self, request: "Request") -> None:
        answer = request.response()
        if answer is not None and not _PICTURES.match(answer.headers.get("content-type", "")):
            self.bytes += request.sizes()["responseBodySize"]


@dataclass
class Looks:
    """Opens the console for somebody. Each look has a browser's profile of its own."""

    browser: "Browser"
    house: WholeHouse
    screenshots: Path
    opened: "list[BrowserContext]" = field(default_factory=list)

    def __call__(
        self,
        role: Role | None,
        size: str = "desktop",
        scheme: Scheme = "light",
        *,
        script: bool = True,
    ) -> Look:
        context = self.browser.new_context(java_script_enabled=script, reduced_motion="reduce", locale="ru-RU")
        context.set_default_timeout(_PATIENCE_MS)
        self.opened.append(context)
        if role is not None:
            context.add_cookies([{"name": self.house.cookie, "value": self.house.tokens[role], "url": self.house.url}])
        who = "stranger" if role is None else role.name.lower()
        look = Look(context.new_page(), self.house.url, who, self.screenshots)
        look.turn(size, scheme)
        look.listen()
        return look


@pytest.fixture
def looks(browser: "Browser", house: WholeHouse, screenshots: Path) -> Iterator[Looks]:
    """Looks at the console, by role, size and scheme."""
    made = Looks(browser, house, screenshots)
    yield made
    for context in made.opened:
        context.close()
