"""Characters that nobody sees, and spaces that are none: removed, or made the plain one that they look like."""

import re
import unicodedata

_SPACES = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SURROGATE_PAIRS = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_BRAILLE = re.compile("[\u2801-\u28ff]")
_MANY_EMPTY_LINES = re.compile("\n{4,}")

# The marks that direct a line, joiners, fillers, noncharacters, private use and (at the end of the planes) tags.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e001f\U000e0080-\U0010ffff]"
)

_PICTURE = "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_COMPLEX_SCRIPT = "\u0600-\u0dff"  # Arabic to Sinhala: there joiners and their opposite are spelling
_STRAY_JOINERS = re.compile(
    # U+200D stays between two pictures (a family, a job, a flag) or letters of scripts that need it.
    f"(?<![{_PICTURE}\ufe0f{_COMPLEX_SCRIPT}])\u200d|\u200d(?![{_PICTURE}{_COMPLEX_SCRIPT}])"
    f"|(?<![{_COMPLEX_SCRIPT}])\u200c|\u200c(?![{_COMPLEX_SCRIPT}])"
    # U+FE0E and U+FE0F choose how a picture or a keycap (1️⃣) is drawn.
    f"|(?<![{_PICTURE}0-9#*])[\ufe0e\ufe0f]"
    # Tags spell the name of a region inside a flag; elsewhere they are a hidden message.
    "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]+"
)


def compose(text: str) -> str:
    """Unicode's NFC: й is one character, not и and a breve."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def join_surrogates(text: str) -> str:
    """Halves of one character that stand side by side as that character; lone halves are left."""
    return _SURROGATE_PAIRS.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


def remove_invisible(text: str) -> str:
    """`text` without controls, zero-width characters, soft hyphens, marks of direction and lone surrogates.

    Joiners and selectors that hold an emoji together stay.
    """
    return _STRAY_JOINERS.sub("", _UNSEEN.sub("", text))


def straighten_lines(text: str) -> str:
    r"""Lines end in "\n"; none ends in blanks; at most two empty lines stand together, none at the edges."""
    text = _LINE_ENDS.sub("\n", text)
    return _MANY_EMPTY_LINES.sub("\n\n\n", "\n".join(line.rstrip() for line in text.split("\n")).strip("\n"))


def straighten_spaces(text: str) -> str:
    """Spaces of odd kinds as plain ones, and none before the first word unless other lines are indented too."""
    text = _SPACES.sub(" ", text)
    if "\u2800" in text and not _BRAILLE.search(text):
        text = text.replace("\u2800", " ")  # Braille's blank is a space in a Braille picture and a trick elsewhere
    return text if "\n " in text else text.lstrip(" ")
