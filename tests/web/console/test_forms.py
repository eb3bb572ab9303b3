"""What changes something is taken from the console's own pages alone, and not without end."""

import pytest

from bot.domain.member import Role
from tests.web.console.conftest import AsRole, Browser, Console, Serve

PATH = "/console/language"


async def speaks_russian(browser: Browser) -> bool:
    """Whether the form below came to anything."""
    return '<html lang="ru">' in (await browser.get("/console/sessions")).text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": ""},
    ],
    ids=lambda headers: "-".join(f"{name}-{value}" for name, value in headers.items()),
)
async def test_a_form_on_another_site_does_nothing(as_role: AsRole, headers: dict[str, str]) -> None:
    """Even one that has guessed the token."""
    browser = await as_role(Role.OWNER)
    assert (await browser.post(PATH, headers, language="ru")).status == 403
    assert not await speaks_russian(browser)


async def test_a_form_needs_the_token_of_its_own_session(as_role: AsRole) -> None:
    browser, other = await as_role(Role.OWNER), await as_role(Role.OWNER)
    for token in ("", "wrong", "я", other.csrf, browser.token):
        assert (await browser.post(PATH, csrf=token, language="ru")).status == 403
    async with browser.session.post(PATH, data={"language": "ru"}, allow_redirects=False) as answer:
        assert answer.status == 403
    assert not await speaks_russian(browser)


async def test_a_browser_that_says_its_origin_alone_is_served(at: Console, as_role: AsRole) -> None:
    browser = await as_role(Role.OWNER)
    assert (await browser.post(PATH, {"Origin": at.url}, language="ru")).status == 303
    assert await speaks_russian(browser)


async def test_behind_a_proxy_the_public_address_is_the_origin(serving: Serve) -> None:
    async with serving(url="http://memes.example.org") as at:
        browser = await at.logged_in(next(iter(at.chats.reach.members._by_settings.owners)))
        assert (await browser.post(PATH, {"Origin": "http://memes.example.org"}, language="ru")).status == 303
        assert (await browser.post(PATH, {"Origin": "https://memes.example.org"}, language="ru")).status == 403


async def test_nobody_acts_without_end(as_role: AsRole) -> None:
    browser, other = await as_role(Role.MODERATOR), await as_role(Role.ADMIN)
    seen = [(await browser.post(PATH, language="ru")).status for _ in range(122)]
    assert seen == [303] * 120 + [429] * 2
    assert (await other.post(PATH, language="ru")).status == 303
