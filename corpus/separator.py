r"""The corpus file: posts that stand apart by empty lines (ten, unless the settings say otherwise).

Only "\n" ends a line here; "\r", U+2028 and their kin are ordinary characters of a post. A post that holds such a run
of empty lines itself is escaped, line by line, so that `split(join(posts)) == posts` for any posts:

- a line made of backslashes alone gets one backslash more;
- an empty line becomes a single backslash where it would be taken for a part of the separator: as the first or last
  line of a post, and wherever it would complete a run of `empty_lines` empty lines inside it.

Every other line stands as it is, so nearly all posts look in the file as they look on the wall.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from corpus.errors import UnreadableFile

EMPTY_LINES = 10
"""Empty lines between two posts, as the published system had them."""


def join(posts: Iterable[str], empty_lines: int = EMPTY_LINES) -> str:
    """The text of a corpus file, without a newline at its end. Raises ValueError unless `empty_lines` >= 1."""
    return separator(empty_lines).join(escape(post, empty_lines) for post in posts)


def split(text: str, empty_lines: int = EMPTY_LINES) -> list[str]:
    """The posts of a corpus file: the inverse of `join`.

    Lenient towards a file that a person has edited: more empty lines than needed, and empty lines at either end, are
    separator too. Raises ValueError unless `empty_lines` >= 1.
    """
    return list(_posts(text.split("\n"), empty_lines))


def separator(empty_lines: int = EMPTY_LINES) -> str:
    """What stands between two posts: the newline that ends the last line, and as many empty lines."""
    if empty_lines < 1:
        raise ValueError(f"posts must stand apart by at least 1 empty line, not {empty_lines}")
    return "\n" * (empty_lines + 1)


def escape(post: str, empty_lines: int = EMPTY_LINES) -> str:
    """`post` so that it neither begins nor ends with an empty line nor holds `empty_lines` of them in a run."""
    if "\n\n" not in post and "\\" not in post and post and post[0] != "\n" and post[-1] != "\n":
        return post
    lines = post.split("\n")
    last = len(lines) - 1
    run = 0
    for number, line in enumerate(lines):
        run = run + 1 if line == "" else 0
        if line == "" and (number in (0, last) or run == empty_lines):
            lines[number] = "\\"
            run = 0
        elif line and not line.strip("\\"):
            lines[number] = line + "\\"
    return "\n".join(lines)


def unescape_line(line: str) -> str:
    """One line of a post as it was before `escape`."""
    return line[1:] if line and not line.strip("\\") else line


def write_posts(path: Path, posts: Iterable[str], empty_lines: int = EMPTY_LINES) -> int:
    """Write a corpus file and return how many posts it holds.

    The file is written beside `path`, flushed to the disk and renamed, so that `path` is always whole: the old file or
    the new one. UTF-8; a lone surrogate, which `clean` never lets through, is kept as it is.
    """
    between = separator(empty_lines)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    count = 0
    try:
        with beside.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
            for post in posts:
                file.write((between if count else "") + escape(post, empty_lines))
                count += 1
            if count:
                file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return count


def read_posts(path: Path, empty_lines: int = EMPTY_LINES) -> Iterator[str]:
    """The posts of a corpus file one by one, with no more than one of them in memory. Raises UnreadableFile."""
    separator(empty_lines)
    try:
        with path.open(encoding="utf-8", errors="surrogatepass", newline="\n") as file:
            yield from _posts(_lines(file), empty_lines)
    except OSError as error:
        raise UnreadableFile(
            path, f"it can't be read ({error.strerror})", "Make it with `wallflower corpus`."
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, "it is not UTF-8", "Make it anew with `wallflower corpus`.") from error


def _posts(lines: Iterable[str], empty_lines: int) -> Iterator[str]:
    separator(empty_lines)
    post: list[str] = []
    empty = 0  # lines seen since the last one with something in it; they belong to the post only if it goes on
    for line in lines:
        if line == "":
            empty += 1
            continue
        if empty >= empty_lines and post:
            yield "\n".join(post)
            post = []
        if post:
            post += [""] * empty
        post.append(unescape_line(line))
        empty = 0
    if post:
        yield "\n".join(post)


def _lines(file: IO[str]) -> Iterator[str]:
    for line in file:
        yield line.removesuffix("\n")


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself last: on POSIX a name lives in its folder, which is written on its own."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
