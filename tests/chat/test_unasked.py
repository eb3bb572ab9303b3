"""In quiet hours moderators are told nothing unasked; afterwards they are told all of it."""

from datetime import time

from bot.chat.unasked import Unasked
from bot.domain.member import Role
from bot.domain.publication import PublicationState
from bot.domain.quiet_hours import QuietHours
from bot.errors import Misconfigured
from tests.chat.fakes import MODERATORS_CHAT, PEOPLE, House

NIGHT = QuietHours(time(23), time(8), "Europe/Moscow")


async def test_cards_and_outcomes_wait_for_the_end_of_the_quiet_hours(house: House) -> None:
    """It is 15:00 at first; a missing right is found out just before the night begins."""
    await house.reach.silence.set_quiet_hours(NIGHT)
    unasked = Unasked(house.reach, house.cards, house.notices)
    await house.say(PEOPLE[Role.ADMIN], "/schedule add 22:59")
    await house.approved()
    house.clock.forward(hours=7, minutes=59, seconds=30)
    house.channel.plan.append(Misconfigured("the key may not post"))
    outcomes = await house.reach.publish.tick()
    assert [outcome.state for outcome in outcomes] == [PublicationState.DUE]
    before = len(house.telegram.texts(MODERATORS_CHAT))
    house.clock.forward(minutes=1)
    await house.reach.compose.queue(1)
    for _ in range(2):
        await unasked.report(outcomes)
        await unasked.show_missing()
        outcomes = []
    assert len(house.telegram.texts(MODERATORS_CHAT)) == before
    house.clock.forward(hours=9)
    await unasked.report([])
    await unasked.show_missing()
    told, card = house.telegram.texts(MODERATORS_CHAT)[before:]
    assert "the key may not post" in told
    assert "Draft 2 " in card
