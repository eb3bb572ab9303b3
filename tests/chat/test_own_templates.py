"""/template: admins make templates of photos, remove them, and let the bot find some."""

import pytest

from bot.chat.words_en import ENGLISH
from bot.chat.words_ru import RUSSIAN
from bot.domain.box_wish import parse_boxes
from bot.domain.member import Role
from bot.domain.template import Layout, Template
from bot.domain.unreadable import Unreadable, UnreadablePicture
from bot.errors import Misconfigured, Refused, Retryable
from bot.ports import WallPhoto
from tests.chat.fakes import PEOPLE, House, template

ADMIN = PEOPLE[Role.ADMIN]


@pytest.fixture
def photographed(house: House) -> House:
    """A house where a photo was sent."""
    house.photos.kept["ref"] = b"cat"
    return house


async def _deeds(house: House) -> list[tuple[str, str]]:
    return [(entry.action, entry.object) for entry in await house.reach.audit_log.last(9)]


async def test_an_answered_photo_becomes_a_template_with_words_at_its_top_and_bottom(photographed: House) -> None:
    said = await photographed.say(ADMIN, "/template Cat", reply_photo="ref")
    assert said == ENGLISH.template_added.format(name="cat", boxes="top, bottom")
    (made,) = photographed.painter.shelf
    assert (made.name, made.layout, made.is_shipped) == ("cat", Layout.TOP_BOTTOM, False)
    assert ("template.add", "cat") in await _deeds(photographed)
    listed = await photographed.say(ADMIN, "/template")
    assert "cat: cat (top, bottom)" in listed


async def test_boxes_are_said_after_the_name(photographed: House) -> None:
    await photographed.say(ADMIN, "/шаблон cat сверху | лапа: 10,60,35,20", photo="ref")
    assert [(box.name, box.x, box.y) for box in photographed.painter.shelf[0].boxes][1] == ("лапа", 0.275, 0.7)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/template cat tail", ENGLISH.template_boxes),
        ("/template cat top | top", ENGLISH.template_boxes),
        ("/template cat " + "top | " * 20, ENGLISH.template_boxes),
    ],
)
async def test_boxes_that_cannot_be_read_get_an_example(photographed: House, text: str, said: str) -> None:
    assert await photographed.say(ADMIN, text, reply_photo="ref") == said
    assert photographed.painter.shelf == ()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (UnreadablePicture(Unreadable.TOO_MANY_PIXELS, "no"), ENGLISH.unreadable[Unreadable.TOO_MANY_PIXELS]),
        (Refused("a name"), ENGLISH.template_name),
    ],
)
async def test_what_can_be_no_template_is_said_and_not_logged_as_done(
    photographed: House, fault: Exception, said: str
) -> None:
    photographed.keeper.fault = fault
    assert await photographed.say(ADMIN, "/template cat", reply_photo="ref") == said
    assert await _deeds(photographed) == []


async def test_a_photo_that_is_gone_or_late_is_said(photographed: House) -> None:
    assert await photographed.say(ADMIN, "/template cat", reply_photo="other") == ENGLISH.meme_photo_gone
    photographed.photos.fault = Retryable("later")
    assert await photographed.say(ADMIN, "/template cat", reply_photo="ref") == ENGLISH.meme_photo_later
    assert await photographed.say(ADMIN, "/template learn", reply_photo="ref") == ENGLISH.meme_photo_later


async def test_without_a_photo_it_is_said_how(house: House) -> None:
    assert await house.say(ADMIN, "/template cat") == ENGLISH.template_usage
    assert await house.say(ADMIN, "/template") == f"{ENGLISH.template_none}\n{ENGLISH.template_usage}"
    await house.say(ADMIN, "/language ru")
    assert await house.say(ADMIN, "/шаблон cat") == RUSSIAN.template_usage


async def test_a_taken_name_is_refused_and_shipped_templates_are_not_removed(photographed: House) -> None:
    await photographed.say(ADMIN, "/template cat", reply_photo="ref")
    photographed.painter.shelf += (template("drake", "no", "yes"),)
    again = await photographed.say(ADMIN, "/template cat left | right", reply_photo="ref")
    assert again == ENGLISH.template_taken.format(name="cat")
    for name in ("drake", "nothing", "../cat"):
        assert await photographed.say(ADMIN, f"/template remove {name}") == ENGLISH.template_absent.format(name=name)
    assert await photographed.say(ADMIN, "/template удалить CAT") == ENGLISH.template_removed.format(name="cat")
    assert [one.name for one in photographed.painter.shelf] == ["drake"]
    assert ("template.remove", "cat") in await _deeds(photographed)


async def test_photos_are_put_by_and_then_learned_from(photographed: House) -> None:
    for count in (1, 2):
        said = await photographed.say(ADMIN, "/template learn", reply_photo="ref")
        assert said == ENGLISH.template_put_by.format(pictures=ENGLISH.count(count, ENGLISH.pictures))
    assert photographed.keeper.put == [b"cat"] * 2
    assert await photographed.say(ADMIN, "/template learn") == ENGLISH.template_learned_none
    boxes = parse_boxes(())
    photographed.keeper.finds = (
        Template("learned-1", {"en": "Learned 1"}, Layout.TOP_BOTTOM, boxes, is_shipped=False),
    )
    assert "learned-1: top, bottom" in await photographed.say(ADMIN, "/template учись")
    assert ("template.learn", "learned-1") in await _deeds(photographed)


async def test_too_many_photos_put_by_are_said(photographed: House) -> None:
    photographed.keeper.fault = Refused("500")
    assert await photographed.say(ADMIN, "/template learn", reply_photo="ref") == ENGLISH.template_enough
    photographed.keeper.fault = UnreadablePicture(Unreadable.BROKEN, "no")
    said = await photographed.say(ADMIN, "/template learn", reply_photo="ref")
    assert said == ENGLISH.unreadable[Unreadable.BROKEN]


async def test_moderators_and_members_may_not(photographed: House) -> None:
    for role in (Role.MODERATOR, Role.MEMBER):
        await photographed.say(PEOPLE[role], "/template cat", reply_photo="ref")
    assert photographed.painter.shelf == ()


async def test_from_the_wall_templates_are_learned_in_one_go(house: House) -> None:
    house.photo_wall.posts = [[WallPhoto(f"photo-1_{number}", f"at/{number}", ("vk:42",))] for number in range(3)]
    house.photos.kept = {"at/0": b"cat", "at/1": b"cat"}
    none = ENGLISH.template_wall_none.format(pictures=ENGLISH.count(2, ENGLISH.pictures))
    assert await house.say(ADMIN, "/template learn wall") == none
    boxes = parse_boxes(())
    house.keeper.finds = (Template("learned-1", {"en": "Learned 1"}, Layout.TOP_BOTTOM, boxes, is_shipped=False),)
    assert "learned-1: top, bottom" in await house.say(ADMIN, "/шаблон выучи стену")
    assert ("template.learn", "learned-1") in await _deeds(house)
    assert house.keeper.of_wall == {}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Misconfigured("no key"), ENGLISH.template_no_wall.format(problem="no key")),
        (Retryable("later"), ENGLISH.template_wall_later),
        (Refused("closed"), ENGLISH.template_wall_later),
    ],
)
async def test_a_wall_that_cannot_be_read_is_said(house: House, fault: Exception, said: str) -> None:
    house.photo_wall.fault = fault
    assert await house.say(ADMIN, "/template learn wall") == said
    assert await _deeds(house) == []
