"""/meme with pictures: on a template or a photo, with the bot's words or the member's; /templates, /text, likes."""

from dataclasses import replace

import pytest

from bot.chat.memes import MAX_OWN
from bot.chat.words_en import ENGLISH
from bot.chat.words_ru import RUSSIAN
from bot.domain.audit import Signature
from bot.domain.caption import Caption
from bot.domain.limits import Limits
from bot.domain.member import Role
from bot.domain.message import Message
from bot.domain.unreadable import Unreadable, UnreadablePicture
from bot.errors import Misconfigured, Refused, Retryable
from tests.chat.fakes import GROUP, HABITS, PEOPLE, VK_MEMBER, House, template

MEMBER = PEOPLE[Role.MEMBER]
DRAKE = template("drake", "no", "yes", aliases=("дрейк",))
SIGN = template("sign", "words")


@pytest.fixture
def pictured(house: House) -> House:
    """A house with templates, where much may be asked."""
    house.painter.shelf = (DRAKE, SIGN)
    house.restart_with(limits=replace(HABITS.limits, memes=100))
    return house


def last(house: House) -> Message:
    """What was sent last on Telegram."""
    return house.telegram.sent[-1][1]


def picture(message: Message) -> str:
    """What the picture of a message shows."""
    (shown,) = message.pictures
    return shown.data.decode()


async def test_a_meme_is_a_picture_on_a_template_with_words_of_the_network(pictured: House) -> None:
    assert await pictured.say(MEMBER, "/meme drake") == ""
    shown = last(pictured)
    assert picture(shown).startswith("drake: text ")
    assert [button.label for row in shown.buttons for button in row] == ["👍", "👎"]


async def test_what_it_is_to_be_about_goes_to_the_writer_in_both_languages(pictured: House) -> None:
    for text in ("/meme drake about mondays", "/мем дрейк про mondays", "!meme дрейк: mondays"):
        await pictured.say(MEMBER, text)
        assert picture(last(pictured)).startswith("drake: mondays text ")


async def test_without_a_name_the_bot_chooses_and_takes_up_its_choice_after_a_crash(pictured: House) -> None:
    chosen = set()
    for number in range(20):
        await pictured.say(VK_MEMBER, "/meme", key=f"a{number}")
        chosen.add(picture(pictured.vk.sent[-1][1]).partition(":")[0])
    assert chosen == {"drake", "sign"}


@pytest.mark.parametrize("text", ["/meme drake work | sleep", "/meme drake\nwork\nsleep", "/meme work | sleep"])
async def test_ones_own_words_need_no_network(pictured: House, text: str) -> None:
    pictured.writer.fault = Misconfigured("no checkpoint")
    await pictured.say(MEMBER, text)
    assert picture(last(pictured)) == "drake: work / sleep"
    assert pictured.writer.asked == []


async def test_boxes_that_are_not_filled_stay_empty(pictured: House) -> None:
    await pictured.say(MEMBER, "/meme drake | sleep")
    assert picture(last(pictured)) == "drake:  / sleep"


@pytest.mark.parametrize("words", ["voldemort", "v0ldem0rt", "иди нахуй"])
async def test_ones_own_words_may_hold_no_banned_word(pictured: House, words: str) -> None:
    """Of the settings, of the chat, of the built-in list."""
    assert await pictured.say(MEMBER, f"/meme drake {words} | sleep") == ENGLISH.meme_own_banned
    await pictured.reach.banning.ban("duck", Signature(str(MEMBER), pictured.clock.now()))
    assert await pictured.say(MEMBER, "/meme drake a | a d u c k") == ENGLISH.meme_own_banned


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("/meme drake a | b | c", ENGLISH.meme_too_many_boxes.format(template="Drake", boxes="2 texts")),
        ("/meme a | b | c", ENGLISH.meme_no_template_for.format(boxes="2 texts")),
        ("/meme drake | ", ENGLISH.meme_own_empty),
        ("/meme drake | " + "x" * (MAX_OWN + 1), ENGLISH.meme_own_too_long.format(limit="600 characters")),
        ("/meme drake " + "x" * 201, ENGLISH.meme_too_long.format(limit="200 characters")),
        (
            "/meme drakke",
            ENGLISH.meme_unknown_template.format(name="drakke", names="/meme drake: Drake"),
        ),
    ],
)
async def test_what_can_not_be_drawn_is_said_in_a_sentence(pictured: House, text: str, answer: str) -> None:
    assert await pictured.say(MEMBER, text) == answer
    assert pictured.writer.asked == []


async def test_a_caption_that_can_not_be_painted_is_no_trouble_of_ours(pictured: House) -> None:
    pictured.painter.most_characters = 5
    assert await pictured.say(MEMBER, "/meme drake working | sleeping") == ENGLISH.meme_unpaintable


async def test_words_that_name_no_template_begin_a_text_as_ever(pictured: House) -> None:
    assert await pictured.say(MEMBER, "/meme On Monday") == "On Monday text 1"
    assert last(pictured).pictures == ()


