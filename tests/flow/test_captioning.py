"""Captions are written by a network that knows the template, else box by box; only what fits the template is given."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from bot.domain.caption import Caption
from bot.domain.measured import Measured
from bot.domain.picture import Picture, PictureFormat
from bot.domain.template import Box, Example, Layout, Template
from bot.errors import Refused, Retryable, Unlearned
from bot.flow.captioning import MAX_TITLE_CHARS, Captioning, WrittenCaption, room
from bot.flow.compose import WritingStyle
from bot.flow.guarding import GuardedWriter, GuardRules
from bot.ports import Writer, WritingRequest, WrittenText
from corpus import captions

FINE = Measured(characters=30, lines=2, copied_characters=5, looped_share=0.0, known_words=0.9)


def template(name: str, boxes: int = 2, *, examples: Sequence[Example] = (), **texts: str) -> Template:
    places = tuple(Box(f"b{number}", 0.5, 0.25 * number, 0.9, 0.2) for number in range(boxes))
    return Template(name, {"en": texts.get("title", name)}, Layout.TOP_BOTTOM, places, examples=tuple(examples))


DRAKE = template("drake", examples=[Example("en", ("Getting up", "Five more minutes"), "mondays")])
CAT = template("cat", 1, title="Grumpy cat", examples=[Example("ru", ("Ненавижу понедельники",))])


@dataclass
class ListPainter:
    """Templates in a list; paints nothing."""

    known: tuple[Template, ...] = (DRAKE, CAT)

    def templates(self) -> tuple[Template, ...]:
        return self.known

    def find(self, wish: str) -> Template | None:
        return next((found for found in self.known if found.name == wish), None)

    async def paint(
        self, caption: Caption, *, width: int = 600, written_as: PictureFormat = PictureFormat.JPEG
    ) -> Picture:
        raise AssertionError("nothing is painted here")

    async def paint_on(self, photo: bytes, top: str, bottom: str) -> Picture:
        raise AssertionError("nothing is painted here")

    async def sheet(self, page: int, language: str) -> tuple[Picture, int]:
        raise AssertionError("nothing is painted here")


@dataclass
class CaptionWriter:
    """Goes on from a control line with one of `boxes`, a stroke between two; from other words with short `posts`."""

    boxes: Sequence[str] = ()
    posts: Sequence[str] = ()
    learned: frozenset[str] = frozenset({"drake", "cat"})
    ended: bool = True
    measured: Measured = FINE
    asked: list[WritingRequest] = field(default_factory=list)

    async def write(self, request: WritingRequest) -> list[WrittenText]:
        self.asked.append(request)
        if request.template is not None and request.template not in self.learned:
            raise Unlearned("no captions")
        said = self.posts
        if request.template is not None:
            said = [text.replace("|", captions.BOX) for text in self.boxes]
        if not said:
            return []
        return [
            WrittenText(request.prime + said[place % len(said)], self.ended, "run@1", place, self.measured)
            for place in range(request.count)
        ]


async def written(writer: Writer, wanted: Template = DRAKE, title: str = "", count: int = 1) -> list[WrittenCaption]:
    async def temperature() -> float:
        return 0.7

    return await Captioning(writer, ListPainter(), WritingStyle(), temperature).write(wanted, title, count, seed=1)


async def test_a_network_that_knows_the_template_goes_on_from_its_control_line() -> None:
    writer = CaptionWriter(["up|down"])
    (found,) = await written(writer)
    assert found.caption == Caption("drake", ("up", "down"))
    assert (found.written.text, found.written.checkpoint, found.is_learned) == ("up\n\ndown", "run@1", True)
    (request,) = writer.asked
    assert (request.prime, request.template) == (captions.control_line("drake"), "drake")
    assert request.parts == captions.parts(2)
    assert request.temperature == 0.7


async def test_what_has_the_words_that_were_asked_for_comes_first() -> None:
    """Some captions begin with them: a network that has read few takes no notice of a title in its control line."""
    writer = CaptionWriter(["up|down", " again|down"])
    found = await written(writer, title="mondays", count=2)
    assert [each.caption.boxes for each in found] == [("Mondaysup", "down"), ("Mondays again", "down")]
    control = captions.control_line("drake", "mondays")
    assert {request.prime for request in writer.asked} == {control, f"{control}Mondays"}
    assert len({request.seed for request in writer.asked}) == len(writer.asked)
    (free,) = await written(CaptionWriter(["up|on a Monday"]), title="monday")
    assert free.caption == Caption("drake", ("up", "on a Monday"), "monday")


async def test_a_caption_of_nothing_but_the_title_is_not_given() -> None:
    assert await written(CaptionWriter(["", " "]), CAT, title="mondays") == []


async def test_a_title_that_leaves_no_room_in_the_first_box_stays_in_the_control_line() -> None:
    writer = CaptionWriter(["up|down"])
    small = replace(DRAKE, boxes=(replace(DRAKE.boxes[0], width=0.2, height=0.1), DRAKE.boxes[1]))
    (found,) = await written(writer, small, title="mondays in november")
    assert found.caption.boxes == ("up", "down")
    assert len({request.prime for request in writer.asked}) == 1


@pytest.mark.parametrize(
    "boxes",
    ["up", "up|down|left", "|", "up|", "up|do\x01wn", f"up|do{captions.sigil_of('cat')}wn", "up|" + "x" * 400],
    ids=["too few", "too many", "empty", "one empty", "a heading inside", "another sigil inside", "too long"],
)
async def test_what_does_not_fit_the_template_is_asked_for_again_and_at_last_given_up(boxes: str) -> None:
    writer = CaptionWriter([boxes])
    assert await written(writer) == []
    assert 1 < len(writer.asked) < 10
    seeds = [request.seed for request in writer.asked if request.template is not None]
    assert 1 < len(seeds) == len(set(seeds))


async def test_a_caption_that_was_cut_at_the_limit_is_not_given() -> None:
    assert await written(CaptionWriter(["up|down"], ended=False)) == []


async def test_a_box_may_be_empty_where_an_example_leaves_it_empty() -> None:
    lenient = replace(DRAKE, examples=(Example("en", ("Getting up", "")),))
    (found,) = await written(CaptionWriter(["up|"]), lenient)
    assert found.caption.boxes == ("up", "")


async def test_captions_are_all_different_and_the_best_come_first() -> None:
    found = await written(CaptionWriter(["up|down", "up|down", "left|right"]), count=2)
    assert [each.caption.boxes for each in found] == [("up", "down"), ("left", "right")]
    assert len(await written(CaptionWriter(["up|down"]), count=3)) == 1


async def test_without_a_network_that_knows_the_template_each_box_is_a_short_post_that_fits_it() -> None:
    writer = CaptionWriter(posts=["one", "two", "three", "x" * 200], learned=frozenset())
    (found,) = await written(writer)
    assert not found.is_learned
    assert len(set(found.caption.boxes)) == 2
    assert all(len(text) <= room(box) for text, box in zip(found.caption.boxes, DRAKE.boxes, strict=True))
    assert found.written.text == found.caption.text
    assert found.written.measured == replace(FINE, characters=60, lines=3)
    assert all(request.template is None and not captions.is_caption(request.prime) for request in writer.asked[1:])


async def test_short_posts_make_up_for_what_a_network_that_knows_the_template_can_not_write() -> None:
    writer = CaptionWriter(["up|down"], posts=["one", "two", "three", "four"])
    found = await written(writer, count=2)
    assert [(each.caption.boxes, each.is_learned) for each in found] == [
        (("up", "down"), True),
        (("one", "two"), False),
    ]


async def test_the_first_box_then_begins_with_the_title_if_it_has_the_room() -> None:
    writer = CaptionWriter(posts=[" one", " two", " three"], learned=frozenset())
    (found,) = await written(writer, title="Mondays")
    assert found.caption.boxes[0].startswith("Mondays ")
    assert not found.caption.boxes[1].startswith("Mondays")
    long = "a" * (room(DRAKE.boxes[0]) - 1)
    (found,) = await written(writer, title=long)
    assert not any(long in box for box in found.caption.boxes)


async def test_a_template_of_one_box_is_filled_either_way() -> None:
    (found,) = await written(CaptionWriter(posts=[" one"], learned=frozenset()), CAT, "Mondays")
    assert found.caption.boxes == ("Mondays one",)
    (found,) = await written(CaptionWriter(["no"]), CAT)
    assert found.caption.boxes == ("no",)


async def test_fewer_captions_are_given_where_posts_that_fit_run_out() -> None:
    assert await written(CaptionWriter(posts=["one"], learned=frozenset())) == []
    assert await written(CaptionWriter(posts=["  ", ""], learned=frozenset())) == []


async def test_of_a_post_of_several_lines_the_first_is_taken() -> None:
    writer = CaptionWriter(posts=["one\n  -- somebody", "two\nlines"], learned=frozenset())
    (found,) = await written(writer)
    assert set(found.caption.boxes) == {"one", "two"}


async def test_each_box_gets_posts_of_its_own_size() -> None:
    small = replace(DRAKE, boxes=(DRAKE.boxes[0], Box("small", 0.5, 0.5, 0.1, 0.05)))
    writer = CaptionWriter(posts=["one", "two", "three", "four"], learned=frozenset())
    assert len(await written(writer, small)) == 1
    assert {request.max_chars for request in writer.asked[1:]} == {room(box) for box in small.boxes}


async def test_a_hostile_title_is_one_line_without_sigils_and_not_too_long() -> None:
    writer = CaptionWriter(["up|down"])
    await written(writer, title=f"a{captions.sigil_of('drake')}b\x01\nc\u202e " + "d" * 500)
    title = captions.asked(writer.asked[0].prime)
    assert title.startswith("ab c d")
    assert len(title) == MAX_TITLE_CHARS


async def test_what_the_guards_refuse_is_not_given() -> None:
    copied = CaptionWriter(["up|down"], ["one", "two"], measured=replace(FINE, copied_characters=30))
    assert await written(GuardedWriter(copied, GuardRules())) == []
    banned = CaptionWriter(["up|down"], ["one", "two"], measured=replace(FINE, banned=("дурак",)))
    assert await written(GuardedWriter(banned, GuardRules())) == []


@pytest.mark.parametrize("error", [Retryable("later"), Refused("a banned word")])
async def test_the_writers_errors_reach_who_asked(error: Exception) -> None:
    class Failing:
        async def write(self, request: WritingRequest) -> list[WrittenText]:
            raise error

    with pytest.raises(type(error)):
        await written(Failing())


def captioning(*known: Template) -> Captioning:
    async def temperature() -> float:
        return 0.8

    return Captioning(CaptionWriter(), ListPainter(known), WritingStyle(), temperature)


@pytest.mark.parametrize(
    ("title", "expected"),
    [("mondays", "drake"), ("понедельник", "cat"), ("a GRUMPY neighbour", "cat"), ("getting out of bed", "drake")],
)
def test_a_template_is_chosen_by_the_words_of_its_names_and_examples(title: str, expected: str) -> None:
    chosen = [captioning(DRAKE, CAT).for_title(title, seed) for seed in range(8)]
    assert {found.name for found in chosen if found} == {expected}


def test_without_a_word_in_common_any_template_may_come_and_the_seed_decides() -> None:
    desk = captioning(DRAKE, CAT)
    chosen = [desk.for_title("zebra", seed) for seed in range(40)]
    assert {found.name for found in chosen if found} == {"drake", "cat"}
    assert chosen == [desk.for_title("zebra", seed) for seed in range(40)]
    assert captioning().for_title("zebra") is None
