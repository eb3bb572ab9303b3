"""Which encoding a text file is in: Unicode by its marks and rules, the Russian 8-bit ones by how Russian they read."""

import codecs
from pathlib import Path
from typing import IO

from corpus.errors import UnreadableFile
from corpus.russian import likeness

_SAMPLE_BYTES = 1 << 20
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_RUSSIAN = ("cp1251", "koi8-r", "cp866")
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1a\x1b"))


def find_encoding(path: Path, file: IO[bytes]) -> str:
    """The name of the encoding of `file`, which is read from its beginning as far as needed.

    Plain ASCII says nothing, so the file is judged by the first million bytes that hold something else. Raises
    UnreadableFile for what is no text and for what can't be told: a wrong guess would spoil every post.
    """
    sample = file.read(_SAMPLE_BYTES)
    for mark, encoding in _MARKS.items():
        if sample.startswith(mark):
            return encoding
    _refuse_binary(path, sample)
    decoder = codecs.getincrementaldecoder("utf-8")()
    while sample:
        following = file.read(_SAMPLE_BYTES)
        try:
            decoder.decode(sample, final=not following)
        except UnicodeDecodeError:
            return _find_russian(path, sample)
        if not sample.isascii():
            return "utf-8"
        sample = following
        _refuse_binary(path, sample)
    return "utf-8"


def _refuse_binary(path: Path, sample: bytes) -> None:
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if b"\x00" in sample or controls > len(sample) // 100:
        raise UnreadableFile(path, "it is not text", "Give a .txt, .csv, .jsonl or .json file.")


def _find_russian(path: Path, sample: bytes) -> str:
    found = sorted(
        ((likeness(sample.decode(encoding, "replace")), encoding) for encoding in _RUSSIAN),
        key=lambda each: each[0].share,
    )
    (second, _), (best, encoding) = found[-2:]
    if best.variety >= 5 and best.share >= 0.5 and best.share >= second.share + 0.2:
        return encoding
    why = "it is neither whole UTF-8 nor Russian in an encoding that can be told for sure"
    raise UnreadableFile(path, why, "Name its encoding (cp1251, koi8-r, cp1252 …), or save it as UTF-8.")
