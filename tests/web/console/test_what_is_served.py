"""Headers, error pages, static files, and that nothing which people or networks wrote becomes markup."""

import base64
from pathlib import Path

import pytest

from bot.domain.member import Role
from bot.errors import Retryable
from bot.web.console import assets
from tests.chat.fakes import NOON, PEOPLE
from tests.web.console.conftest import AsRole, Browser, Console, Serve
from tests.web.console.test_logging_in import asked, signed

SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"


async def test_every_answer_carries_strict_headers(at: Console, as_role: AsRole) -> None:
    browser, stranger = await as_role(Role.OWNER), await at.browser()
    for shown in (
        await browser.get("/console/sessions"),
        await browser.get("/console/nothing"),
        await browser.post("/console/language", csrf="wrong"),
        await stranger.get("/console/"),
        await stranger.get("/console/login"),
    ):
        assert shown.headers["Content-Security-Policy"] == (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        assert shown.headers["Cache-Control"] == "no-store"
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert shown.headers["X-Frame-Options"] == "DENY"
        assert "Strict-Transport-Security" not in shown.headers
        assert "Server" not in shown.headers


async def test_over_tls_the_cookie_and_the_browser_are_held_to_it(serving: Serve) -> None:
    async with serving(url="https://memes.example.org") as at:
        token = await at.house.logins.make_link(PEOPLE[Role.MODERATOR], NOON)
        shown = await (await at.browser()).post(f"/console/login/link/{token}")
        cookie = shown.headers["Set-Cookie"]
        assert cookie.startswith("__Host-wallflower=")
        assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))
        assert shown.headers["Strict-Transport-Security"].startswith("max-age=")


async def test_one_site_alone_may_show_it_in_a_frame(serving: Serve) -> None:
    async with serving(framed_by="http://127.0.0.1:9000") as at:
        shown = await (await at.browser()).get("/console/login")
        assert shown.headers["Content-Security-Policy"].endswith("frame-ancestors http://127.0.0.1:9000")
        assert "X-Frame-Options" not in shown.headers


async def test_trouble_is_a_page_in_the_persons_language(as_role: AsRole, at: Console) -> None:
    browser = await as_role(Role.MODERATOR)
    await browser.post("/console/language", language="ru")
    for path, status, said in (
        ("/console/nothing", 404, "Ничего не нашлось"),
        ("/console/static/0/console.css", 404, "Ничего не нашлось"),
    ):
        shown = await browser.get(path)
        assert (shown.status, said in shown.text) == (status, True)
    shown = await browser.post("/console/sessions/not-a-number/end")
    assert (shown.status, "Так не получится" in shown.text) == (422, True)
    shown = await (await at.browser()).get("/console/nothing")
    assert (shown.status, "Nothing here" in shown.text) == (404, True)


async def test_an_error_of_ours_tells_a_stranger_nothing(serving: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    class Breaking:
        fault: Exception = RuntimeError("a secret of the house")

        async def find(self, *_: object) -> None:
            raise self.fault

    async with serving(sessions=Breaking()) as at:
        browser = await at.showing("token")
        shown = await browser.get("/console/sessions")
        assert (shown.status, "Something broke" in shown.text) == (500, True)
        assert "secret" not in shown.text
        assert "Traceback" not in shown.text
        monkeypatch.setattr(Breaking, "fault", Retryable("the database at /home/x is away"))
        shown = await browser.get("/console/sessions")
        assert (shown.status, "/home/x" in shown.text) == (503, False)


async def test_static_files_are_kept_for_ever_at_addresses_that_change_with_them(at: Console) -> None:
    browser = await at.browser()
    found = assets.Assets()
    for name in ("console.css", "console.js", "flower.svg"):
        shown = await browser.get(found.address(name))
        assert (shown.status, shown.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
        assert shown.text == (Path(assets.__file__).with_name("static") / name).read_text("utf-8")
    for path in ("0000000000000000/console.css", "x/..%2f..%2fconsole.py", "x/console.py", "..%2f/console.css"):
        assert (await browser.get(f"/console/static/{path}")).status == 404


async def test_what_is_written_is_shown_as_text(at: Console, as_role: AsRole) -> None:
    await at.chats.slot("vk:-1")
    draft = await at.chats.approved()
    await at.chats.rewrite(draft.id, SCRIPT)
    at.chats.clock.forward(hours=1)
    await at.chats.tick()
    second = await at.chats.approved()
    await at.chats.rewrite(second.id, SCRIPT)
    shown = (await (await as_role(Role.MODERATOR)).get("/console/")).text
    assert shown.count("&lt;script&gt;alert(&#39;x&#39;)") == 2
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


async def test_a_name_that_telegram_tells_is_shown_as_text(at: Console) -> None:
    browser = await at.browser()
    fields = signed(first_name=SCRIPT, last_name='"><script>')
    shown = (await asked(browser, "/console/login/telegram", fields)).text
    assert "<script>alert" not in shown
    assert '"><script>' not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize("query", ["to=%22%3E%3Cscript%3E", "language=%22%3E%3Cscript%3E", "to=javascript:alert(1)"])
async def test_what_stands_in_an_address_is_no_markup(at: Console, query: str) -> None:
    shown = await (await at.browser()).get(f"/console/login?{query}")
    assert "><script>" not in shown.text
    assert "javascript:" not in shown.text


async def test_a_notice_is_shown_once(as_role: AsRole) -> None:
    browser = await as_role(Role.MODERATOR)
    shown = await browser.post("/console/sessions/999/end")
    assert "already" in await browser.notice(shown)
    assert "already" not in (await browser.get("/console/sessions")).text


async def test_nobody_puts_a_notice_into_the_consoles_mouth(as_role: AsRole) -> None:
    browser = await as_role(Role.MODERATOR)
    planted = base64.urlsafe_b64encode(b"send your password to evil.example").decode()
    for cookie in (planted, f".{planted}", f"{'0' * 64}.{planted}", "я.я"):
        shown = await browser.get("/console/sessions", Cookie=f"{_cookie(browser)}; wallflower_notice={cookie}")
        assert shown.status == 200
        assert "evil.example" not in shown.text


def test_the_script_stays_small() -> None:
    assert len((Path(assets.__file__).with_name("static") / "console.js").read_bytes()) < 6_000


def _cookie(browser: Browser) -> str:
    (found,) = browser.session.cookie_jar
    return f"{found.key}={found.value}"
