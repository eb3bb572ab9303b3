"""The ways into the console: what opens them, once, and what does not."""

import asyncio
import hashlib
import hmac
import re
from datetime import timedelta

import pytest
from structlog.typing import EventDict

from bot.domain.audit import Signature
from bot.domain.member import Address, Platform, Role
from bot.storage.logins import LINK_LASTS
from bot.web.console.password import hash_password
from bot.web.console.telegram_proof import FRESH
from tests.chat.fakes import NOON, PEOPLE
from tests.web.console.conftest import TELEGRAM_TOKEN, AsRole, Browser, Console, Serve, Shown

MODERATOR, OWNER, MEMBER = PEOPLE[Role.MODERATOR], PEOPLE[Role.OWNER], PEOPLE[Role.MEMBER]
BY = Signature("terminal:0", NOON)
PASSWORD = "four words nobody guesses"


def signed(token: str = TELEGRAM_TOKEN, **fields: str) -> dict[str, str]:
    """Query fields as Telegram signs them."""
    given = {"id": str(MODERATOR.number), "first_name": "Маша", "auth_date": str(int(NOON.timestamp())), **fields}
    lines = "\n".join(f"{name}={given[name]}" for name in sorted(given))
    key = hashlib.sha256(token.encode()).digest()
    return {**given, "hash": hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()}


async def asked(browser: Browser, path: str, fields: dict[str, str]) -> Shown:
    """Open an address with query fields."""
    async with browser.session.get(path, params=fields, allow_redirects=False) as answer:
        return Shown(answer.status, await answer.text(), dict(answer.headers))


async def is_in(browser: Browser) -> bool:
    """Whether somebody is logged in with this browser."""
    return (await browser.get("/console/")).status == 200


async def test_a_link_asks_first_and_then_logs_in(at: Console) -> None:
    browser = await at.browser()
    path = f"/console/login/link/{await at.house.logins.make_link(MODERATOR, NOON)}"
    # What shows previews opens links as well: looking does not use it up.
    for _ in range(3):
        shown = await browser.get(path)
        assert (shown.status, str(MODERATOR) in shown.text) == (200, True)
        assert not await is_in(browser)
    shown = await browser.post(f"{path}?language=en")
    assert (shown.status, shown.location) == (303, "/console/")
    assert await is_in(browser)


async def test_a_link_logs_in_once(at: Console) -> None:
    path = f"/console/login/link/{await at.house.logins.make_link(MODERATOR, NOON)}"
    first, second = await at.browser(), await at.browser()
    await first.post(path)
    assert (await second.post(path)).status == 410
    assert (await second.get(path)).status == 410
    assert await is_in(first)
    assert not await is_in(second)


async def test_of_two_who_use_a_link_at_the_same_time_one_gets_in(at: Console) -> None:
    path = f"/console/login/link/{await at.house.logins.make_link(MODERATOR, NOON)}"
    browsers = [await at.browser() for _ in range(4)]
    shown = await asyncio.gather(*(one.post(path) for one in browsers))
    assert sorted(one.status for one in shown) == [303, 410, 410, 410]


async def test_a_link_ends_with_its_time_and_with_the_next_one(at: Console) -> None:
    older = await at.house.logins.make_link(MODERATOR, NOON)
    newer = await at.house.logins.make_link(MODERATOR, NOON)
    browser = await at.browser()
    assert (await browser.post(f"/console/login/link/{older}")).status == 410
    at.chats.clock.instant = NOON + LINK_LASTS
    assert (await browser.post(f"/console/login/link/{newer}")).status == 410
    assert not await is_in(browser)


async def test_only_the_hash_of_a_link_and_of_a_session_is_stored(at: Console, as_role: AsRole) -> None:
    token = await at.house.logins.make_link(MODERATOR, NOON)
    browser = await as_role(Role.ADMIN)
    async with at.chats.database.begin() as connection:
        stored = ""
        for table in ("console_links", "console_sessions", "audit"):
            stored += str((await connection.exec_driver_sql(f"SELECT * FROM {table}")).all())  # noqa: S608 - named above
    assert token not in stored
    assert browser.token not in stored


