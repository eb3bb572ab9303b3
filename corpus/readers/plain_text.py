"""Posts from a plain text file, where a line of one kind or another stands between them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.post import Post
from corpus.readers.opening import lines, opened_text
from corpus.separator import EMPTY_LINES, unescape_line

MAX_POST_CHARS = 1_000_000
_SAMPLE_CHARS = 8_000_000
_FORTUNE = "%"
"""The line between two sayings in the files of the program `fortune`."""
_MOST_LINES_A_POST = 60
"""Posts that would have more lines than this on average are none: the empty lines are strays in a list of lines."""


def read_plain_text(path: Path, separator: str | int | None = None, encoding: str | None = None) -> Iterator[Post]:
    """The posts of `path` in their order, called by their number from 1. Raises UnreadableFile.

    `separator` is a line that stands between two posts, such as `%`, or the number of empty lines that do (more of them
    do too; 0: every line is a post). Without it the file is looked at: ten empty lines as in Wallflower's own corpus
    file, else `%` lines, else an empty line, else the end of each line (also where empty lines are rare strays). Lines
    of blanks alone count as empty.
    """
    if isinstance(separator, int) and separator < 0:
        raise UnreadableFile(path, f"posts can't be {separator} lines apart", "Give 0 or more empty lines.")
    if separator is None:
        with opened_text(path, encoding) as file:
            separator = _find_separator(lines(path, file))
    with opened_text(path, encoding) as file:
        for ordinal, text in enumerate(_texts(path, lines(path, file), separator), start=1):
            yield Post(text, source=f"file:{path.name}", remote_id=str(ordinal))


def _find_separator(sample: Iterable[str]) -> str | int:
    """The separator that the first eight million characters show."""
    chars = run = runs_of_ten = runs = fortunes = written = 0
    begun = False
    for line in sample:
        chars += len(line)
        if chars > _SAMPLE_CHARS:
            break
        stripped = line.strip()
        if not stripped:
            run += 1
            continue
        # A run counts with something on both sides: what stands at the edges of the file separates nothing.
        runs += begun and run > 0
        runs_of_ten += begun and run >= EMPTY_LINES
        run, begun = 0, True
        written += 1
        fortunes += stripped == _FORTUNE
    if runs_of_ten and runs_of_ten >= fortunes:
        return EMPTY_LINES
    if fortunes:
        return _FORTUNE
    return 1 if runs and written <= _MOST_LINES_A_POST * (runs + 1) else 0


def _texts(path: Path, source: Iterable[str], separator: str | int) -> Iterator[str]:
    own_format = separator == EMPTY_LINES
    post: list[str] = []
    chars = empty = 0
    for raw in source:
        line = raw.rstrip()
        ends_post = False
        if isinstance(separator, str):
            ends_post = line == separator.rstrip()
        elif not line:
            empty += 1
            continue
        else:
            ends_post = empty >= separator
        if ends_post and post:
            yield "\n".join(post).strip("\n")
            post, chars = [], 0
        if isinstance(separator, str):
            if not ends_post and (line or post):
                post.append(line)
        else:
            post += [""] * (empty if post else 0)
            post.append(unescape_line(line) if own_format else line)
        chars += len(line) + empty + 1
        empty = 0
        if chars > MAX_POST_CHARS:
            why = f"it has a post of more than {MAX_POST_CHARS:,} characters"
            raise UnreadableFile(
                path, why, "Say what stands between two posts: a line such as %, or how many empty lines."
            )
    if any(post):
        yield "\n".join(post).strip("\n")
