"""What admins steer by commands."""

import pytest

from bot.chat.words_en import ENGLISH
from bot.domain.draft import DraftState
from bot.domain.member import Role
from bot.errors import Misconfigured
from tests.chat.fakes import MODERATORS_CHAT, PEOPLE, House

MODERATOR, ADMIN = PEOPLE[Role.MODERATOR], PEOPLE[Role.ADMIN]


async def test_more_drafts_are_written_at_once(house: House) -> None:
    """`/queue 5` writes five, and each is shown to the moderators."""
    assert await house.say(ADMIN, "/queue 5") == "Written: 5 drafts. They wait for a decision."
    assert (await house.reach.queue.counts())[DraftState.PENDING] == 5
    assert len(house.telegram.cards(MODERATORS_CHAT)) == 5


@pytest.mark.parametrize("text", ["0", "21", "-1", "five", "5 5", "9" * 5_000])
async def test_a_wrong_number_of_drafts_gets_an_example(house: House, text: str) -> None:
    """One to twenty."""
    assert await house.say(ADMIN, f"/queue {text}") == ENGLISH.queue_usage.format(most=20)
    assert house.writer.asked == []


async def test_drafts_that_cannot_be_written_are_explained(house: House) -> None:
    """Without a checkpoint an admin hears what to do; a network that repeats itself is told too."""
    house.writer.fault = Misconfigured("run `wallflower train`")
    assert "run `wallflower train`" in await house.say(ADMIN, "/queue 1")
    house.writer.fault, house.writer.repeats_itself = None, True
    await house.say(ADMIN, "/queue 1")
    assert await house.say(ADMIN, "/queue 1") == ENGLISH.queue_written_none


@pytest.mark.parametrize(("text", "value"), [("0.1", 0.1), ("2", 2.0), ("0,75", 0.75), ("1.25", 1.25)])
async def test_the_temperature_is_set(house: House, text: str, value: float) -> None:
    """With a point or a comma; it holds after a restart."""
    assert await house.say(ADMIN, f"/temperature {text}") == ENGLISH.temperature_set.format(value=f"{value:g}")
    house.restart(house.reach.habits)
    assert await house.reach.compose.temperature() == value


@pytest.mark.parametrize("text", ["0", "0.05", "2.1", "-1", "hot", "nan", "inf", "1e1", "٠.٥", "0.5 0.6", "9" * 400])
async def test_a_wrong_temperature_gets_an_example(house: House, text: str) -> None:
    """And the old one stays."""
    assert await house.say(ADMIN, f"/temperature {text}") == ENGLISH.temperature_usage
    assert await house.reach.compose.temperature() == 0.8


async def test_the_figures_add_up(house: House) -> None:
    """Drafts by state, and the share of decisions that were approvals."""
    for action in ("approve", "approve", "reject", None):
        draft = await house.draft()
        if action is not None:
            await house.press(MODERATOR, f"{action}:{draft.id}")
    assert await house.say(ADMIN, "/stats") == (
        "Posts read: 0\nDrafts: 1 waiting, 2 approved, 1 rejected\n"
        "Decided: 3, of these approved: 67 %\n"
        "Published: 0, on their way: 0, uncertain: 0, waiting to be posted by hand: 0, failed: 0, "
        "refused by a place: 0, skipped: 0"
    )