async def test_telegrams_word_asks_first_and_then_logs_in(at: Console) -> None:
    browser = await at.browser()
    fields = signed(username="masha", photo_url="https://t.me/i/1.jpg")
    shown = await asked(browser, "/console/login/telegram", fields)
    assert (shown.status, "Маша" in shown.text) == (200, True)
    assert not await is_in(browser)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown.text))
    assert hidden == fields
    assert (await browser.post("/console/login/telegram", **hidden)).location == "/console/"
    assert await is_in(browser)


async def test_telegrams_word_logs_in_once_while_it_is_fresh(at: Console) -> None:
    fields = signed()
    assert (await (await at.browser()).post("/console/login/telegram", **fields)).status == 303
    again = await at.browser()
    assert (await again.post("/console/login/telegram", **fields)).status == 403
    at.chats.clock.instant = NOON + FRESH - timedelta(seconds=1)
    assert (await again.post("/console/login/telegram", **fields)).status == 403
    assert not await is_in(again)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({**signed(), "id": str(OWNER.number)}, id="somebody else's number"),
        pytest.param({**signed(), "first_name": "Masha"}, id="another name"),
        pytest.param({**signed(), "last_name": "added"}, id="a field more"),
        pytest.param(signed("123456:another-token"), id="another bot's token"),
        pytest.param(signed(""), id="no token"),
        pytest.param({**signed(), "hash": ""}, id="no hash"),
        pytest.param({**signed(), "hash": "0" * 64}, id="a made-up hash"),
        pytest.param({**signed(), "hash": "я"}, id="no hash at all"),
        pytest.param({}, id="nothing"),
        pytest.param(signed(id="-5"), id="a group"),
        pytest.param(signed(id="9" * 40), id="a number that nobody has"),
        pytest.param(signed(auth_date="soon"), id="no date"),
        pytest.param(signed(auth_date=str(int((NOON - FRESH).timestamp()))), id="stale"),
        pytest.param(signed(auth_date=str(int((NOON + timedelta(hours=1)).timestamp()))), id="from the future"),
        pytest.param(signed(auth_date="9" * 15), id="from the end of time"),
        pytest.param(signed(first_name="x" * 5000), id="too long"),
    ],
)
async def test_what_telegram_did_not_say_just_now_is_refused(at: Console, fields: dict[str, str]) -> None:
    browser = await at.browser()
    assert (await asked(browser, "/console/login/telegram", fields)).status == 403
    assert (await browser.post("/console/login/telegram", **fields)).status == 403
    assert not await is_in(browser)


async def test_without_telegram_nothing_is_telegrams_word(serving: Serve) -> None:
    async with serving(telegram_token="") as at:
        browser = await at.browser()
        assert (await browser.post("/console/login/telegram", **signed(""))).status == 403


async def test_the_owners_password_logs_the_owner_in(at: Console) -> None:
    await at.house.logins.set_password(OWNER, hash_password(PASSWORD), BY)
    browser = await at.browser()
    assert (await browser.post("/console/login/password", password=PASSWORD[:-1])).status == 403
    assert not await is_in(browser)
    shown = await browser.post("/console/login/password", password=PASSWORD, to="/console/sessions")
    assert (shown.status, shown.location) == (303, "/console/sessions")
    assert str(OWNER) in (await browser.get("/console/")).text


async def test_the_password_of_somebody_who_is_no_owner_opens_nothing(at: Console) -> None:
    await at.house.logins.set_password(PEOPLE[Role.ADMIN], hash_password(PASSWORD), BY)
    assert (await (await at.browser()).post("/console/login/password", password=PASSWORD)).status == 403


