"""The log is structured and holds no key, wherever one turns up."""

import json
import logging

import pytest
import structlog

from bot import logs

SECRET = "vk1.a.very-secret-key"


@pytest.fixture(autouse=True)
def _restored() -> object:
    """Leave logging as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def test_a_key_is_blotted_out_of_values_errors_and_other_libraries_lines(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("info", json_lines=True, secrets=[SECRET, ""])
    structlog.get_logger().info("asked", url=f"https://x/?access_token={SECRET}", nested={"key": [SECRET]})
    try:
        int(SECRET)
    except ValueError:
        structlog.get_logger().exception("it broke")
    logging.getLogger("aiogram").warning("polling %s failed", SECRET)
    written = capsys.readouterr().err
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["event"] for line in lines][:2] == ["asked", "it broke"]
    assert len(lines) == 3
    assert SECRET not in written
    assert written.count("[secret]") >= 4


def test_what_is_below_the_level_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("warning", json_lines=False, secrets=[])
    structlog.get_logger().info("quiet")
    structlog.get_logger().warning("loud", draft=7)
    written = capsys.readouterr().err
    assert "quiet" not in written
    assert "loud" in written
    assert "draft=7" in written


def test_another_librarys_line_brings_nothing_of_structlogs_own_bookkeeping(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("info", json_lines=True, secrets=[])
    logging.getLogger("aiogram").warning("polling failed")
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line).keys() == {"event", "level", "timestamp"}


def test_a_run_of_a_job_that_waits_for_the_one_before_is_no_news(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("info", json_lines=False, secrets=[])
    logging.getLogger("apscheduler.scheduler").warning("Execution of job skipped: maximum number of running instances")
    logging.getLogger("apscheduler.scheduler").error("the clock broke")
    written = capsys.readouterr().err
    assert "maximum number" not in written
    assert "the clock broke" in written


def test_a_secret_that_comes_later_is_blotted_out_from_then_on(capsys: pytest.CaptureFixture[str]) -> None:
    blot = logs.set_up("info", json_lines=True, secrets=[])
    blot.hide([SECRET])
    structlog.get_logger().info("asked", key=SECRET)
    assert SECRET not in capsys.readouterr().err


def test_what_is_bound_to_the_context_stands_in_our_entries_and_in_other_libraries(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.set_up("info", json_lines=True, secrets=[])
    with structlog.contextvars.bound_contextvars(community="one"):
        structlog.get_logger().info("ours")
        logging.getLogger("aiogram").warning("theirs")
    structlog.get_logger().info("of nobody")
    ours, theirs, nobodys = map(json.loads, capsys.readouterr().err.splitlines())
    assert (ours["community"], theirs["community"]) == ("one", "one")
    assert "community" not in nobodys
