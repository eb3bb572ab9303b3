import pytest

from bot.writer.pace import LEAST_WAIT_S, Pace


def test_a_queue_takes_as_long_as_its_texts_did_of_late() -> None:
    pace = Pace()
    for _ in range(2000):
        pace.wrote(5_000, 0.1)
        pace.finished(250)

    assert pace.seconds_for(400) == pytest.approx(2.0, rel=0.01)


def test_nobody_is_told_to_come_back_at_once() -> None:
    assert Pace().seconds_for(1) == LEAST_WAIT_S


def test_an_instant_step_teaches_nothing() -> None:
    pace = Pace()
    before = pace.seconds_for(1000)

    pace.wrote(64, 0.0)

    assert pace.seconds_for(1000) == before
