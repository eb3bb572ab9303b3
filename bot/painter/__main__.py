"""The painter's process: requests on stdin, pictures on stdout (see `protocol`).

    python -m bot.painter

Ends when its stdin does (when the bot closes it or dies). Sees no network, no database and none of the bot's keys.
"""

import contextlib
import os
import resource
import sys
from typing import BinaryIO

from bot.painter.easel import Easel
from bot.painter.protocol import MOST_LINE_BYTES, BadMessage, read, written

# Of address space: ten times what opening the largest photo takes. Whatever asks for more gets no memory and ends this
# process, before the system runs out and ends another.
_MOST_MEMORY = 4 * 2**30


def main() -> int:
    """Serve until stdin ends. Exit code 2 when what comes can't be read."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # Whatever is printed by mistake is no answer.
    os.dup2(2, 1)
    try:
        with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):  # nobody listens any more
            serve(Easel(), requests, answers)
    except BadMessage as error:
        sys.stderr.write(f"painter: a request can't be read: {error}\n")
        return 2
    return 0


def serve(easel: Easel, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until `requests` ends. Raises BadMessage."""
    while line := requests.readline(MOST_LINE_BYTES):
        request, count = read(line)
        photo = requests.read(count)
        if len(photo) < count:
            return
        answers.write(written(*easel.answer(request, photo)))
        answers.flush()


if __name__ == "__main__":
    sys.exit(main())
