"""What members ask for and hear."""

from datetime import timedelta

import pytest

from bot.chat.words_en import ENGLISH
from bot.chat.words_ru import RUSSIAN
from bot.domain.member import Role
from bot.errors import Misconfigured, Refused, Retryable
from tests.chat.fakes import GROUP, PEOPLE, VK_MEMBER, House

MEMBER, ADMIN = PEOPLE[Role.MEMBER], PEOPLE[Role.ADMIN]


@pytest.mark.parametrize("text", ["/meme", "!meme", "/мем", "/Meme@wall_bot", "!МЕМ"])
async def test_a_meme_is_written_by_any_of_its_names(house: House, text: str) -> None:
    """Slash or exclamation mark, Latin or Cyrillic, any case."""
    assert await house.say(MEMBER, text) == "text 1"


async def test_a_meme_begins_with_the_members_words(house: House) -> None:
    """What follows the command is the prime, and the bot's present temperature holds."""
    await house.say(ADMIN, "/temperature 1,5")
    assert await house.say(MEMBER, "/meme On Monday") == "On Monday text 1"
    assert (house.writer.asked[-1].prime, house.writer.asked[-1].temperature) == ("On Monday", 1.5)


async def test_a_long_beginning_is_declined_without_asking_the_writer(house: House) -> None:
    """The limit is named, with an example, and the member's allowance stays."""
    assert await house.say(MEMBER, "/meme " + "a" * 201) == ENGLISH.meme_too_long.format(limit="200 characters")
    assert house.writer.asked == []


async def test_a_limit_names_the_time_that_remains(house: House) -> None:
    """Two a minute: the third hears how long to wait, to the second, and is served right after that."""
    await house.say(MEMBER, "/meme")
    house.clock.forward(seconds=15)
    await house.say(MEMBER, "/meme")
    assert await house.say(MEMBER, "/meme") == "Easy now! The next one in 45 seconds."
    house.clock.forward(seconds=44)
    assert await house.say(MEMBER, "/meme") == "", "what was said once is not said again in the same window"
    house.clock.forward(seconds=1)
    assert await house.say(MEMBER, "/meme") == "text 3"


async def test_one_members_limit_is_not_anothers(house: House) -> None:
    """Each has an allowance of their own, and the same number on another platform is another person."""
    for _ in range(3):
        await house.say(MEMBER, "/meme")
    assert await house.say(PEOPLE[Role.MODERATOR], "/meme") == "text 3"
    assert await house.say(VK_MEMBER, "/meme") == "text 4"


@pytest.mark.parametrize(
    ("fault", "to_member", "to_admin"),
    [
        (
            Retryable("busy", 3.0),
            ENGLISH.writer_busy.format(wait="3 seconds"),
            ENGLISH.writer_busy.format(wait="3 seconds"),
        ),
        (
            Misconfigured("run `wallflower train`"),
            ENGLISH.writer_absent,
            "I can't write yet: run `wallflower train`",
        ),
        (Refused("unknown letters"), ENGLISH.writer_refuses, ENGLISH.writer_refuses),
    ],
)
async def test_a_writer_that_cannot_is_excused(house: House, fault: Exception, to_member: str, to_admin: str) -> None:
    """Everybody hears what to do next; only admins hear what is wrong inside."""
    house.writer.fault = fault
    assert await house.say(MEMBER, "/meme") == to_member
    assert await house.say(ADMIN, "/meme") == to_admin


async def test_in_a_group_the_answer_is_tied_to_the_question(house: House) -> None:
    """Among others one sees who is answered; in private there is no need."""
    await house.say(MEMBER, "/meme", GROUP)
    await house.say(MEMBER, "/meme")
    assert [message.reply_to for _, message in house.telegram.sent] == [5, None]


@pytest.mark.parametrize("text", ["hello", "!wow", "!!!", "/nonsense", "", "   "])
async def test_a_group_talks_in_peace(house: House, text: str) -> None:
    """What is no command of ours gets no answer in a group."""
    assert await house.say(MEMBER, text, GROUP) == ""
    assert await house.is_all_done()


@pytest.mark.parametrize(
    ("text", "answer"),
    [("hello", ENGLISH.hint), ("!wow", ENGLISH.hint), ("/nonsense", ENGLISH.unknown_command.format(name="nonsense"))],
)
async def test_in_private_one_hears_what_would_work(house: House, text: str, answer: str) -> None:
    """Talk gets a hint, an unknown command its name back."""
    assert await house.say(MEMBER, text) == answer


async def test_a_chat_is_spoken_to_in_its_language(house: House) -> None:
    """What was chosen for a chat holds there and nowhere else, also after a restart."""
    assert await house.say(PEOPLE[Role.MODERATOR], "/language русский", GROUP) == RUSSIAN.language_set
    house.restart(house.reach.habits)
    assert await house.say(MEMBER, "/start", GROUP) == RUSSIAN.start
    assert await house.say(MEMBER, "/start") == ENGLISH.start


async def test_in_private_anybody_chooses_a_language(house: House) -> None:
    """A member's own chat speaks as the member likes; nonsense gets an example."""
    assert await house.say(MEMBER, "/language klingon") == ENGLISH.language_usage
    assert await house.say(MEMBER, "/язык ru") == RUSSIAN.language_set
    assert await house.say(MEMBER, "/start") == RUSSIAN.start


@pytest.mark.parametrize(
    ("client", "expected"),
    [("ru", RUSSIAN), ("ru-RU", RUSSIAN), ("en-GB", ENGLISH), ("de", ENGLISH), ("", ENGLISH), (None, ENGLISH)],
)
async def test_until_a_language_is_chosen_the_persons_client_decides_in_private(
    house: House, client: str | None, expected: object
) -> None:
    """Other languages get the settings'; in a group the client of one person counts for nothing."""
    words = house.languages.chosen(None, is_private=True, client_language=client)
    assert words is expected
    assert house.languages.chosen(None, is_private=False, client_language=client) is ENGLISH


async def test_a_wait_is_named_in_russian_too(house: House) -> None:
    """With the right form of the noun."""
    await house.say(MEMBER, "/language ru")
    await house.say(MEMBER, "/meme")
    await house.say(MEMBER, "/meme")
    house.clock.instant += timedelta(seconds=39)
    assert await house.say(MEMBER, "/meme") == "Не так быстро! Следующий через 21 секунду."
