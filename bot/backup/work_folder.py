"""A folder in which something is made before it gets its name: private, and gone afterwards.

One that a killed process left behind is held by nobody (`bot.storage.holding`), and the next to work there removes it.
"""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from bot.errors import Refused
from bot.storage.holding import held

_PREFIX = ".wallflower-"
_SUFFIX = ".part"


@contextmanager
def work_folder(beside: Path) -> Iterator[Path]:
    """A new folder in `beside`, on the same disk as what will be renamed out of it. Raises OSError."""
    _remove_leftovers(beside)
    with ExitStack() as stack:
        made = _made(beside, stack)
        stack.callback(shutil.rmtree, made, ignore_errors=True)
        yield made


def _made(beside: Path, stack: ExitStack) -> Path:
    while True:
        made = beside / f"{_PREFIX}{secrets.token_hex(4)}{_SUFFIX}"
        made.mkdir(mode=0o700)
        # Between the two calls somebody may take it for a leftover.
        with suppress(Refused, FileNotFoundError):
            stack.enter_context(held(made, alone=True))
            return made


def _remove_leftovers(folder: Path) -> None:
    for left in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with suppress(Refused, OSError), held(left, alone=True):
            shutil.rmtree(left, ignore_errors=True)