async def test_a_new_password_ends_the_sessions_of_the_old_one(at: Console, as_role: AsRole) -> None:
    await at.house.logins.set_password(OWNER, hash_password(PASSWORD), BY)
    by_password, by_link = await at.browser(), await as_role(Role.OWNER)
    await by_password.post("/console/login/password", password=PASSWORD)
    await at.house.logins.set_password(OWNER, hash_password("other words, nobody knows"), BY)
    assert not await is_in(by_password)
    assert await is_in(by_link)


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example/", "/console/../memes", "/console//x", "\\x"])
async def test_a_login_leads_to_no_other_site(at: Console, to: str) -> None:
    await at.house.logins.set_password(OWNER, hash_password(PASSWORD), BY)
    shown = await (await at.browser()).post("/console/login/password", password=PASSWORD, to=to)
    assert shown.location == "/console/"


async def test_passwords_are_guessed_slowly(at: Console, logs: list[EventDict]) -> None:
    await at.house.logins.set_password(OWNER, hash_password(PASSWORD), BY)
    browser = await at.browser()
    seen = [(await browser.post("/console/login/password", password=f"guess {number}")).status for number in range(9)]
    assert seen == [403] * 6 + [429] * 3
    shown = await browser.post("/console/login/password", password=PASSWORD)
    assert shown.status == 429
    assert 1 <= int(shown.headers["Retry-After"]) <= 60
    told = [entry for entry in logs if entry["event"] == "login refused"]
    assert len(told) == 6
    assert not any("guess" in str(entry) for entry in logs)


@pytest.mark.parametrize("way", ["/console/login/password", "/console/login/telegram", "/console/login/link/token"])
async def test_another_site_logs_nobody_in(at: Console, way: str) -> None:
    """Somebody could be made to work under the attacker's name."""
    await at.house.logins.set_password(OWNER, hash_password(PASSWORD), BY)
    browser = await at.browser()
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        shown = await browser.post(way, headers, password=PASSWORD, **signed())
        assert shown.status == 403
        assert not await is_in(browser)


async def test_members_and_the_banned_are_not_let_in(at: Console) -> None:
    for person in (MEMBER, PEOPLE[Role.BANNED]):
        browser = await at.browser()
        path = f"/console/login/link/{await at.house.logins.make_link(person, NOON)}"
        assert (await browser.post(path)).status == 403
        assert not await is_in(browser)


async def test_a_login_lands_in_the_audit_log(at: Console) -> None:
    path = f"/console/login/link/{await at.house.logins.make_link(MODERATOR, NOON)}"
    await (await at.browser()).post(path)
    (entry,) = await at.chats.reach.audit_log.last(1)
    assert (entry.actor, entry.action, entry.details) == (str(MODERATOR), "console.login", '{"way":"link"}')


async def test_telegrams_button_is_on_a_page_of_its_own_with_its_script(serving: Serve) -> None:
    async with serving(telegram_login="some_bot", url="https://memes.example.org") as at:
        browser = await at.browser()
        page = await browser.get("/console/login")
        assert "telegram.org" not in page.headers["Content-Security-Policy"]
        assert "/console/login/telegram/button" in page.text
        shown = await browser.get("/console/login/telegram/button")
        assert "script-src 'self' https://telegram.org;" in shown.headers["Content-Security-Policy"]
        assert 'data-auth-url="https://memes.example.org/console/login/telegram"' in shown.text


async def test_without_a_bots_name_there_is_no_such_button(at: Console) -> None:
    browser = await at.browser()
    assert "telegram.org" not in (await browser.get("/console/login/telegram/button")).text


async def test_a_vk_moderator_gets_in_by_a_link(at: Console) -> None:
    person = Address(Platform.VK, 77)
    await at.chats.reach.members.change(person, Role.MODERATOR, BY, None)
    browser = await at.browser()
    await browser.post(f"/console/login/link/{await at.house.logins.make_link(person, NOON)}")
    assert "vk:77" in (await browser.get("/console/")).text
