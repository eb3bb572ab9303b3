"""The judge of the breaking benchmarks: it shouts at whatever was planted."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from benchmarks.breaking.judgement import Judgement, Occurrence, Row, judge
from bot.domain.place import Place

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
DAY = date(2027, 3, 1)
WALL, CHANNEL = Place.parse("vk:-1"), Place.parse("telegram:-100")
OCCURRENCES = [Occurrence(1, DAY, WALL), Occurrence(1, DAY, CHANNEL), Occurrence(2, DAY, WALL)]
ROWS = [
    Row(1, 1, DAY, WALL, "published", NOON, "one"),
    Row(2, 1, DAY, CHANNEL, "unsure", NOON, "one"),
    Row(3, 2, DAY, WALL, "skipped", NOON, None, "nothing was approved in time"),
]
POSTS = {WALL: ["one"], CHANNEL: ["one"]}


def judged(**changed: object) -> Judgement:
    """The judgement on a week in which all is well, but for what is changed."""
    given = {"occurrences": OCCURRENCES, "rows": ROWS, "posts": POSTS, "settled_by": NOON} | changed
    return judge(**given)  # type: ignore[arg-type]


def test_what_is_well_is_not_complained_of() -> None:
    """Published and there, unsure and there or not, skipped with a reason."""
    assert judged().wrongs == []
    assert judged(posts={WALL: ["one"], CHANNEL: []}).wrongs == []
    assert judged().count("unsure", "telegram") == 1


def test_a_planted_duplicate_is_found() -> None:
    """The same text twice at one place."""
    assert len(judged(posts={WALL: ["one", "one"], CHANNEL: ["one"]}).duplicates) == 1


def test_a_post_that_no_publication_admits_is_found() -> None:
    """Its draft is approved again and would be posted once more: an occurrence served by two texts looks like this."""
    assert len(judged(posts={WALL: ["one", "two"], CHANNEL: []}).unrecorded) == 1
    again_due = [ROWS[0], replace(ROWS[1], state="due", due_at=NOON.replace(hour=13)), ROWS[2]]
    assert len(judged(rows=again_due).unrecorded) == 1


def test_a_post_at_the_wrong_place_is_found() -> None:
    """What is on the wall does not excuse what is in the channel."""
    assert judged(rows=[ROWS[0], replace(ROWS[1], text="two"), ROWS[2]]).unrecorded


def test_a_publication_that_only_says_so_is_found() -> None:
    """The wall is empty."""
    assert len(judged(posts={WALL: [], CHANNEL: []}).missing) == 1


@pytest.mark.parametrize(
    "rows",
    [
        ROWS[:2],
        [*ROWS[:2], replace(ROWS[2], problem=None)],
        [*ROWS[:2], replace(ROWS[2], state="due")],
        [*ROWS[:2], replace(ROWS[2], state="sending", text="three")],
        [*ROWS[:2], replace(ROWS[2], state="forgotten")],
    ],
    ids=["no publication", "no reason", "due for ever", "sending for ever", "a state that nobody knows"],
)
def test_an_occurrence_that_is_lost_silently_is_found(rows: list[Row]) -> None:
    """Nobody would ever hear of it."""
    assert len(judged(rows=rows).silent) == 1


def test_what_came_due_a_moment_ago_may_wait() -> None:
    """Only what had its time must be settled."""
    waiting = replace(ROWS[2], state="due", due_at=NOON.replace(minute=1))
    assert judged(rows=[*ROWS[:2], waiting]).wrongs == []


def test_an_occurrence_on_a_day_that_its_slot_does_not_have_is_found() -> None:
    """A day that was served twice under two dates, around midnight or a change of clocks."""
    assert judged(rows=[*ROWS, Row(4, 1, date(2027, 2, 28), WALL, "published", NOON, "two")]).duplicates
