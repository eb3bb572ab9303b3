import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.writer.desk import MOST_TEXTS, Desk
from bot.writer.protocol import Answer, to_line
from model import checkpoint as checkpoints
from model.checkpoint import BEST, MANIFEST
from model.sampling import SamplingOptions
from model.writing import write


def work_off(desk: Desk) -> list[Answer]:
    answers: list[Answer] = []
    while desk.busy:
        answers += desk.step()
    return answers


def error_kind(answers: list[Answer]) -> object:
    (answer,) = answers
    error = answer["error"]
    assert isinstance(error, dict)
    return error["kind"]


def retry_after(answers: list[Answer]) -> float:
    error = answers[0]["error"]
    assert isinstance(error, dict)
    return float(error["retry_after_s"])


class Ticking:
    """A clock that goes on by `tick` seconds whenever it is looked at."""

    def __init__(self, tick: float) -> None:
        self.tick = tick
        self.now = 0.0

    def __call__(self) -> float:
        self.now += self.tick
        return self.now


def test_requests_that_come_together_are_answered_each_with_its_own_texts(root: Path) -> None:
    desk = Desk(root)
    for number in range(20):
        assert desk.take(to_line({"id": number, "seed": number * 10, "count": 2, "max_chars": 20 + number})) == []

    answers = {answer["id"]: answer for answer in work_off(desk)}

    loaded = checkpoints.load(root / "first" / BEST)
    assert len(answers) == 20
    for number in range(20):
        expected = write(loaded, "", SamplingOptions(max_chars=20 + number, seed=number * 10), 2)
        answer = answers[number]
        assert (answer["id"], answer["checkpoint"]) == (number, "first@5")
        texts = answer["texts"]
        assert isinstance(texts, list)
        assert [(text["text"], text["ended_by_itself"], text["seed"]) for text in texts] == [
            (sample.text, sample.ended_by_itself, sample.seed) for sample in expected
        ]


def test_a_request_that_comes_in_the_middle_does_not_wait_for_the_others(endless: Path) -> None:
    desk = Desk(endless)
    desk.take(to_line({"id": "long", "seed": 1, "max_chars": 2000}))
    for _ in range(10):
        desk.step()
    desk.take(to_line({"id": "short", "seed": 1, "max_chars": 5}))

    assert [answer["id"] for answer in work_off(desk)] == ["short", "long"]


def test_without_a_live_checkpoint_the_answer_says_so_and_a_later_one_is_picked_up(
    tmp_path: Path, save_run: Callable[[str], Path]
) -> None:
    desk = Desk(tmp_path / "checkpoints")

    assert error_kind(desk.take(b'{"id": 1}')) == "no_checkpoint"

    checkpoints.make_live(save_run("first"), "first")
    assert desk.take(b'{"id": 2}') == []
    assert work_off(desk)[0]["checkpoint"] == "first@5"


def test_a_new_live_checkpoint_writes_what_comes_after_it_and_the_old_finishes_its_own(
    endless: Path, save_run: Callable[[str], Path]
) -> None:
    desk = Desk(endless)
    desk.take(to_line({"id": 1, "seed": 1, "max_chars": 200}))
    desk.step()

    checkpoints.make_live(save_run("second"), "second")
    desk.take(to_line({"id": 2, "seed": 1, "max_chars": 200}))

    named = {answer["id"]: answer["checkpoint"] for answer in work_off(desk)}
    assert named == {1: "endless@5", 2: "second@5"}


