"""Nothing that copies, loops or says a banned word gets past the guards; the best of what passes is given."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bot.domain.audit import Signature
from bot.domain.measured import Measured
from bot.errors import Misconfigured, Retryable
from bot.flow.guarding import GuardedWriter, GuardRules, Objection
from bot.ports import MOST_BANNED_WORDS, WritingRequest, WrittenText
from bot.storage.banned_words import BannedWords
from bot.storage.database import Database

FINE = Measured(characters=100, lines=2, copied_characters=20, looped_share=0.0, known_words=0.9)
COPY = replace(FINE, copied_characters=100)
STRANGE = replace(FINE, known_words=0.2)


@dataclass
class SeededWriter:
    """Writes a text for each seed, with the figures that `figures` has for it."""

    figures: Callable[[int], Measured | None]
    asked: list[WritingRequest] = field(default_factory=list)

    async def write(self, request: WritingRequest) -> list[WrittenText]:
        before = sum(asked.count for asked in self.asked)
        self.asked.append(request)
        first = before if request.seed is None else request.seed
        seeds = range(first, first + request.count)
        return [WrittenText(f"text {seed}", True, "run@1", seed, self.figures(seed)) for seed in seeds]


async def seeds_given(writer: SeededWriter, request: WritingRequest, rules: GuardRules) -> list[int]:
    return [text.seed for text in await GuardedWriter(writer, rules).write(request)]


@pytest.mark.parametrize(
    ("measured", "objection"),
    [
        (replace(FINE, copied_characters=61), Objection.COPIED),
        (replace(FINE, characters=20, copied_characters=15), Objection.COPIED),
        (replace(FINE, looped_share=0.31), Objection.LOOPED),
        (replace(FINE, banned=("дурак",)), Objection.BANNED),
        (replace(FINE, characters=4, copied_characters=0), Objection.SHORT),
        (replace(FINE, lines=41), Objection.LINES),
        (replace(FINE, known_words=0.49), Objection.BROKEN),
    ],
)
def test_each_limit_has_its_objection(measured: Measured, objection: Objection) -> None:
    assert GuardRules().objections(measured) == {objection}


def test_what_keeps_the_limits_or_could_not_be_measured_is_not_objected_to() -> None:
    at_the_limit = Measured(100, 40, 60, 0.3, 0.5)
    unmeasured = Measured(100, 1, None, 0.0, None)
    assert GuardRules().objections(at_the_limit) == GuardRules().objections(unmeasured) == frozenset()


@pytest.mark.parametrize("fault", [COPY, replace(FINE, looped_share=0.9), replace(FINE, banned=("дурак",))])
async def test_a_faulty_text_is_never_given_however_often_it_comes(fault: Measured) -> None:
    writer = SeededWriter(lambda _seed: fault)
    assert await seeds_given(writer, WritingRequest(count=2), GuardRules(candidates=2, tries=3)) == []
    assert [request.count for request in writer.asked] == [4, 4, 4]


@dataclass
class TiringWriter(SeededWriter):
    """Writes so often and then never again."""

    rounds: int = 1

    async def write(self, request: WritingRequest) -> list[WrittenText]:
        if len(self.asked) == self.rounds:
            raise Retryable("too late", 7.0)
        return await super().write(request)


async def test_what_passed_before_time_was_up_is_given() -> None:
    writer = TiringWriter(lambda seed: FINE if seed == 1 else COPY)
    request = WritingRequest(count=3, seed=0, within_s=5)

    assert await seeds_given(writer, request, GuardRules(candidates=1)) == [1]
    assert 0 < (writer.asked[0].within_s or 0) <= 5


async def test_when_time_is_up_and_nothing_passed_the_asker_hears_when_to_come_back() -> None:
    with pytest.raises(Retryable) as caught:
        await seeds_given(TiringWriter(lambda _seed: COPY), WritingRequest(within_s=5), GuardRules())

    assert caught.value.retry_after_s == 7


async def test_it_is_tried_again_for_those_that_are_missing_only() -> None:
    """The first round's third text passes; the second round is for the two others."""
    writer = SeededWriter(lambda seed: FINE if seed >= 2 else COPY)
    assert await seeds_given(writer, WritingRequest(count=3, seed=0), GuardRules(candidates=1)) == [2, 3, 4]
    assert [(request.seed, request.count) for request in writer.asked] == [(0, 3), (3, 2)]


