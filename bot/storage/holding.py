"""A folder is held by those who work on it, so that nobody puts another one in its place meanwhile.

Many may hold a home at once (two bots on one database are allowed), one alone may replace it. The lock is the kernel's,
on the folder itself: there is no lock file, and a killed process holds nothing.
"""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import Refused

# Some network file systems lock no folders. A bot works there all the same; what wants the folder alone does not.
_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS, errno.EBADF}


@contextmanager
def held(folder: Path, *, alone: bool = False) -> Iterator[None]:
    """Hold a folder for the block, `alone` or together with others who do not ask for it alone.

    Raises Refused when somebody else holds it in a way that excludes this, OSError when it can't be opened.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(_occupied(folder, alone)) from error
        except OSError as error:
            if alone or error.errno not in _NO_LOCKS:
                raise
        if not _is_at(descriptor, folder):
            raise Refused(f"{folder} was replaced a moment ago: try again")
        yield
    finally:
        os.close(descriptor)


def _occupied(folder: Path, alone: bool) -> str:
    if alone:
        return f"{folder} is in use by a bot or another command of Wallflower's: stop it first"
    return f"{folder} is just being restored: try again when that is done"


def _is_at(descriptor: int, folder: Path) -> bool:
    """Whether the folder that was opened still has its name."""
    try:
        return os.path.samestat(os.fstat(descriptor), folder.stat())
    except FileNotFoundError:
        return False
