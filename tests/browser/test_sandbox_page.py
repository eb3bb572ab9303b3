"""The page of `make demo` in a real browser: everybody's chats, the wall, and the console in its frame."""

from typing import TYPE_CHECKING

from bot.domain.member import Role
from tests.browser.conftest import MANNERS, Look, Looks
from tests.browser.judging import faults

if TYPE_CHECKING:
    from playwright.sync_api import FrameLocator, Locator


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


def talk(look: Look, role: str, platform: str) -> "Locator":
    """The group of a platform, as somebody looks at it; returns its messages."""
    for button in (f"[data-role={role}]", f"[data-platform={platform}]", "[data-room=group]"):
        look.page.click(button)
    feed = look.page.locator(f"[data-feed=group-{platform}]")
    feed.wait_for()
    return feed.locator("article")


def test_in_the_group_a_photo_is_answered_with_a_meme_and_the_meme_is_judged(looks: Looks) -> None:
    look = opened(looks)
    for platform, thumb in (("telegram", "👍"), ("vk", "👎")):
        messages = talk(look, "member", platform)
        before = messages.count()
        look.page.click("#plus")
        look.page.fill("#text", "look who has come")
        look.page.click("[data-snapshot=cat]")
        photo = messages.nth(before)
        photo.locator("img").wait_for()
        assert look.page.locator("#tray").is_hidden()
        talk(look, "owner", platform)
        assert "own" not in (photo.get_attribute("class") or "")
        photo.locator(".quiet").click()
        look.page.click("[data-role=owner]")  # who is chosen already: what is being answered stays
        look.page.fill("#text", "/meme one | two")
        look.page.press("#text", "Enter")
        meme = messages.nth(before + 2)
        meme.locator(".pictures img").wait_for()
        assert messages.nth(before + 1).locator(".answers img").count() == 1
        meme.locator(".buttons button", has_text=thumb).click()
        look.page.locator("#notice", has_text=f"{thumb} 1").wait_for()
    assert look.troubles == []


def test_words_behind_the_bots_name_bring_a_meme_that_is_sent_when_it_is_chosen(looks: Looks) -> None:
    look = opened(looks)
    messages = talk(look, "moderator", "telegram")
    before = messages.count()
    look.page.fill("#text", "@wallflower_bot drake monday | saturday")
    look.page.locator("#offers img").click()
    sent = messages.nth(before)
    sent.locator(".pictures img").wait_for()
    assert "@wallflower_bot" in sent.locator(".head").inner_text()
    assert look.page.input_value("#text") == ""
    assert look.page.locator("#offers").is_hidden()
    assert look.troubles == []


def test_what_the_bot_cannot_offer_inline_leads_to_the_private_chat(looks: Looks) -> None:
    look = opened(looks)
    talk(look, "admin", "telegram")
    private = look.page.locator("[data-feed=admin-telegram]")
    before = private.locator("article").count()
    look.page.fill("#text", f"@wallflower_bot {'a' * 250}")
    look.page.click("#offers .note")
    private.locator("article").nth(before + 1).wait_for()
    assert private.locator("article").nth(before).locator(".text").inner_text() == "/start wait"
    assert look.troubles == []


def test_the_group_the_tray_and_what_is_offered_are_whole_in_each_size_and_scheme(looks: Looks) -> None:
    look = opened(looks)
    talk(look, "owner", "telegram")
    look.page.click("#plus")
    look.page.fill("#text", "@wallflower_bot drake monday | saturday")
    look.page.locator("#offers img").wait_for()
    wrong = []
    for size, scheme in MANNERS:
        look.turn(size, scheme)
        wrong += faults(look, "/sandbox-group")
    assert wrong == []
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
