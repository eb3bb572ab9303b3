"""Inline mode: of what a person types only the last is answered, within the same limits and under the same guards."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count

import pytest

from bot.chat.inline import InlineDesk
from bot.chat.words_en import ENGLISH
from bot.chat.words_ru import RUSSIAN
from bot.domain.caption import Caption
from bot.domain.limits import Limits
from bot.domain.member import Address, Platform, Role
from bot.domain.message import InlineQuery, Offer, OfferedPicture
from bot.errors import Misconfigured, Refused, Retryable
from tests.chat.fakes import PEOPLE, House, template

MEMBER = PEOPLE[Role.MEMBER]


@dataclass
class Shown:
    """What people were offered, and the fault that comes next."""

    offers: list[tuple[InlineQuery, Offer]] = field(default_factory=list)
    fault: Exception | None = None

    async def answer_inline(self, query: InlineQuery, offer: Offer) -> None:
        if self.fault is not None:
            raise self.fault
        self.offers.append((query, offer))


@dataclass
class Typist:
    """People who type to a desk. `pause` is what the desk waits for before it answers."""

    desk: InlineDesk
    shown: Shown
    pause: asyncio.Event
    keys: "count[int]" = field(default_factory=count)

    def types(self, text: str, person: Address = MEMBER, language: str | None = None) -> None:
        self.desk.receive(InlineQuery(f"q{next(self.keys)}", person, text, "token", language))

    async def asks(self, text: str, person: Address = MEMBER, language: str | None = None) -> Offer:
        """Type and wait."""
        self.types(text, person, language)
        self.pause.set()
        await self.desk.idle()
        return self.shown.offers[-1][1]


@pytest.fixture
async def typist(house: House) -> AsyncIterator[Typist]:
    shown, pause = Shown(), asyncio.Event()

    async def sleep(_seconds: float) -> None:
        await pause.wait()

    desk = InlineDesk(house.reach, house.languages, shown, sleep)
    yield Typist(desk, shown, pause)
    await desk.close(0)


async def test_three_texts_are_offered_that_begin_with_the_words(house: House, typist: Typist) -> None:
    """An empty query gets three too."""
    assert (await typist.asks("On Monday")).texts == ("On Monday text 1", "On Monday text 2", "On Monday text 3")
    assert (await typist.asks("")).texts == ("text 4", "text 5", "text 6")
    assert house.writer.asked[0].within_s is not None
    assert house.writer.asked[0].within_s <= 10


async def test_of_what_a_person_types_only_the_last_is_answered(house: House, typist: Typist) -> None:
    """A query for every keystroke, one request to the writer; somebody else's is not touched."""
    for end in range(1, 10):
        typist.types("On Monday"[:end])
    typist.types("hm", PEOPLE[Role.ADMIN])
    await typist.asks("On Monday!")
    assert {(query.sender, query.text) for query, _ in typist.shown.offers} == {
        (MEMBER, "On Monday!"), (PEOPLE[Role.ADMIN], "hm"),
    }  # fmt: skip
    assert len(house.writer.asked) == 2


async def test_memes_asked_for_inline_and_in_chat_share_a_limit(house: House, typist: Typist) -> None:
    """The note says how long to wait, and leads to the private chat, which says it too."""
    assert (await typist.asks("one")).texts
    await house.say(MEMBER, "/meme")
    offer = await typist.asks("two")
    assert (offer.texts, offer.note, offer.start) == ((), ENGLISH.inline_wait.format(wait="1 minute"), "wait")
    house.clock.forward(seconds=20)
    assert await house.say(MEMBER, "/start wait") == ENGLISH.meme_wait.format(wait="40 seconds")
    house.clock.forward(seconds=40)
    assert await house.say(MEMBER, "/start wait") == ENGLISH.free_now


async def test_a_note_speaks_the_persons_language(house: House, typist: Typist) -> None:
    """What was chosen in private counts before what the client says."""
    house.writer.fault = Misconfigured("no checkpoint")
    assert (await typist.asks("", language="ru")).note == RUSSIAN.inline_absent
    await house.say(MEMBER, "/language en")
    assert (await typist.asks("", language="ru")).note == ENGLISH.inline_absent


@pytest.mark.parametrize(
    ("fault", "note"),
    [
        (Retryable("busy", 3), ENGLISH.inline_busy.format(wait="3 seconds")),
        (Misconfigured("no checkpoint"), ENGLISH.inline_absent),
        (Refused("unknown letters"), ENGLISH.inline_refuses),
    ],
)
async def test_a_writer_that_cannot_is_excused(house: House, typist: Typist, fault: Exception, note: str) -> None:
    """In a note, never kept by the platform."""
    house.writer.fault = fault
    offer = await typist.asks("hello")
    assert (offer.texts, offer.note, offer.kept_s) == ((), note, 0)