def test_a_broken_new_checkpoint_leaves_the_old_one_writing(
    root: Path, save_run: Callable[[str], Path], caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(root)
    desk.take(b'{"id": 1}')
    work_off(desk)
    save_run("second")
    checkpoints.make_live(root, "second")
    (root / "second" / BEST / MANIFEST).write_text("{")

    with caplog.at_level(logging.WARNING):
        (told,) = desk.take(b'{"id": 2}')

    assert told == {
        "id": None,
        "refused": {"run": "second", "why": "it is not readable JSON", "kept": "first@5", "is_rolled_back": True},
    }
    assert desk.take(b'{"id": 3}') == []
    assert {answer["checkpoint"] for answer in work_off(desk)} == {"first@5"}
    assert "Still writing with first@5" in caplog.text
    assert checkpoints.live(root) == root / "first" / BEST


def test_a_new_checkpoint_that_only_repeats_itself_is_rolled_back(root: Path, save_run: Callable[[str], Path]) -> None:
    desk = Desk(root)
    desk.take(b'{"id": 1}')
    checkpoints.make_live(save_run("loops"), "loops")

    (told,) = desk.take(b'{"id": 2}')

    assert "repeat themselves" in str(told["refused"])
    assert {answer["checkpoint"] for answer in work_off(desk)} == {"first@5"}
    assert checkpoints.live(root) == root / "first" / BEST


def test_a_fresh_process_goes_back_to_the_run_before_when_the_live_one_is_damaged(
    root: Path, save_run: Callable[[str], Path]
) -> None:
    save_run("second")
    checkpoints.make_live(root, "second")
    next((root / "second" / BEST).glob("weights-*")).write_bytes(b"")
    desk = Desk(root)

    (told,) = desk.take(b'{"id": 1}')

    assert "cut short" in str(told["refused"])
    assert work_off(desk)[0]["checkpoint"] == "first@5"
    assert checkpoints.live(root) == root / "first" / BEST


def test_without_a_run_before_a_damaged_one_is_the_operators_matter(root: Path) -> None:
    next((root / "first" / BEST).glob("weights-*")).write_bytes(b"")

    assert error_kind(Desk(root).take(b'{"id": 1}')) == "no_checkpoint"
    assert checkpoints.live(root) == root / "first" / BEST


def test_more_texts_than_the_desk_holds_are_refused_as_busy(endless: Path) -> None:
    desk = Desk(endless)
    for number in range(2):
        desk.take(to_line({"id": number, "count": MOST_TEXTS // 2, "max_chars": 10}))

    answers = desk.take(b'{"id": 3, "count": 50}')

    assert error_kind(answers) == "busy"
    assert retry_after(answers) >= 1


def test_the_longer_the_queue_the_later_one_is_told_to_come_back(endless: Path) -> None:
    clock = Ticking(1.0)  # a second for every step: very slow
    desk = Desk(endless, clock=clock)
    desk.take(to_line({"id": 1, "count": 64, "max_chars": 20}))
    work_off(desk)
    for number in range(2):
        desk.take(to_line({"id": number, "count": MOST_TEXTS // 2, "max_chars": 10}))

    little = desk.take(to_line({"id": 3, "count": 100, "max_chars": 10}))
    much = desk.take(to_line({"id": 4, "count": 200, "max_chars": 10}))

    assert retry_after(much) == pytest.approx(2 * retry_after(little), rel=0.1)
    assert retry_after(little) > 2


def test_what_is_not_written_in_time_is_dropped_and_makes_room(endless: Path) -> None:
    clock = Ticking(0.01)
    desk = Desk(endless, clock=clock)
    desk.take(to_line({"id": "patient", "seed": 1, "max_chars": 300, "within_s": 1000}))
    desk.take(to_line({"id": "hurried", "count": 100, "max_chars": 2000, "within_s": 0.5}))

    answers = work_off(desk)

    assert [answer["id"] for answer in answers] == ["hurried", "patient"]
    assert error_kind(answers[:1]) == "late"
    assert retry_after(answers[:1]) >= 1
    assert "texts" in answers[1]


def test_what_can_no_longer_be_written_in_its_time_is_refused_at_once(endless: Path) -> None:
    desk = Desk(endless, clock=Ticking(1.0))  # a second for every step: very slow
    desk.take(to_line({"id": 0, "count": 64, "max_chars": 20}))
    work_off(desk)
    for number in range(1, 1000):
        desk.take(to_line({"id": number, "max_chars": 20}))

    answers = desk.take(to_line({"id": "hurried", "max_chars": 20, "within_s": 3}))

    assert error_kind(answers) == "busy"
    assert retry_after(answers) > 3


def test_what_is_written_in_time_is_given_though_its_deadline_passes_later(endless: Path) -> None:
    clock = Ticking(0.01)
    desk = Desk(endless, clock=clock)
    desk.take(to_line({"id": 1, "max_chars": 5, "within_s": 1}))
    (answer,) = work_off(desk)
    desk.take(to_line({"id": 2, "max_chars": 300}))

    (later,) = work_off(desk)

    assert "texts" in answer
    assert later["id"] == 2


def test_a_cancelled_request_is_never_answered_and_makes_room(endless: Path) -> None:
    desk = Desk(endless)
    for number in range(2):
        desk.take(to_line({"id": number, "count": MOST_TEXTS // 2, "max_chars": 10}))
    desk.step()

    for number in range(2):
        assert desk.take(json.dumps({"id": number, "cancel": True}).encode()) == []
    assert not desk.busy
    assert desk.take(to_line({"id": 9, "max_chars": 10})) == []

    assert [answer["id"] for answer in work_off(desk)] == [9]


def test_a_bad_request_is_answered_at_once(endless: Path) -> None:
    assert error_kind(Desk(endless).take(b'{"id": 1, "temperature": -1}')) == "bad_request"
