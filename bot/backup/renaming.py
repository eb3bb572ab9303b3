"""What was made beside gets its name: at one stroke, and on the disk before anybody is told."""

import ctypes
import os
from pathlib import Path

from bot.errors import Refused

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def put(made: Path, target: Path) -> None:
    """`made` is called `target` from now on; a file or an empty folder that was there is gone."""
    made.replace(target)
    _flush(target.parent)


def swap(one: Path, other: Path) -> None:
    """Two folders change their names (renameat2, Linux 3.15 and newer): a kill leaves all of it done or nothing.

    Raises Refused where the system or the disk can't do that.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    try:
        renameat2 = libc.renameat2
    except AttributeError:
        raise _impossible(other, "this system lacks renameat2") from None
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE):
        raise _impossible(other, os.strerror(ctypes.get_errno()))
    _flush(other.parent)


def _impossible(folder: Path, why: str) -> Refused:
    return Refused(
        f"{folder} can't be replaced at one stroke ({why}): move it aside by hand, then restore without --replace"
    )


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
