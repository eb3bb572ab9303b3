"""/queue shows what waits in one message that its buttons redraw."""

import re

from bot.chat.words_en import ENGLISH
from bot.domain.member import Role
from bot.domain.message import Message
from tests.chat.fakes import GROUP, MODERATORS_CHAT, PEOPLE, House

MODERATOR = PEOPLE[Role.MODERATOR]
# The message that the fakes' presses are on.
PRESSED = 6


def listed(page: Message) -> list[int]:
    return [int(number) for number in re.findall(r"^(\d+) · ", page.text, re.MULTILINE)]


def leaves(page: Message) -> list[tuple[str, str]]:
    return [(button.label, button.action) for button in page.buttons[-1]]


async def _first_page(house: House, drafts: int) -> Message:
    await house.reach.compose.queue(drafts)
    await house.say(MODERATOR, "/queue", MODERATORS_CHAT)
    return house.telegram.sent[-1][1]


async def _turn(house: House, action: str) -> Message:
    await house.press(MODERATOR, action)
    return house.telegram.faces[MODERATORS_CHAT, PRESSED]


async def test_the_first_page_counts_and_shows_the_oldest(house: House) -> None:
    """Pending and approved ones, each with a button that opens its card."""
    approved = await house.approved()
    house.clock.forward(minutes=5)
    page = await _first_page(house, 6)
    assert page.text.startswith(
        "6 waiting for a decision, 1 approved and waiting for a slot.\nThe oldest has waited for 1 second."
    )
    assert f"{approved.id} · approved\ntext 1" in page.text
    assert listed(page) == [1, 2, 3, 4, 5]
    assert [button.action for button in page.buttons[0]] == [f"open:{number}" for number in range(1, 6)]
    assert leaves(page) == [("«", "page:1"), ("‹", "page:1"), ("1/2", "page:1"), ("›", "page:6"), ("»", "page:6")]


async def test_a_single_page_has_nothing_to_leaf_to(house: House) -> None:
    """Only the buttons that open cards."""
    page = await _first_page(house, 5)
    assert [button.action for row in page.buttons for button in row] == [f"open:{number}" for number in range(1, 6)]


async def test_leafing_redraws_the_one_message(house: House) -> None:
    """There and back, without a new message."""
    await _first_page(house, 12)
    sent = len(house.telegram.sent)
    second = await _turn(house, "page:6")
    assert (listed(second), leaves(second)[2][0]) == ([6, 7, 8, 9, 10], "2/3")
    last = await _turn(house, leaves(second)[4][1])
    assert (listed(last), leaves(last)[2][0]) == ([11, 12], "3/3")
    assert listed(await _turn(house, leaves(last)[1][1])) == [6, 7, 8, 9, 10]
    assert len(house.telegram.sent) == sent


async def test_no_draft_is_passed_over_when_others_are_decided_between_two_presses(house: House) -> None:
    """The next page begins where the one before ended, though there are fewer drafts now."""
    page = await _first_page(house, 12)
    await house.cards.show_missing()
    for number in (1, 2, 3):
        await house.press(MODERATOR, f"reject:{number}")
    assert listed(await _turn(house, leaves(page)[3][1])) == [6, 7, 8, 9, 10]


async def test_a_page_that_is_gone_shows_the_last_one_and_an_empty_queue_its_counts(house: House) -> None:
    """No button leads nowhere."""
    await _first_page(house, 2)
    assert listed(await _turn(house, "page:900")) == [1, 2]
    for number in (1, 2):
        await house.press(MODERATOR, f"reject:{number}")
    empty = await _turn(house, "page:1")
    assert empty.text == ENGLISH.queue_counts.format(pending=0, approved=0)
    assert empty.buttons == ()


async def test_a_card_is_opened_from_the_page(house: House) -> None:
    """It is sent below; an older one in the same chat loses its buttons."""
    draft = await house.draft()
    assert await house.press(MODERATOR, f"open:{draft.id}") == ENGLISH.notice_opened.format(id=draft.id)
    old, new = house.telegram.cards(MODERATORS_CHAT)
    assert old == Message(ENGLISH.card_moved.format(id=draft.id))
    assert f"approve:{draft.id}" in [button.action for row in new.buttons for button in row]
    assert await house.press(MODERATOR, "open:999") == ENGLISH.notice_no_draft


async def test_drafts_are_not_shown_in_a_members_group(house: House) -> None:
    """Neither by the command nor by a button that was carried there."""
    await house.draft()
    said = await house.say(MODERATOR, "/queue", GROUP)
    assert ENGLISH.queue_elsewhere in said
    assert "text 1" not in said
    for action in ("page:1", "open:1"):
        assert await house.press(MODERATOR, action, GROUP) == ENGLISH.notice_elsewhere
    assert house.telegram.texts(GROUP) == [said]
    assert (GROUP, PRESSED) not in house.telegram.faces


async def test_a_page_of_long_drafts_fits_one_message(house: House) -> None:
    """Only the beginnings are shown."""
    page = await _first_page(house, 5)
    for number in listed(page):
        await house.rewrite(number, "😀\n" * 2_000)
    assert len((await _turn(house, "page:1")).text) < 1_000
