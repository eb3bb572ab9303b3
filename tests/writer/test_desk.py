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
        assert desk.take(b'{"id": 2}') == []

    assert work_off(desk)[0]["checkpoint"] == "first@5"
    assert "Still writing with first@5" in caplog.text


def test_more_texts_than_the_desk_holds_are_refused_as_busy(endless: Path) -> None:
    desk = Desk(endless)
    for number in range(2):
        desk.take(to_line({"id": number, "count": MOST_TEXTS // 2, "max_chars": 10}))

    assert error_kind(desk.take(b'{"id": 3}')) == "busy"


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
