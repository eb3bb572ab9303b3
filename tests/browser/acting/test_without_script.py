"""The console without a line of script: logging in, approving, rejecting, editing."""

from bot.domain.member import Role
from tests.browser.conftest import Look, Looks
from tests.browser.whole_house import PASSWORD


def first_card(look: Look) -> str:
    """The number of the first draft that waits."""
    look.open("/console/queue?shelf=waiting")
    number: str | None = look.page.locator("[data-draft]").first.get_attribute("data-draft")
    assert number is not None
    return number


def test_the_owner_logs_in_by_password_and_out_again(looks: Looks) -> None:
    look = looks(None, "phone", script=False)
    look.open("/console/queue")
    look.page.fill("#password", "not the password")
    look.page.click("form[action^='/console/login/password'] button")
    assert look.page.locator("[role=alert]").count() == 1
    look.page.fill("#password", PASSWORD)
    look.page.click("form[action^='/console/login/password'] button")
    assert look.page.locator("form[action='/console/logout']").count() == 1
    look.page.click("form[action='/console/logout'] button")
    look.open("/console/queue")
    assert "/console/login" in look.page.url


def test_a_draft_is_approved_another_rejected_and_a_third_edited(looks: Looks) -> None:
    look = looks(Role.MODERATOR, "phone", script=False)

    approved = first_card(look)
    look.page.click(f"#approve-{approved}")
    assert look.page.locator("[role=status].notice").inner_text()
    assert look.page.locator(f"[data-draft='{approved}']").count() == 0

    rejected = first_card(look)
    look.page.click(f"#reject-{rejected}")
    look.page.fill(f"#reason-{rejected}", "было уже")
    look.page.click(f"#reject-box-{rejected} button")
    look.open(f"/console/queue/{rejected}")
    assert "было уже" in look.page.inner_text("main")

    edited = first_card(look)
    look.page.click(f"#edit-{edited}")
    text = look.page.locator("#edit textarea").first
    text.fill("Совсем другие слова")
    look.page.click("#edit button.main")
    look.open(f"/console/queue/{edited}")
    assert "Совсем другие слова" in look.page.locator("#edit textarea").first.input_value()
    assert look.troubles == []
