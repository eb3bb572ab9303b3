"""Which of several processes this one is, as torchrun says it in the environment. Needs no torch."""

import os
import sys
from dataclasses import dataclass
from typing import NoReturn, Self

from model.errors import BadOption


@dataclass(frozen=True, slots=True)
class Process:
    """Number `rank` of `count` processes that train together, number `local_rank` on its machine; 0 of 1 is alone."""

    rank: int = 0
    count: int = 1
    local_rank: int = 0

    @classmethod
    def this(cls) -> Self:
        """This process. A rank counts only with a WORLD_SIZE above 1. Raises BadOption for what is no number."""
        count = _whole("WORLD_SIZE", 1)
        if count <= 1:
            return cls()
        return cls(_whole("RANK", 0), count, _whole("LOCAL_RANK", 0))

    @property
    def assists(self) -> bool:
        """Whether another process is the chief, which knows posts, settings and files."""
        return self.rank > 0


def leave() -> NoReturn:
    """End this process, with nothing left to do, at once and as a success.

    Now and then threads of gloo's abort a process that Python takes apart in the ordinary way (exit code -6), and
    torchrun would end the chief for it.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _whole(name: str, otherwise: int) -> int:
    said = os.environ.get(name, str(otherwise))
    if not (said.isascii() and said.isdigit()):
        raise BadOption(f"The environment's {name} must be a whole number: start by torchrun, or unset it.")
    return int(said)
