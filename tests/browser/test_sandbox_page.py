"""The page of `make demo` in a real browser: everybody's chats, the wall, and the console in its frame."""

from typing import TYPE_CHECKING

from bot.domain.member import Role
from tests.browser.conftest import MANNERS, Look, Looks
from tests.browser.judging import faults

if TYPE_CHECKING:
    from playwright.sync_api import FrameLocator


def opened(looks: Looks) -> Look:
    """The page, in a browser in which nobody is logged in."""
    look = looks(None)
    look.url = looks.house.page_url.rstrip("/")
    look.open("/")
    look.page.locator("[data-feed=wall] article").first.wait_for()
    return look


def console(look: Look, role: Role) -> "FrameLocator":
    """Ask for the console as somebody, and go in by the link."""
    look.page.click(f"[data-console={role.name.lower()}]")
    frame = look.page.frame_locator("#console")
    frame.locator("form[action^='/console/login/link'] button").click()
    frame.locator("nav.sections").wait_for()
    return frame


def test_the_page_is_whole_in_each_size_and_scheme(looks: Looks) -> None:
    look = opened(looks)
    wrong = []
    for size, scheme in MANNERS:
        look.turn(size, scheme)
        panes = ("wall", "chat", "console") if size == "phone" else ("chat",)
        for pane in panes:
            if size == "phone":
                look.page.click(f"nav [data-pane={pane}]")
            wrong += faults(look, f"/sandbox-{pane}")
    assert wrong == []
    assert look.troubles == []


def test_each_person_writes_to_the_bot_on_both_platforms_and_is_answered(looks: Looks) -> None:
    look = opened(looks)
    for role in ("member", "moderator", "admin"):
        for platform in ("telegram", "vk"):
            look.page.click(f"[data-role={role}]")
            look.page.click(f"[data-platform={platform}]")
            feed = look.page.locator(f"[data-feed={role}-{platform}]")
            feed.wait_for()
            before = feed.locator("article").count()
            look.page.fill("#text", "/help")
            look.page.press("#text", "Enter")
            feed.locator("article").nth(before + 1).wait_for()
            assert look.page.input_value("#text") == ""
    assert look.troubles == []


def test_a_moderator_comes_in_by_the_link_and_approves_a_draft_in_the_frame(looks: Looks) -> None:
    look = opened(looks)
    frame = console(look, Role.MODERATOR)
    frame.locator("nav.sections a[href='/console/queue']").click()
    card = frame.locator("[data-draft]").first
    number = card.get_attribute("data-draft")
    frame.locator(f"#approve-{number}").click()
    frame.locator(f"[data-draft='{number}']").wait_for(state="detached")
    frame.locator("main > .notice").wait_for()
    look.picture("/sandbox-in-frame")
    assert look.troubles == []


def test_the_admin_sees_in_the_frame_what_the_moderator_does_not(looks: Looks) -> None:
    look = opened(looks)
    frame = console(look, Role.ADMIN)
    frame.locator("nav.sections a[href='/console/health']").click()
    frame.locator("h1").wait_for()
    assert look.troubles == []
