"""Sessions: how long they last, who ends them, and that a role counts as it is at each request."""

from datetime import timedelta

from bot.domain.audit import Signature
from bot.domain.member import Address, Platform, Role
from bot.domain.session import IDLE, LONGEST
from tests.chat.fakes import NOON, PEOPLE
from tests.web.console.conftest import AsRole, Browser, Console

BY = Signature("terminal:0", NOON)


async def is_in(browser: Browser) -> bool:
    """Whether somebody is logged in with this browser."""
    return (await browser.get("/console/sessions")).status == 200


async def test_a_session_ends_when_nobody_comes_by_it(at: Console, as_role: AsRole) -> None:
    browser = await as_role(Role.MODERATOR)
    at.chats.clock.instant = NOON + IDLE - timedelta(seconds=1)
    assert await is_in(browser)
    at.chats.clock.instant += IDLE
    assert not await is_in(browser)


async def test_a_session_ends_in_any_case(at: Console, as_role: AsRole) -> None:
    browser = await as_role(Role.MODERATOR)
    at.chats.clock.instant = NOON
    while at.chats.clock.instant < NOON + LONGEST:
        assert await is_in(browser)
        at.chats.clock.forward(days=6)
    assert not await is_in(browser)


async def test_after_a_logout_the_token_opens_nothing(as_role: AsRole) -> None:
    browser = await as_role(Role.ADMIN)
    cookies = {cookie.key: cookie.value for cookie in browser.session.cookie_jar}
    shown = await browser.post("/console/logout")
    assert (shown.status, shown.location) == (303, "/console/login?language=en")
    assert not list(browser.session.cookie_jar)
    browser.session.cookie_jar.update_cookies(cookies)
    assert not await is_in(browser)


async def test_logging_out_everywhere_ends_every_session_of_that_person_alone(at: Console, as_role: AsRole) -> None:
    here, there, other = await as_role(Role.ADMIN), await as_role(Role.ADMIN), await as_role(Role.MODERATOR)
    await here.post("/console/sessions/end-all")
    assert [await is_in(one) for one in (here, there, other)] == [False, False, True]
    (entry,) = await at.chats.reach.audit_log.last(1)
    assert (entry.action, entry.object, entry.details) == ("console.logout", str(PEOPLE[Role.ADMIN]), '{"sessions":2}')


async def test_one_ends_ones_own_sessions_and_nobody_elses(at: Console, as_role: AsRole) -> None:
    here, there, other = await as_role(Role.ADMIN), await as_role(Role.ADMIN), await as_role(Role.OWNER)
    (of_other,) = await at.house.sessions.of(PEOPLE[Role.OWNER], NOON)
    assert "already" in await here.notice(await here.post(f"/console/sessions/{of_other.id}/end"))
    assert await is_in(other)
    mine = await at.house.sessions.find(there.token, NOON)
    assert mine is not None
    await here.post(f"/console/sessions/{mine.id}/end")
    assert [await is_in(one) for one in (here, there)] == [True, False]


async def test_who_is_demoted_is_out_at_the_next_click(at: Console, as_role: AsRole) -> None:
    person = Address(Platform.TELEGRAM, 99)
    await at.chats.reach.members.change(person, Role.MODERATOR, BY, None)
    browser = await at.logged_in(person)
    assert await is_in(browser)
    await at.chats.reach.members.change(person, Role.MEMBER, BY, None)
    assert (await browser.get("/console/sessions")).status == 403
    assert (await browser.post("/console/language", language="ru")).status == 403
    await at.chats.reach.members.change(person, Role.BANNED, BY, None)
    assert (await browser.get("/console/sessions")).location.startswith("/console/login")


async def test_who_logs_in_anew_leaves_no_session_behind(at: Console) -> None:
    browser = await at.browser()
    for _ in range(2):
        token = await at.house.logins.make_link(PEOPLE[Role.MODERATOR], NOON)
        await browser.post(f"/console/login/link/{token}")
    assert len(await at.house.sessions.of(PEOPLE[Role.MODERATOR], NOON)) == 1


async def test_so_many_sessions_of_a_person_are_kept_and_no_more(at: Console) -> None:
    first = await at.logged_in(PEOPLE[Role.MODERATOR])
    for _ in range(20):
        at.chats.clock.forward(minutes=2)
        last = await at.logged_in(PEOPLE[Role.MODERATOR])
    assert [await is_in(one) for one in (first, last)] == [False, True]


async def test_the_language_that_was_chosen_stays_with_the_session(at: Console, as_role: AsRole) -> None:
    browser, other = await as_role(Role.MODERATOR), await as_role(Role.MODERATOR)
    await browser.post("/console/language", language="ru")
    assert '<html lang="ru">' in (await browser.get("/console/sessions")).text
    assert '<html lang="en">' in (await other.get("/console/sessions")).text
    assert (await browser.post("/console/language", language="xx")).status == 404


async def test_who_chooses_a_language_stays_on_the_page(as_role: AsRole) -> None:
    browser = await as_role(Role.MODERATOR)
    assert '<input type="hidden" name="to" value="/console/sessions">' in (await browser.get("/console/sessions")).text
    assert (
        await browser.post("/console/language", language="ru", to="/console/sessions")
    ).location == "/console/sessions"
    assert (await browser.post("/console/language", language="ru", to="//evil.example")).location == "/console/"


async def test_who_chose_a_language_in_chat_finds_it_here(at: Console, as_role: AsRole) -> None:
    await at.chats.reach.community.set_language(PEOPLE[Role.MODERATOR], "ru")
    browser = await as_role(Role.MODERATOR)
    assert '<html lang="ru">' in (await browser.get("/console/sessions")).text


async def test_the_list_names_the_browsers(at: Console) -> None:
    browser = await at.browser()
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
    browser.headers["User-Agent"] = agent
    token = await at.house.logins.make_link(PEOPLE[Role.MODERATOR], NOON)
    await browser.post(f"/console/login/link/{token}")
    listed = (await browser.get("/console/sessions")).text
    assert "Chrome, Android" in listed
    assert "this browser" in listed


async def test_who_is_forgotten_is_logged_out(at: Console, as_role: AsRole) -> None:
    browser = await as_role(Role.MODERATOR)
    await at.chats.reach.forget.person(PEOPLE[Role.MODERATOR], BY)
    assert not await is_in(browser)
