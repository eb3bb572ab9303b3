"""What the bot says in a group by itself: as often as admins want, never in a row, never about its own troubles."""

import pytest

from bot.chat.chance import beginning
from bot.chat.words_en import ENGLISH
from bot.domain.audit import Signature
from bot.domain.limits import Limits
from bot.domain.member import Address, Platform, Role
from bot.errors import Misconfigured, Refused, Retryable, WallflowerError
from tests.chat.fakes import GROUP, NOON, PEOPLE, VK_MEMBER, House

MEMBER, ADMIN = PEOPLE[Role.MEMBER], PEOPLE[Role.ADMIN]
OWNER_SIGNED = Signature(str(PEOPLE[Role.OWNER]), NOON)


async def test_nothing_is_said_unasked_until_an_admin_wants_it(house: House) -> None:
    """And nothing any more when it is switched off."""
    assert await house.say(MEMBER, "hello there", GROUP) == ""
    await house.say(ADMIN, "/chance 100", GROUP)
    assert await house.say(MEMBER, "hello there", GROUP) == "Hello text 1"
    house.clock.forward(minutes=1)
    assert await house.say(ADMIN, "/chance 0", GROUP) == ENGLISH.chance_off
    assert await house.say(MEMBER, "hello there", GROUP) == ""


async def test_the_chance_is_this_groups_and_survives_a_restart(house: House) -> None:
    """It is shown as it was set, with a comma or a percent sign."""
    for text, shown in (("5", "5"), ("2,5", "2.5"), ("7 %", "7"), ("100", "100")):
        assert f"{shown} %" in await house.say(ADMIN, f"/chance {text}", GROUP)
    house.restart(house.reach.habits)
    assert await house.say(ADMIN, "/chance", GROUP) == ENGLISH.chance_now.format(percent="100")
    assert (await house.reach.audit_log.last(1))[0].action == "chat.chance"


@pytest.mark.parametrize("text", ["101", "-1", "often", "5 5", "1e2", "٣"])
async def test_what_is_no_share_gets_an_example(house: House, text: str) -> None:
    """And changes nothing."""
    assert await house.say(ADMIN, f"/chance {text}", GROUP) == ENGLISH.chance_usage
    assert await house.reach.chances.percent(GROUP) == 0


async def test_in_private_there_is_no_chance(house: House) -> None:
    """There every message is answered."""
    assert await house.say(ADMIN, "/chance 5") == ENGLISH.chance_private


async def test_privacy_mode_is_named_where_the_bot_hears_nothing(house: House) -> None:
    """With what to do about it."""
    house.telegram.deaf_in.add(GROUP)
    assert ENGLISH.chance_deaf in await house.say(ADMIN, "/chance 5", GROUP)
    house.telegram.deaf_in.clear()
    assert ENGLISH.chance_deaf not in await house.say(ADMIN, "/chance 5", GROUP)


async def test_on_vk_it_is_said_what_the_bot_needs(house: House) -> None:
    """There is no way to ask whether it has it."""
    await house.reach.members.change(VK_MEMBER, Role.ADMIN, OWNER_SIGNED, None)
    group = Address(Platform.VK, 2_000_000_009)
    assert ENGLISH.chance_vk in await house.say(VK_MEMBER, "/chance 5", group)
    assert await house.say(VK_MEMBER, "/chance 0", group) == ENGLISH.chance_off


async def test_about_as_many_messages_are_answered_as_was_said(house: House) -> None:
    """Of 400 at 25 %; the same update always falls the same way."""
    house.restart_with(limits=Limits(group=1000, unasked_gap=Limits().unasked_gap * 0))
    await house.say(ADMIN, "/chance 25", GROUP)
    for number in range(400):
        await house.desk.receive(house.message(MEMBER, "hello", GROUP, key=f"u{number}"))
    await house.desk.idle()
    assert 70 <= len(house.writer.asked) <= 130


async def test_it_does_not_speak_twice_in_a_row(house: House) -> None:
    """Half a minute lies between, whoever writes and however much."""
    await house.say(ADMIN, "/chance 100", GROUP)
    answers = [bool(await house.say(person, "hello", GROUP)) for person in [MEMBER, ADMIN] * 4]
    assert answers == [True] + [False] * 7
    house.clock.forward(seconds=30)
    assert await house.say(MEMBER, "hello", GROUP)


async def test_it_keeps_the_groups_limit_without_using_up_its_refusal(house: House) -> None:
    """Where the group has had its answers, nothing is said unasked."""
    house.restart_with(limits=Limits(group=2))
    await house.say(ADMIN, "/chance 100", GROUP)
    for _ in range(2):
        await house.say(MEMBER, "/start", GROUP)
    assert await house.say(MEMBER, "hello", GROUP) == ""
    assert await house.say(MEMBER, "/start", GROUP) == ENGLISH.group_wait.format(wait="1 minute")


@pytest.mark.parametrize("text", ["/nonsense", "/nonsense hello there", "", "   "])
async def test_commands_are_not_talk(house: House, text: str) -> None:
    """Other bots' neither; speech that only looks like one is."""
    await house.say(ADMIN, "/chance 100", GROUP)
    assert await house.say(MEMBER, text, GROUP) == ""
    assert await house.say(MEMBER, "!wonderful, this umbrella", GROUP) == "Wonderful text 1"


@pytest.mark.parametrize("fault", [Retryable("busy"), Misconfigured("no checkpoint"), Refused("unknown letters")])
async def test_its_troubles_are_not_the_groups(house: House, fault: WallflowerError) -> None:
    """Nobody asked, so nobody hears of them."""
    await house.say(ADMIN, "/chance 100", GROUP)
    house.writer.fault = fault
    assert await house.say(MEMBER, "hello", GROUP) == ""
    assert await house.is_all_done()


async def test_the_banned_are_not_answered_and_vk_has_chances_too(house: House) -> None:
    """A chance set in one group is none in another."""
    await house.say(ADMIN, "/chance 100", GROUP)
    assert await house.say(PEOPLE[Role.BANNED], "hello", GROUP) == ""
    assert await house.say(VK_MEMBER, "hello", GROUP) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [("who has seen my umbrella?", "Umbrella"), ("кто видел мой зонтик", "Зонтик"), ("ok", ""), ("", ""),
     ("1234 5678", ""), ("this that", "This"), ("a" * 25, "A" + "a" * 23), ("see https://example.org", "Example")],
)  # fmt: skip
def test_an_answer_begins_with_the_longest_word(text: str, expected: str) -> None:
    """The first of the longest, as a post would begin; short words say too little."""
    assert beginning(text) == expected