async def test_of_several_candidates_the_best_is_given() -> None:
    """Each text is chosen among its own candidates."""
    writer = SeededWriter(lambda seed: replace(FINE, known_words=0.6 + 0.1 * (seed % 3)))
    assert await seeds_given(writer, WritingRequest(count=2, seed=0), GuardRules(candidates=3)) == [2, 5]


async def test_strange_words_alone_are_forgiven_when_nothing_better_came() -> None:
    """On a small wall every text has some; the best of them are given, after all tries."""
    writer = SeededWriter(lambda seed: COPY if seed % 2 else replace(STRANGE, known_words=0.3 + 0.01 * seed))
    assert await seeds_given(writer, WritingRequest(count=2, seed=0), GuardRules(candidates=2, tries=3)) == [10, 8]


async def test_a_text_that_passes_goes_before_one_that_is_forgiven() -> None:
    writer = SeededWriter(lambda seed: FINE if seed == 3 else STRANGE)
    given = await seeds_given(writer, WritingRequest(count=2, seed=0), GuardRules(candidates=1, tries=3))
    assert given[0] == 3
    assert len(given) == 2


async def test_the_likeliest_text_is_looked_at_once() -> None:
    """At temperature 0 every try writes the same."""
    writer = SeededWriter(lambda _seed: COPY)
    assert await seeds_given(writer, WritingRequest(temperature=0.0), GuardRules()) == []
    assert [request.count for request in writer.asked] == [1]


async def test_much_is_asked_for_in_parts_that_follow_one_another() -> None:
    """No request of ours fills the writer for others, and seeds go on from part to part."""
    writer = SeededWriter(lambda _seed: FINE)
    given = await seeds_given(writer, WritingRequest(count=250, max_chars=1000, seed=7), GuardRules(candidates=1))
    assert given == list(range(7, 257))
    assert [request.count for request in writer.asked] == [100, 100, 50]


async def test_texts_without_figures_pass() -> None:
    """A writer without guards is taken at its word."""
    writer = SeededWriter(lambda _seed: None)
    assert await seeds_given(writer, WritingRequest(count=1, seed=4), GuardRules()) == [4]


async def test_the_communitys_words_go_along_with_each_request() -> None:
    writer = SeededWriter(lambda _seed: FINE)
    await seeds_given(writer, WritingRequest(), GuardRules(banned_words=("слон*",), ban_coarse=False))
    assert (writer.asked[0].banned_words, writer.asked[0].ban_coarse) == (("слон*",), False)


async def test_the_log_counts_what_was_refused_and_holds_no_text() -> None:
    writer = SeededWriter(lambda seed: COPY if seed < 2 else FINE)
    with capture_logs() as entries:
        await seeds_given(writer, WritingRequest(seed=0), GuardRules(candidates=1))
    (entry,) = entries
    assert (entry["event"], entry["written"], entry["given"], entry["copied"]) == ("the guards refused some", 3, 1, 2)
    assert "text" not in str(entry)


async def test_words_that_were_banned_in_chat_count_at_the_next_request(database: Database) -> None:
    """Beside those of the settings, each once; what bans them may be another process."""
    writer, banned = SeededWriter(lambda _seed: FINE), BannedWords(database)
    guarded = GuardedWriter(writer, GuardRules(banned_words=("утка",)), banned)
    await guarded.write(WritingRequest())
    by = Signature("telegram:1", datetime(2026, 11, 21, tzinfo=UTC))
    for word in ("слон*", "утка"):
        await banned.ban(word, 9, by)
    await guarded.write(WritingRequest())
    assert [request.banned_words for request in writer.asked] == [("утка",), ("утка", "слон*")]


async def test_more_words_than_the_writer_takes_are_the_operators_to_mend(database: Database) -> None:
    """The settings were made longer after words were banned in chat: the message says where to cut."""
    banned = BannedWords(database)
    await banned.ban("слон*", 9, Signature("telegram:1", datetime(2026, 11, 21, tzinfo=UTC)))
    rules = GuardRules(banned_words=tuple(f"word{n}" for n in range(MOST_BANNED_WORDS)))
    with pytest.raises(Misconfigured, match="banned_words"):
        await GuardedWriter(SeededWriter(lambda _seed: FINE), rules, banned).write(WritingRequest())