async def test_a_text_can_be_had_though_there_are_templates(pictured: House) -> None:
    assert await pictured.say(MEMBER, "/text") == "text 1"
    assert await pictured.say(MEMBER, "/текст drake") == "drake text 2"


async def test_without_templates_a_meme_is_a_text(house: House) -> None:
    assert await house.say(MEMBER, "/meme drake") == "drake text 1"


@pytest.mark.parametrize("fault", [Retryable("busy", 3), Misconfigured("none"), Refused("no")])
async def test_trouble_of_the_writer_is_told_as_for_texts(pictured: House, fault: Exception) -> None:
    pictured.writer.fault = fault
    said = await pictured.say(MEMBER, "/meme drake")
    pictured.writer.fault = fault
    assert said == await pictured.say(MEMBER, "/text")


async def test_pictures_count_against_the_limit_of_memes(house: House) -> None:
    house.painter.shelf = (DRAKE,)
    house.restart_with(limits=Limits(memes=2))
    for _ in range(2):
        await house.say(MEMBER, "/meme drake a | b")
        assert last(house).pictures
    assert "Easy now" in await house.say(MEMBER, "/meme drake a | b")


# Photos


async def test_a_photo_that_is_answered_gets_a_caption(pictured: House) -> None:
    pictured.photos.kept["ref"] = b"cat"
    await pictured.say(MEMBER, "/meme", GROUP, reply_photo="ref")
    assert picture(last(pictured)).startswith("cat: text ")
    assert last(pictured).reply_to == 5


async def test_a_photo_that_comes_with_the_command_is_meant_before_one_that_is_answered(pictured: House) -> None:
    pictured.photos.kept |= {"sent": b"cat", "answered": b"dog"}
    await pictured.say(MEMBER, "/meme when | monday", photo="sent", reply_photo="answered")
    assert picture(last(pictured)) == "cat: when / monday"


async def test_who_names_a_template_wants_it_whatever_they_answer(pictured: House) -> None:
    await pictured.say(MEMBER, "/meme drake a | b", reply_photo="gone")
    assert picture(last(pictured)) == "drake: a / b"


async def test_a_photo_needs_no_templates(house: House) -> None:
    house.photos.kept["ref"] = b"cat"
    await house.say(MEMBER, "/meme when | monday", reply_photo="ref")
    assert picture(last(house)) == "cat: when / monday"


async def test_banned_words_go_on_no_photo(pictured: House) -> None:
    pictured.photos.kept["ref"] = b"cat"
    assert await pictured.say(MEMBER, "/meme voldemort | monday", reply_photo="ref") == ENGLISH.meme_own_banned


@pytest.mark.parametrize("why", Unreadable)
async def test_a_file_that_is_no_picture_is_told_so_and_nothing_is_written(pictured: House, why: Unreadable) -> None:
    pictured.photos.kept["ref"] = b"not a picture"
    pictured.painter.fault = UnreadablePicture(why, "in English")
    assert await pictured.say(MEMBER, "/meme", reply_photo="ref") == ENGLISH.unreadable[why]
    assert await pictured.say(MEMBER, "/meme a | b", reply_photo="ref") == ENGLISH.unreadable[why]
    assert pictured.writer.asked == []


async def test_a_photo_that_is_gone_or_can_not_be_loaded_now_is_told_so(pictured: House) -> None:
    assert await pictured.say(MEMBER, "/meme", reply_photo="gone") == ENGLISH.meme_photo_gone
    pictured.photos.fault = Retryable("later", 5)
    assert await pictured.say(MEMBER, "/meme", reply_photo="gone") == ENGLISH.meme_photo_later
    pictured.photos.fault = UnreadablePicture(Unreadable.TOO_MANY_BYTES, "in English")
    assert await pictured.say(MEMBER, "/meme", reply_photo="gone") == ENGLISH.unreadable[Unreadable.TOO_MANY_BYTES]


async def test_a_photo_alone_in_private_is_told_what_to_do_and_in_a_group_nothing(pictured: House) -> None:
    assert await pictured.say(MEMBER, "", photo="ref") == ENGLISH.photo_hint
    assert await pictured.say(MEMBER, "", GROUP, photo="ref") == ""


async def test_where_many_photos_are_in_work_the_next_is_asked_to_come_later(pictured: House) -> None:
    """Nobody waits for a place: a platform that gives photos slowly would hold up all who ask for something else."""
    pictured.photos.kept["ref"] = b"cat"
    places = pictured.reach.photo_places
    while not places.locked():
        await places.acquire()
    assert await pictured.say(MEMBER, "/meme", reply_photo="ref") == ENGLISH.meme_photo_later
    places.release()
    assert await pictured.say(MEMBER, "/meme", reply_photo="ref") == ""
    assert picture(last(pictured)).startswith("cat: ")
    assert not places.locked()


# Likes, /top