async def test_too_many_words_to_begin_with_are_declined(house: House, typist: Typist) -> None:
    """Without asking the writer; broken text is mended first."""
    assert (await typist.asks("a" * 201)).note == ENGLISH.inline_refuses
    assert house.writer.asked == []
    await typist.asks("half \ud800 of a pair \0")
    assert house.writer.asked[0].prime == "half � of a pair"


async def test_the_banned_are_not_answered(typist: Typist) -> None:
    """Not even with a note."""
    typist.types("hello", PEOPLE[Role.BANNED])
    typist.pause.set()
    await typist.desk.idle()
    assert typist.shown.offers == []


@pytest.mark.parametrize("fault", [Retryable("down"), ZeroDivisionError("a bug")])
async def test_an_answer_that_cannot_go_out_does_not_stop_the_next(typist: Typist, fault: Exception) -> None:
    """The same person types on and is answered."""
    typist.shown.fault = fault
    typist.types("one")
    typist.pause.set()
    await typist.desk.idle()
    typist.shown.fault = None
    assert (await typist.asks("two")).texts


async def test_nobody_waits_for_people_who_type(typist: Typist) -> None:
    """However many there are: those beyond two hundred are passed over, and the desk lives on."""
    for number in range(1, 500):
        typist.types("hello", Address(Platform.TELEGRAM, 1000 + number))
    typist.pause.set()
    await typist.desk.idle()
    assert len(typist.shown.offers) == 200
    assert (await typist.asks("hello")).texts


# Pictures


def _offered(caption: Caption) -> OfferedPicture:
    address = f"https://memes.example/{caption.template}/{'/'.join(caption.boxes)}"
    return OfferedPicture(f"{address}.jpg", f"{address}-small.jpg", caption.text)


@pytest.fixture
async def gallery(house: House, typist: Typist) -> AsyncIterator[Typist]:
    """A desk whose pictures the world can see."""
    house.painter.shelf = (template("drake", "no", "yes"),)
    house.restart_with(limits=Limits(memes=100))

    async def sleep(_seconds: float) -> None:
        await typist.pause.wait()

    desk = InlineDesk(house.reach, house.languages, typist.shown, sleep, offered=_offered)
    yield Typist(desk, typist.shown, typist.pause)
    await desk.close(0)


@pytest.mark.parametrize("text", ["drake", "drake about mondays", "about mondays"])
async def test_pictures_are_offered_where_the_world_can_see_them(gallery: Typist, text: str) -> None:
    offer = await gallery.asks(text)
    assert len({one.address for one in offer.pictures}) == 3
    assert all(one.address.startswith("https://memes.example/drake/") for one in offer.pictures)
    assert offer.texts == ()


async def test_ones_own_words_are_offered_once_and_held_to_what_is_banned(gallery: Typist) -> None:
    offer = await gallery.asks("drake work | sleep")
    assert [one.words for one in offer.pictures] == ["work\n\nsleep"]
    for refused in ("drake voldemort | sleep", "drake a | b | c"):
        assert (await gallery.asks(refused)).note == ENGLISH.inline_refuses


async def test_what_moves_is_no_photo_and_leads_to_the_private_chat(house: House, gallery: Typist) -> None:
    house.painter.shelf = (template("loading", "now", is_animated=True),)
    offer = await gallery.asks("loading about mondays")
    assert (offer.pictures, offer.start) == ((), "meme-loading")


async def test_words_that_name_no_template_are_offered_as_texts(gallery: Typist) -> None:
    assert len((await gallery.asks("On Monday")).texts) == len((await gallery.asks("")).texts) == 3


async def test_where_the_world_sees_no_pictures_a_template_leads_to_the_private_chat(
    house: House, typist: Typist
) -> None:
    """Pressed, the note opens it with /start, which draws."""
    house.painter.shelf = (template("drake", "no", "yes"),)
    offer = await typist.asks("drake about mondays")
    assert (offer.note, offer.start, offer.texts) == (
        ENGLISH.inline_picture.format(template="Drake"), "meme-drake", (),
    )  # fmt: skip
    assert len((await typist.asks("drake")).texts) == 3
    house.clock.forward(minutes=2)
    await house.say(MEMBER, f"/start {offer.start}")
    shown = house.telegram.sent[-1][1]
    assert shown.pictures[0].data.startswith(b"drake: ")
    assert await house.say(MEMBER, "/start meme-nothing") == ENGLISH.start
