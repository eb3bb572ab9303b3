"""Undo wrong decodings: UTF-8 read as an 8-bit encoding, and one Russian 8-bit encoding read as another.

ftfy undoes the first kind for the encodings of the West, Central Europe and Windows Cyrillic. What it doesn't know, and
what Russian walls are full of, is done here: KOI8-R, DOS and Windows Cyrillic read as each other or as Latin, and UTF-8
read as KOI8-R or DOS Cyrillic. Good text must come through unharmed: a change is made only where the text as it stands
does not look like Russian and the changed one clearly does (see `corpus.russian`).
"""

import re

import ftfy

from corpus.russian import Likeness, likeness

_FTFY = ftfy.TextFixerConfig(
    # The encoding alone: quotes, ligatures and full-width letters are the writer's own, the rest has its own steps.
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)
_CYRILLIC = ("cp1251", "koi8-r", "cp866")


def _read_as(wrong: str, right: str) -> dict[int, str]:
    """Character by character, what bytes of `right` became when read as `wrong`, and what they should have been."""
    table: dict[int, str] = {}
    for byte in range(0x80, 0x100):
        meant = bytes([byte]).decode(right, "ignore")
        if not meant:
            continue
        # Readers of "Latin-1" disagree about 0x80–0x9F: the standard's control characters or those of Windows.
        for encoding in ("latin-1", "cp1252") if wrong == "latin" else (wrong,):
            seen = bytes([byte]).decode(encoding, "ignore")
            if seen:
                table.setdefault(ord(seen), meant)
    return table


def _any_of(values: bytes, encoding: str) -> str:
    """A regular expression's class of the characters that these bytes are in `encoding`."""
    return f"[{re.escape(values.decode(encoding))}]"


_FROM_LATIN = [_read_as("latin", right) for right in _CYRILLIC]
_FROM_CYRILLIC = [_read_as(wrong, right) for wrong in _CYRILLIC for right in _CYRILLIC if wrong != right]

_LATIN_RUN = re.compile(r"(?<![A-Za-z])[\xa0-\xff]{3,}(?![A-Za-z])")
"""Three accented letters in a row and no plain one beside them: no Latin script writes so."""

_LEAD = bytes([0xD0, 0xD1])
_CONTINUATION = bytes(range(0x80, 0xC0))
_UTF8_READ_AS = {
    encoding: (
        # Sure sign: three Cyrillic letters in a row, each of them D0 or D1 and a continuation byte.
        re.compile(f"(?:{_any_of(_LEAD, encoding)}{_any_of(_CONTINUATION, encoding)}){{3,}}"),
        # Then whatever else can be read as UTF-8 was it too: letters on their own, dashes, quotes, emoji.
        re.compile(
            "|".join(
                _any_of(bytes(range(first, last + 1)), encoding) + _any_of(_CONTINUATION, encoding) + f"{{{following}}}"
                for first, last, following in ((0xC2, 0xDF, 1), (0xE0, 0xEF, 2), (0xF0, 0xF4, 3))
            )
        ),
    )
    for encoding in ("koi8-r", "cp866")
}

_CASE_UPSIDE_DOWN = re.compile("[а-яё][А-ЯЁ]")
_FOREIGN = re.compile(r"[^\x00-\x7fа-яёА-ЯЁ«»„“”‘’—–…№\xa0]")


def undo_mojibake(text: str) -> str:
    """`text` with its wrong decodings undone; the same text where there is nothing to undo."""
    if text.isascii():
        return text
    text = _undo_8_bit(text)
    for encoding, (sure_sign, sequence) in _UTF8_READ_AS.items():
        if sure_sign.search(text):
            text = sequence.sub(lambda match, encoding=encoding: _as_utf8(match[0], encoding), text)  # type: ignore[misc]
    return "\n".join(line if line.isascii() else ftfy.fix_encoding(line, _FTFY) for line in text.split("\n"))


def _as_utf8(seen: str, encoding: str) -> str:
    try:
        return seen.encode(encoding).decode("utf-8")
    except UnicodeDecodeError:
        return seen


def _undo_8_bit(text: str) -> str:
    now = likeness(text)
    if now.share >= 0.6:
        return text
    oddities = _oddities(text)
    if not oddities:
        return text
    if now.variety == 0 and _LATIN_RUN.search(text):
        tables, variety, share = _FROM_LATIN, 4, 0.6
    else:
        # Cyrillic that is no Russian may be another language, a name or a laugh: more evidence is asked for.
        tables, variety, share = _FROM_CYRILLIC, 5, max(0.6, now.share + 0.3)
    best, best_likeness = text, Likeness(share, variety)
    for table in tables:
        candidate = text.translate(table)
        found = likeness(candidate)
        if found.variety >= variety and found.share >= best_likeness.share and _oddities(candidate) < oddities:
            best, best_likeness = candidate, found
    return best


def _oddities(text: str) -> int:
    """Foreign characters, and capitals after small letters: decoding rightly makes them fewer."""
    return len(_FOREIGN.findall(text)) + len(_CASE_UPSIDE_DOWN.findall(text))