async def test_a_like_changes_the_buttons_and_top_shows_the_words(pictured: House) -> None:
    """The picture is given again: VK would take it away."""
    await pictured.say(MEMBER, "/meme drake work | sleep", GROUP)
    number = len(pictured.telegram.sent)
    action = last(pictured).buttons[0][0].action
    assert await pictured.press(MEMBER, action, GROUP, number) == ENGLISH.notice_liked.format(likes=1, dislikes=0)
    await pictured.desk.faces.redraw()
    face = pictured.telegram.faces[GROUP, number]
    assert (face.text, picture(face), face.buttons[0][0].label) == ("", "drake: work / sleep", "👍 1")
    assert "work\n\nsleep" in await pictured.say(MEMBER, "/top", GROUP)


async def test_a_like_under_a_members_photo_changes_the_buttons_and_leaves_the_picture(pictured: House) -> None:
    """The photo is kept nowhere, so that it could not be given again."""
    pictured.photos.kept["ref"] = b"cat"
    await pictured.say(MEMBER, "/meme a | b", GROUP, reply_photo="ref")
    number = len(pictured.telegram.sent)
    await pictured.press(MEMBER, last(pictured).buttons[0][0].action, GROUP, number)
    await pictured.desk.faces.redraw()
    face = pictured.telegram.faces[GROUP, number]
    assert (picture(face), face.buttons[0][0].label) == ("cat: a / b", "👍 1")


async def test_numbers_under_a_members_photo_that_cannot_be_shown_now_are_shown_later(pictured: House) -> None:
    pictured.photos.kept["ref"] = b"cat"
    await pictured.say(MEMBER, "/meme a | b", GROUP, reply_photo="ref")
    number = len(pictured.telegram.sent)
    await pictured.press(MEMBER, last(pictured).buttons[0][1].action, GROUP, number)
    pictured.telegram.edit_faults = [Retryable("flood", 1)]
    labels = []
    for _ in range(2):
        await pictured.desk.faces.redraw()
        labels.append(pictured.telegram.faces[GROUP, number].buttons[0][1].label)
    assert labels == ["👎", "👎 1"]


async def test_under_a_picture_whose_template_is_gone_the_numbers_change_too(pictured: House) -> None:
    await pictured.say(MEMBER, "/meme drake work | sleep", GROUP)
    number, action = len(pictured.telegram.sent), last(pictured).buttons[0][0].action
    pictured.painter.shelf = ()
    await pictured.press(MEMBER, action, GROUP, number)
    await pictured.desk.faces.redraw()
    face = pictured.telegram.faces[GROUP, number]
    assert (picture(face), face.buttons[0][0].label) == ("drake: work / sleep", "👍 1")


async def test_a_members_words_are_shown_in_no_other_chat(pictured: House) -> None:
    await pictured.say(MEMBER, "/meme drake work | sleep", GROUP)
    await pictured.press(MEMBER, last(pictured).buttons[0][0].action, GROUP, len(pictured.telegram.sent))
    assert await pictured.say(PEOPLE[Role.ADMIN], "/top all") == ENGLISH.top_empty


# Unasked


async def test_of_what_is_said_unasked_a_share_are_pictures(pictured: House) -> None:
    pictured.restart_with(pictures_share=1.0)
    await pictured.say(PEOPLE[Role.ADMIN], "/chance 100", GROUP)
    await pictured.say(MEMBER, "look at these elephants", GROUP)
    assert "Elephants text" in picture(last(pictured))
    pictured.restart_with(pictures_share=0.0)
    pictured.clock.forward(minutes=1)
    await pictured.say(MEMBER, "look at these elephants", GROUP)
    assert last(pictured).pictures == ()


# The sheet


async def test_templates_are_shown_on_a_sheet_that_is_leafed_through_in_one_message(pictured: House) -> None:
    assert await pictured.say(MEMBER, "/templates", GROUP) == ENGLISH.templates_hint
    shown, number = last(pictured), len(pictured.telegram.sent)
    assert picture(shown) == "sheet 0 en"
    (row,) = shown.buttons
    assert [(one.label, one.action) for one in row] == [("‹", "sheet:3"), ("1/3", "sheet:1"), ("›", "sheet:2")]
    assert await pictured.press(MEMBER, "sheet:2", GROUP, number) == ENGLISH.notice_page
    assert picture(pictured.telegram.faces[GROUP, number]) == "sheet 1 en"
    await pictured.press(MEMBER, "sheet:999", GROUP, number)
    assert picture(pictured.telegram.faces[GROUP, number]) == "sheet 2 en"
    assert [one.label for one in pictured.telegram.faces[GROUP, number].buttons[0]] == ["‹", "3/3", "›"]


async def test_a_page_can_be_named_and_the_sheet_speaks_the_chats_language(pictured: House) -> None:
    await pictured.say(MEMBER, "/language ru")
    assert await pictured.say(MEMBER, "/шаблоны 3") == RUSSIAN.templates_hint
    assert picture(last(pictured)) == "sheet 2 ru"


async def test_what_is_kept_of_a_picture_is_its_caption(pictured: House) -> None:
    await pictured.say(MEMBER, "/meme drake work | sleep")
    reply = await pictured.reach.replies.get(1)
    assert (reply.captions, reply.text) == ((Caption("drake", ("work", "sleep")),), "work\n\nsleep")
