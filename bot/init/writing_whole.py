"""Writes a small file as a whole: a reader, or a power cut, meets the old one or the new one."""

import contextlib
import os
import secrets
from pathlib import Path


def write_whole(path: Path, text: str, mode: int) -> None:
    """Put `text` in the place of the file, with this mode from its first byte on. Where the name is a link, the file
    behind it is replaced. Raises OSError.
    """
    target = path.resolve()
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            # What the umask took away.
            os.fchmod(descriptor, mode)
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()
        raise
