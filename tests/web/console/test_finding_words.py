"""Whatever the doctor may find is told in Russian on the console, with the same facts as in English."""

from datetime import UTC, datetime, timedelta
from string import Formatter

import pytest

from bot.chat.language import LANGUAGES
from bot.doctor.ailments import ailments, soundnesses
from bot.doctor.finding import Ailment, Level, Soundness
from bot.domain.fact import Fact, Share, Size
from bot.domain.finding import Finding
from bot.web.console.assets import Assets
from bot.web.console.finding_face import face
from bot.web.console.rendering import Rendering
from bot.web.console.words.findings import RUSSIAN
from tests.web.console.latin import english_in

ALL: tuple[Ailment | Soundness, ...] = (*ailments(), *soundnesses())
RENDERING = Rendering((), Assets(), "Europe/Moscow")

# A value of the kind that each fact is of; what is a word of ours, as the doctor says it.
FACTS: dict[str, Fact] = {
    "age": timedelta(days=3), "apart": timedelta(minutes=4), "until": datetime(2026, 11, 21, 12, tzinfo=UTC),
    "free": Size(50_000_000), "taken": Size(2_500_000_000), "most": Size(2_000_000_000), "size": Size(1_000_000),
    "takers": (Share("checkpoints/monday", Size(3_000_000)),), "parts": (Share("pictures put by", Size(7_000_000)),),
    "kind": "community", "consequence": "memes can't be sent", "what": "reading the wall",
    "verb": "wallflower import FILE", "mark": "may have learned from posts that were forgotten",
    "problem": "VK can't be reached: check the network and vk.api_url. Nothing was sent", "platform": "VK",
}  # fmt: skip


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def facts_of(one: Ailment | Soundness) -> dict[str, Fact]:
    told = names(one.sentence) | (names(one.remedy) if isinstance(one, Ailment) else set())
    return {name: FACTS.get(name, "17") for name in told}


def test_each_finding_has_its_russian_and_no_other_has() -> None:
    assert RUSSIAN.keys() == {one.code for one in ALL}


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.code)
def test_both_languages_name_the_same_facts(one: Ailment | Soundness) -> None:
    """In the sentence and in what mends it; and where one says what to do, both do."""
    russian = RUSSIAN[one.code]
    remedy = one.remedy if isinstance(one, Ailment) else ""
    assert names(russian.sentence) == names(one.sentence)
    assert names(russian.remedy) == names(remedy)
    assert bool(russian.remedy) == bool(remedy)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.code)
def test_nothing_english_is_left_in_russian(one: Ailment | Soundness) -> None:
    """Not in the sentence, not in a fact that is a word or a reason of ours, not in the remedy outside its commands."""
    shown = face(one.found(**facts_of(one)), LANGUAGES["ru"], RENDERING)
    coded = RENDERING._environment.filters["coded"]
    assert english_in(f"{coded(shown.sentence)}\n{coded(shown.remedy)}") == []


def test_facts_are_told_as_russians_write_them() -> None:
    found = Finding("home", "disk-over", Level.WARNING, "", "", FACTS)
    told = face(found, LANGUAGES["ru"], RENDERING).sentence
    assert "2,5 ГБ" in told
    assert "checkpoints/monday (3,0 МБ)" in told
    paused = Finding("work", "paused", Level.NOTE, "", "", FACTS)
    assert "до 21.11.2026 15:00" in face(paused, LANGUAGES["ru"], RENDERING).sentence


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(1, "1 секунду"), (119, "119 секунд"), (120, "2 минуты"), (90_000, "25 часов"), (172_800, "2 дня")],
)
def test_a_span_is_told_in_its_largest_unit(seconds: int, told: str) -> None:
    found = Finding("clock", "clock-off", Level.WARNING, "", "", {**FACTS, "apart": timedelta(seconds=seconds)})
    assert face(found, LANGUAGES["ru"], RENDERING).sentence == f"Часы этой машины расходятся с ВКонтакте на {told}"


@pytest.mark.parametrize("code", ["something-new", "secrets-open"])
def test_a_finding_of_another_version_is_told_in_english(code: str) -> None:
    """One that has no words here, and one whose words want to know more."""
    found = Finding("home", code, Level.NOTE, "something is new", "wallflower scrape", {})
    shown = face(found, LANGUAGES["ru"], RENDERING)
    assert (shown.sentence, shown.remedy) == ("Something is new", "`wallflower scrape`")


def test_what_a_stranger_may_have_written_is_shown_as_text() -> None:
    """Names and platforms' words come into a finding as they are."""
    coded = RENDERING._environment.filters["coded"]
    assert str(coded("a <b>`<i>`</b> `")) == "a &lt;b&gt;<code>&lt;i&gt;</code>&lt;/b&gt; `"
