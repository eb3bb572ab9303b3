import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.writer.protocol import MOST_LINE_BYTES


def converse(root: Path, lines: bytes) -> subprocess.CompletedProcess[bytes]:
    """Give the real process these lines, end its input and wait for its end."""
    command = [sys.executable, "-m", "bot.writer", str(root)]
    return subprocess.run(command, input=lines, capture_output=True, timeout=60, check=False)


def test_the_process_answers_all_it_was_asked_and_ends_with_its_input(root: Path) -> None:
    lines = b"".join(b'{"id": %d, "seed": 1, "max_chars": 30}\n' % number for number in range(30))

    ended = converse(root, lines)

    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert {answer["id"] for answer in answers} == set(range(30))
    assert len({answer["texts"][0]["text"] for answer in answers}) == 1
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_bad_lines_are_answered_and_the_next_request_is_served(root: Path) -> None:
    overlong = b'{"id": 1, "prime": "' + b"x" * (3 * MOST_LINE_BYTES) + b'"}\n'

    ended = converse(root, b'hello\n\n\xff\n{"id": 2, "count": -1}\n' + overlong + b'{"id": 3}')

    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [None, None, 2, None, 3]
    assert [answer.get("error", {}).get("kind") for answer in answers] == ["bad_request"] * 4 + [None]
    assert ended.returncode == 0


def test_wrong_arguments_end_in_one_sentence() -> None:
    ended = subprocess.run([sys.executable, "-m", "bot.writer"], capture_output=True, timeout=60, check=False)

    assert ended.returncode == 2
    assert ended.stderr == b"Usage: python -m bot.writer CHECKPOINTS [CORPUS EMPTY_LINES [CAPTIONS]]\n"


@pytest.mark.parametrize("module", ["bot.writer.__main__", "bot.writer.client", "model.writing", "model.evaluation"])
def test_neither_the_process_nor_its_client_import_torch(module: str) -> None:
    program = f"import sys, {module}; print([m for m in ('torch', 'sqlalchemy', 'aiogram') if m in sys.modules])"

    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=True, text=True)

    assert ended.stdout == "[]\n"
