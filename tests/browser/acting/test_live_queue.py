"""What is decided in chat is seen at once by who has the queue open, and takes nothing out of their hands."""

from bot.chat.action import Action, Verb
from bot.domain.member import Role
from bot.sandbox.stage import Stage
from tests.browser.conftest import Looks
from tests.browser.whole_house import WholeHouse


def reject_in_chat(house: WholeHouse, draft_id: int) -> None:
    """The moderator presses the button of the draft's card on Telegram."""
    wanted = str(Action(Verb.REJECT, draft_id))

    def press(stage: Stage) -> None:
        card = next(
            one.id
            for one in stage.telegram.messages(stage.moderator.telegram_id)
            if wanted in str(one.inline_keyboard or "")
        )
        stage.telegram.press(stage.moderator.telegram_id, stage.bot_id, card, wanted)

    house.on_stage(press)


def test_a_card_that_is_decided_in_chat_goes_away_and_what_is_typed_into_another_stays(looks: Looks) -> None:
    look = looks(Role.ADMIN)
    look.open("/console/queue?shelf=waiting")
    cards = look.page.locator("[data-draft]")
    numbers = [int(cards.nth(place).get_attribute("data-draft") or 0) for place in range(cards.count())]
    decided, mine = numbers[0], numbers[1]
    look.page.click(f"#reject-{mine}")
    look.page.fill(f"#reason-{mine}", "не дописано")

    reject_in_chat(looks.house, decided)
    look.page.locator(f"[data-draft='{decided}']").wait_for(state="detached")

    assert look.page.input_value(f"#reason-{mine}") == "не дописано"
    assert look.page.evaluate("document.activeElement.id") == f"reason-{mine}"
    look.page.locator("[data-said]", has_text=str(decided)).wait_for(state="attached")

    reject_in_chat(looks.house, mine)
    look.page.locator("[data-cards], [data-empty]").first.wait_for()
    look.page.locator(f"[data-draft='{mine}']").wait_for(state="detached")
    assert look.page.evaluate("document.activeElement.closest('main') !== null")
    assert look.troubles == []
