"""The captions of an album: as many as were asked for, on one template or several, or what there was time for."""

from dataclasses import dataclass, field, replace

import pytest

from bot.domain.template import Template
from bot.errors import Misconfigured, Retryable, WallflowerError
from bot.flow.albums import write_album
from bot.flow.captioning import Captioning
from bot.flow.compose import WritingStyle
from bot.ports import WritingRequest, WrittenText
from tests.flow.test_captioning import CAT, DRAKE, CaptionWriter, ListPainter

DANCE = replace(CAT, name="dance", is_animated=True)


@dataclass
class TiringWriter(CaptionWriter):
    """Writes numbered short posts; fails from its nth answer on."""

    tires_after: int = 99
    error: WallflowerError = field(default_factory=lambda: Retryable("tired", 5))
    written: int = 0

    async def write(self, request: WritingRequest) -> list[WrittenText]:
        if request.template is None and self.tires_after <= 0:
            raise self.error
        if request.template is None:
            self.tires_after -= 1
            self.posts = [f"{request.prime} post {self.written + number}" for number in range(request.count)]
            self.written += request.count
        return await super().write(request)


def captioning(writer: TiringWriter, *known: Template) -> Captioning:
    async def temperature() -> float:
        return 0.8

    return Captioning(writer, ListPainter(known), WritingStyle(), temperature)


def writer(tires_after: int = 99) -> TiringWriter:
    return TiringWriter(learned=frozenset(), tires_after=tires_after)


async def test_all_are_on_the_template_that_was_named_and_no_two_alike() -> None:
    found = await write_album(captioning(writer(), DRAKE, CAT), 4, CAT)
    assert [one.caption.template for one in found] == ["cat"] * 4
    assert len({one.caption.text for one in found}) == 4


async def test_without_a_name_what_has_to_do_with_the_title_comes_first_and_nothing_moves() -> None:
    for seed in range(8):
        found = await write_album(captioning(writer(), DANCE, DRAKE, CAT), 2, title="mondays", seed=seed)
        assert [one.caption.template for one in found] == ["drake", "cat"]
    assert await write_album(captioning(writer(), DANCE), 3) == []


async def test_of_few_templates_each_comes_as_often_as_it_must() -> None:
    found = await write_album(captioning(writer(), DRAKE, CAT), 5)
    assert sorted(one.caption.template for one in found) in (["cat"] * 2 + ["drake"] * 3, ["cat"] * 3 + ["drake"] * 2)


async def test_what_is_written_before_the_writer_has_no_time_any_more_is_an_answer() -> None:
    found = await write_album(captioning(writer(1), CAT, replace(CAT, name="dog")), 2)
    assert len(found) == 1
    with pytest.raises(Retryable):
        await write_album(captioning(writer(0), CAT, DRAKE), 2)


async def test_when_the_time_is_over_no_more_are_asked_for() -> None:
    tired = writer()
    found = await write_album(captioning(tired, CAT, replace(CAT, name="dog")), 2, within_s=0.0)
    assert len(found) == 1
    assert len({request.prime for request in tired.asked if request.template}) == 1


async def test_a_trouble_that_does_not_pass_is_told() -> None:
    broken = writer(1)
    broken.error = Misconfigured("no checkpoint")
    with pytest.raises(Misconfigured):
        await write_album(captioning(broken, CAT, replace(CAT, name="dog")), 2)
