"""What a text is drawn with: clean characters, clusters of them, and runs that one font file has.

A cluster is what a reader takes for one character: a letter with its marks, a whole emoji. It is never torn. Knows
fonts by what they cover; draws nothing.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from bot.domain.template import Face
from bot.pictures import reading_order
from bot.pictures.faces import EMOJI, FontFile, chain

# Marks on one letter. Living scripts need four; more are a prank that makes a line as high as the picture.
MAX_MARKS = 4
# Characters of one cluster that is no letter with marks: the longest emoji sequence has ten.
MAX_CLUSTER = 16

_CLUSTER = regex.compile(r"\X")
_LINE_ENDS = regex.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES = regex.compile(r"\n{3,}")
# Shown in colour: by themselves, after U+FE0F, as a flag, a keycap or with a skin tone.
_EMOJI = regex.compile(
    r"\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3|\p{Emoji_Presentation}"
    r"|\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\uFE0F?\u200D)"
)
# Nothing to see: joiners, variation selectors, tags, soft hyphens, direction marks.
_INVISIBLE = regex.compile(r"\p{Default_Ignorable_Code_Point}")
_WORD = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}][\p{Latin}\p{Cyrillic}\p{Greek}\p{M}]+")
_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_HANGUL = regex.compile(r"\p{Hangul}")
_DIRECTION = regex.compile(r"[\u202A-\u202E\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one line that are drawn at once. No `file`: no font has them, and their codes are drawn."""

    text: str
    file: FontFile | None
    rtl: bool = False


def clean(text: str) -> str:
    """The same text without what can't be drawn: controls, torn surrogates, pranks. Lines end with a line feed."""
    text = _LINE_ENDS.sub("\n", text)
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unicodedata.normalize("NFC", _DIRECTION.sub("", text))
    kept = "".join(_harmless(character) for character in text)
    kept = "".join(map(_bounded, clusters(kept)))
    lines = [" ".join(part for part in line.split(" ") if part) for line in kept.split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def clusters(text: str) -> list[str]:
    """What a reader takes for single characters (UAX #29)."""
    return list(text) if len(text) < 2 else _CLUSTER.findall(text)


@lru_cache(maxsize=1024)
def is_emoji(cluster: str) -> bool:
    """Whether a cluster is shown in colour."""
    if cluster.isascii() and len(cluster) == 1:
        return False
    return "\ufe0e" not in cluster and _EMOJI.match(cluster) is not None and cluster[0] in EMOJI.coverage


def is_blank(character: str) -> bool:
    """Whether a character leaves no ink by itself."""
    return character.isspace() or _INVISIBLE.match(character) is not None


def script(text: str) -> str:
    """Whose Chinese characters a text means: `kana` (Japan's), `hangul` (Korea's), or "" (China's)."""
    if text.isascii():
        return ""
    if _KANA.search(text):
        return "kana"
    return "hangul" if _HANGUL.search(text) else ""


def runs(line: str, face: Face, *, rtl: bool = False, han: str = "") -> list[Run]:
    """A line from left to right, as it is drawn; `han` as `script` says it of the whole text."""
    first = chain(face, han)[0]
    if not rtl and all(character in first.coverage for character in line) and line:
        # Most lines: none of the faces has an emoji or a letter that runs leftwards.
        return [Run(line, first)]
    levels = reading_order.levels(line, rtl=rtl)
    files_at = _files(line, chain(face, han))
    found: list[tuple[Run, int]] = []
    at = 0
    for cluster in clusters(line):
        level, files = levels[at], files_at[at]
        at += len(cluster)
        for text, file in _parts(cluster, files, found[-1][0].file if found else None):
            last = found[-1] if found else None
            if last and last[1] == level and last[0].file is file and file is not None and not file.in_colour:
                found[-1] = (Run(last[0].text + text, file, last[0].rtl), level)
            else:
                found.append((Run(text, file, bool(level % 2)), level))
    return [found[index][0] for index in reading_order.visual([level for _run, level in found])]


def _files(line: str, files: tuple[FontFile, ...]) -> list[tuple[FontFile, ...]]:
    """The files to ask for each character, the one that has the whole of its word first: no word is drawn with two."""
    found = [files] * len(line)
    for word in _WORD.finditer(line):
        whole = next((file for file in files if all(letter in file.coverage for letter in word.group())), None)
        if whole is not None:
            found[word.start() : word.end()] = [(whole, *files)] * len(word.group())
    return found


def _parts(cluster: str, files: tuple[FontFile, ...], before: FontFile | None) -> Iterator[tuple[str, FontFile | None]]:
    """A cluster and the file that has all of it; torn up only if no file has."""
    if is_emoji(cluster):
        # An accent on an emoji has no glyph, and no meaning.
        yield "".join(part for part in cluster if part in EMOJI.coverage or _INVISIBLE.match(part)), EMOJI
        return
    if cluster == " " and before is not None and not before.in_colour and " " in before.coverage:
        yield cluster, before
        return
    visible = [character for character in cluster if not _INVISIBLE.match(character)]
    for file in files:
        if all(character in file.coverage for character in visible):
            yield cluster, file
            return
    # The font of emoji has pictures of its own in the private use area, which nobody means.
    if all(character in EMOJI.coverage and unicodedata.category(character) != "Co" for character in visible):
        yield cluster, EMOJI
        return
    for character in visible:
        yield character, next((file for file in files if character in file.coverage), None)


def _harmless(character: str) -> str:
    if character == "\n":
        return character
    if character.isspace() and character not in "\u00a0\u202f\u3000":
        return " "
    return "" if unicodedata.category(character) == "Cc" else character


def _bounded(cluster: str) -> str:
    if len(cluster) <= MAX_MARKS:
        return cluster
    kept, marks = [], 0
    for character in cluster[: MAX_CLUSTER * 4]:
        marks += unicodedata.category(character) in {"Mn", "Me"} and not _INVISIBLE.match(character)
        if marks <= MAX_MARKS or not unicodedata.combining(character):
            kept.append(character)
    return "".join(kept[:MAX_CLUSTER])
