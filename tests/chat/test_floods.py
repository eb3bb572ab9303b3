"""Who asks too often is told once for how long to wait, then hears nothing; nobody else has to wait for them."""

import pytest

from bot.chat.words_en import ENGLISH
from bot.chat.words_ru import RUSSIAN
from bot.domain.limits import Limits
from bot.domain.member import Address, Platform, Role
from tests.chat.fakes import GROUP, PEOPLE, VK_MEMBER, House

MEMBER, MODERATOR = PEOPLE[Role.MEMBER], PEOPLE[Role.MODERATOR]
TIGHT = Limits(memes=2, commands=2, presses=2, group=3)


@pytest.fixture
def strict(house: House) -> House:
    """The house with limits that are soon reached."""
    house.restart_with(limits=TIGHT)
    return house


@pytest.mark.parametrize("text", ["/help", "/nonsense", "hello", "!wow", "/stats"])
async def test_every_way_of_talking_to_the_bot_is_limited(strict: House, text: str) -> None:
    """What is unknown, not allowed or just talk in private gets an answer too, and counts."""
    answers = [await strict.say(MEMBER, text) for _ in range(5)]
    assert answers[0] == answers[1] != ""
    assert answers[2:] == [ENGLISH.commands_wait.format(wait="1 minute"), "", ""]
    assert await strict.is_all_done()


async def test_the_refusal_is_in_the_members_language_and_names_what_remains(strict: House) -> None:
    """Twenty seconds later it is twenty seconds less."""
    for _ in range(2):
        await strict.say(MEMBER, "/help", language="ru")
    strict.clock.forward(seconds=20)
    assert await strict.say(MEMBER, "/help", language="ru") == RUSSIAN.commands_wait.format(wait="40 секунд")


async def test_after_the_window_all_is_as_before_and_a_flood_is_told_again(strict: House) -> None:
    """One refusal a window, not one for ever."""
    for _ in range(2):
        assert [bool(await strict.say(MEMBER, "/start")) for _ in range(5)] == [True, True, True, False, False]
        strict.clock.forward(seconds=60)


async def test_a_flood_goes_on_over_a_restart(strict: House) -> None:
    """A new process counts what the old one counted, and keeps the silence."""
    assert [bool(await strict.say(MEMBER, "/meme")) for _ in range(4)] == [True, True, True, False]
    strict.restart(strict.reach.habits)
    assert await strict.say(MEMBER, "/meme") == ""
    assert len(strict.writer.asked) == 2


async def test_presses_are_limited(strict: House) -> None:
    """Also those of buttons that there are not; the refusal is a notice."""
    notices = [await strict.press(MEMBER, "like:1", GROUP) for _ in range(5)]
    assert notices == [ENGLISH.notice_forgotten] * 2 + [ENGLISH.notice_wait.format(wait="1 minute"), None, None]


async def test_a_group_has_a_limit_that_its_members_share(strict: House) -> None:
    """Each keeps theirs; the fourth answer within the minute is the group's refusal, and it comes once."""
    members = [Address(Platform.TELEGRAM, 100 + number) for number in range(6)]
    answers = [await strict.say(member, "/start", GROUP) for member in members]
    assert answers == [ENGLISH.start] * 3 + [ENGLISH.group_wait.format(wait="1 minute"), "", ""]
    assert await strict.say(members[5], "/start") == ENGLISH.start, "in private it is not the group's"
    strict.clock.forward(seconds=60)
    assert await strict.say(members[5], "/start", GROUP) == ENGLISH.start


async def test_what_a_flooder_is_refused_uses_up_nothing_of_the_group(strict: House) -> None:
    """One member's ten memes leave the group what they did not get."""
    flooder, other = MEMBER, Address(Platform.TELEGRAM, 100)
    for _ in range(10):
        await strict.say(flooder, "/meme", GROUP)
    assert await strict.say(other, "/start", GROUP) == ENGLISH.start


async def test_moderators_may_work_as_fast_as_they_can(strict: House) -> None:
    """They are held to the limit of memes alone, and use up nothing of the group's."""
    assert all([await strict.say(MODERATOR, "/queue", GROUP) for _ in range(9)])
    drafts = [await strict.draft() for _ in range(5)]
    notices = [await strict.press(MODERATOR, f"approve:{draft.id}") for draft in drafts]
    assert notices == [ENGLISH.notice_approved] * 5
    assert await strict.say(MEMBER, "/start", GROUP) == ENGLISH.start
    assert [bool(await strict.say(MODERATOR, "/meme")) for _ in range(4)] == [True, True, True, False]


async def test_talk_in_a_group_counts_for_nobody(strict: House) -> None:
    """It gets no answer."""
    for _ in range(9):
        assert await strict.say(MEMBER, "hello", GROUP) == ""
    assert await strict.say(MEMBER, "/start", GROUP) == ENGLISH.start


async def test_a_limit_on_one_platform_is_none_on_the_other(strict: House) -> None:
    """The same number there is another person."""
    for _ in range(4):
        await strict.say(MEMBER, "/start")
    assert await strict.say(VK_MEMBER, "/start") == ENGLISH.start
