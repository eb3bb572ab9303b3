"""The writer process: requests on stdin, answers on stdout (see `protocol`).

    python -m bot.writer CHECKPOINTS [CORPUS EMPTY_LINES [CAPTIONS]]

Ends when its stdin does (when the bot closes it or dies), after answering what it had begun. Sees no network, no
database and none of the bot's keys.
"""

import contextlib
import logging
import queue
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from bot.writer.desk import Desk
from bot.writer.originals import CorpusGuards
from bot.writer.protocol import MOST_LINE_BYTES, to_line

# Lines read ahead; beyond that the pipe fills up and the bot has to wait.
_MOST_LINES_READ_AHEAD = 1000


def main(arguments: list[str]) -> int:
    """Serve until stdin ends. Exit code 2 for wrong arguments."""
    if len(arguments) not in {1, 3, 4} or not all(number.isdecimal() and int(number) for number in arguments[2:3]):
        sys.stderr.write("Usage: python -m bot.writer CHECKPOINTS [CORPUS EMPTY_LINES [CAPTIONS]]\n")
        return 2
    corpus = None
    if len(arguments) > 1:
        captions = Path(arguments[3]) if len(arguments) > 3 else None
        corpus = CorpusGuards(Path(arguments[1]), int(arguments[2]), captions)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="writer: %(message)s")
    # Files of our own: the interpreter trips over sys.stdin on its way out while a thread still reads it.
    requests, answers = open(0, "rb", closefd=False), open(1, "wb", closefd=False)  # noqa: SIM115
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):  # nobody listens any more
        serve(Desk(Path(arguments[0]), corpus), requests, answers)
    return 0


def serve(desk: Desk, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until `requests` ends and all that was begun is answered."""
    lines: queue.Queue[bytes | None] = queue.Queue(_MOST_LINES_READ_AHEAD)
    threading.Thread(target=_read_into, args=(lines, requests), name="requests", daemon=True).start()
    ended = False
    while not ended or desk.busy:
        given = []
        for line in _arrived(lines, wait=not desk.busy):
            if line is None:
                ended = True
                break
            given += desk.take(line)
        given += desk.step()
        answers.writelines(to_line(answer) for answer in given)
        if given:
            answers.flush()


def _arrived(lines: "queue.Queue[bytes | None]", *, wait: bool) -> Iterator[bytes | None]:
    """The lines that have come by now; with `wait`, at least one."""
    if wait:
        yield lines.get()
    with contextlib.suppress(queue.Empty):
        while True:
            yield lines.get_nowait()


def _read_into(lines: "queue.Queue[bytes | None]", requests: BinaryIO) -> None:
    """Lines of any length, the overlong cut off; None at the end."""
    while line := requests.readline(MOST_LINE_BYTES):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = requests.readline(MOST_LINE_BYTES)
        if line.strip():
            lines.put(line)
    lines.put(None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
