"""The log is structured and holds no key, wherever one turns up."""

import json
import logging
from urllib.parse import quote, quote_plus

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


TELEGRAM = "4711000:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
CONSOLE = "Zk3v7Qp0w1Lr8Yt5Nc2Hj6Xs4Bd9Gm1FaQeUoIyTrPz"
PASSWORD = "correct-horse"
SHAPES = [
    f"POST https://api.telegram.org/bot{TELEGRAM}/getMe failed",
    f"https://api.telegram.org/file/bot{TELEGRAM}/photos/file_1.jpg",
    f"https://api.telegram.org/bot{TELEGRAM.replace(':', '%3A')}/getMe",
    f"access_token={CONSOLE}&v=5.199",
    f"https://api.vk.ru/method/wall.get?v=5.199&access_token={CONSOLE}",
    f"{{'access_token': '{CONSOLE}', 'v': '5.199'}}",
    f'{{"secret_key": "{CONSOLE}"}}',
    f"https://lp.vk.ru/whp/1?act=a_check&key={CONSOLE}&ts=1&wait=25",
    f"key vk1.a.{CONSOLE} is refused",
    f"postgresql://wallflower:{PASSWORD}@db.example/wall",
    f"Authorization: Bearer wf_{CONSOLE}",
    f"POST /hooks/telegram/{CONSOLE} 403",
    f"POST /hooks/vk/{CONSOLE} 403",
    f"GET https://wall.example.org/console/login/link/{CONSOLE} 303",
    f"Cookie: __Host-wallflower={CONSOLE}; theme=dark",
    f"X-Telegram-Bot-Api-Secret-Token: {CONSOLE}",
    f"csrf={CONSOLE}",
    f"WALLFLOWER_VK_USER_KEY={CONSOLE}",
]


@pytest.mark.parametrize("said", SHAPES)
@pytest.mark.parametrize("json_lines", [True, False])
def test_what_looks_like_a_secret_is_blotted_out_though_nobody_named_it(
    said: str, json_lines: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the words, the values, the errors and their causes, and the lines of uvicorn and other libraries."""
    logs.set_up("info", json_lines=json_lines, secrets=[])
    structlog.get_logger().info(said, address=said, nested=[{"of": said}])
    try:
        try:
            raise ValueError(said)  # noqa: TRY301 - the cause of what is logged
        except ValueError as error:
            raise RuntimeError(f"while {said}") from error
    except RuntimeError:
        structlog.get_logger().exception("it broke")
    logging.getLogger("uvicorn.error").warning("request %s", said)
    logging.getLogger("uvicorn.access").error('%s - "%s" %d', "127.0.0.1:9", said, 200)
    logging.getLogger("aiohttp").error("failed: %r", said, exc_info=ValueError(said))
    written = capsys.readouterr().err
    for secret in (TELEGRAM.partition(":")[2], CONSOLE, PASSWORD):
        assert secret not in written
    assert written.count("[secret]") >= 8


@pytest.mark.parametrize(
    "said",
    [
        "draft 7 is published at telegram:@wall",
        "the update 500001000 was taken at 12:30:45",
        "https://t.me/s/wall?before=120",
        "http://127.0.0.1:8080/memes/cat/a/b.jpg?width=600",
        "sqlite:////srv/wall/wallflower.db",
        "telegram:-1001234567890 has 20 members",
        "2026-11-21T23:15:00.123456Z",
    ],
)
def test_what_is_no_secret_stays_as_it_is(said: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("info", json_lines=True, secrets=[])
    structlog.get_logger().info(said)
    assert json.loads(capsys.readouterr().err)["event"] == said


def test_a_known_secret_is_blotted_out_however_it_is_spelled(capsys: pytest.CaptureFixture[str]) -> None:
    """As in an address, a form, JSON and what Python shows."""
    secret = 'pass/word+with "odd" letters\\'
    logs.set_up("info", json_lines=False, secrets=[secret])
    for said in (secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret), repr(secret)):
        structlog.get_logger().info("asked", said=said)
    written = capsys.readouterr().err
    assert "odd" not in written
    assert written.count("[secret]") == 5


def test_the_last_warnings_and_errors_are_remembered_without_keys(capsys: pytest.CaptureFixture[str]) -> None:
    """For the health page: the newest first, of one community and of none, not of its neighbours."""
    logs.set_up("info", json_lines=True, secrets=[SECRET])
    log = structlog.get_logger()
    log.info("nothing to see")
    log.warning("it waits", key=SECRET, draft=7)
    with structlog.contextvars.bound_contextvars(community="neighbour"):
        log.error("theirs")
    with structlog.contextvars.bound_contextvars(community="ours"):
        log.error("it broke")
        found = logs.last_troubles()
    assert [(one.level, one.sentence) for one in found] == [("error", "it broke"), ("warning", "it waits")]
    assert SECRET not in found[1].facts
    assert "draft=7" in found[1].facts
    capsys.readouterr()


def test_without_logs_there_are_no_troubles() -> None:
    """As in a test, or before they are set up."""
    structlog.reset_defaults()
    assert logs.last_troubles() == []
