"""Reading the words of a box with Tesseract, if this machine has it: the program is asked, nothing of it is linked in.

No package carries the program together with Russian, and so it is the system's own; without it templates are learned
all the same, and only their captions are not read.
"""

import csv
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from enum import Enum
from io import BytesIO, StringIO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from bot.errors import Misconfigured

HOW_TO_INSTALL = (
    "install it with `sudo apt install tesseract-ocr tesseract-ocr-rus` (macOS: brew install tesseract-lang)"
)
_LANGUAGES = ("rus", "eng")
_TIMEOUT_S = 20.0
# Pixels; Tesseract reads letters of about 30 best, and a box has one to five lines.
_BOX_HEIGHT = 240
_MOST_WIDTH = 1_600
_MARGIN = 20
_BRIGHT = 185
_DIFFERS = 70
# Percent of confidence below which a word is noise.
_LEAST_CONFIDENCE = 40.0
_LETTERS = re.compile(r"\w")
# A word that was hyphenated to fit its box.
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-—]\n(?=[^\W\d_])")


class Lettering(Enum):
    """How words stand out: as white letters inside an edge, or as anything that the ground is not."""

    WHITE = "white"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Words:
    """What was read, a line a line; and how sure the program is, 0 to 100, weighed by letters."""

    text: str
    confidence: float


class Tesseract:
    """The system's program. Raises Misconfigured when there is none, or it knows neither Russian nor English."""

    def __init__(self, program: str = "tesseract") -> None:
        found = shutil.which(program)
        if found is None:
            raise Misconfigured(f"words can't be read from pictures without tesseract: {HOW_TO_INSTALL}")
        self._program = found
        listed = self._ask(["--list-langs"], b"").split()
        known = [language for language in _LANGUAGES if language in listed]
        if not known:
            raise Misconfigured(f"tesseract knows neither Russian nor English here: {HOW_TO_INSTALL}")
        self.languages = tuple(known)

    def read(self, box: Image.Image, ground: Image.Image, lettering: Lettering) -> Words:
        """The words of a box, cut out of a picture; `ground` is what is there without words, of the same size."""
        written = BytesIO()
        _letters(box, ground, lettering).save(written, "PNG", compress_level=1)
        arguments = ["stdin", "stdout", "-l", "+".join(self.languages), "--dpi", "150", "--psm", "6", "tsv"]
        return _parsed(self._ask(arguments, written.getvalue()))

    def _ask(self, arguments: list[str], sent: bytes) -> str:
        """The program's answer; "" when it fails or takes too long, which is one picture's trouble."""
        try:
            ended = subprocess.run(
                [self._program, *arguments],
                input=sent,
                capture_output=True,
                timeout=_TIMEOUT_S,
                check=False,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # its threads cost more than they bring
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return ended.stdout.decode("utf-8", "replace") if ended.returncode == 0 else ""


def _letters(box: Image.Image, ground: Image.Image, lettering: Lettering) -> Image.Image:
    """Black letters on white, as large as they are read best."""
    scale = min(_BOX_HEIGHT / box.height, _MOST_WIDTH / box.width)
    size = max(1, round(box.width * scale)), max(1, round(box.height * scale))
    pixels = np.asarray(box.convert("RGB").resize(size, Image.Resampling.LANCZOS), np.int16)
    if lettering is Lettering.WHITE:
        is_letter = _inside_edges(pixels.min(axis=2) > _BRIGHT)
    else:
        under = np.asarray(ground.convert("RGB").resize(size, Image.Resampling.BILINEAR), np.int16)
        is_letter = np.abs(pixels - under).max(axis=2) > _DIFFERS
    paper = np.full((size[1] + 2 * _MARGIN, size[0] + 2 * _MARGIN), 255, np.uint8)
    paper[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN][is_letter] = 0
    return Image.fromarray(paper)


def _inside_edges(bright: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Without what can be reached from the sides: on a white page only the letters stand inside their edges."""
    page = Image.fromarray(np.pad(bright, 1, constant_values=True).astype(np.uint8) * 255)
    ImageDraw.floodfill(page, (0, 0), 128)
    return np.asarray(np.asarray(page)[1:-1, 1:-1] == 255)


def _parsed(table: str) -> Words:
    """The words of Tesseract's TSV, without those that it hardly believes in."""
    lines: dict[tuple[str, str, str], list[str]] = {}
    weight = total = 0.0
    for row in csv.DictReader(StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        try:
            confidence = float(row.get("conf") or -1)
        except ValueError:
            continue
        letters = len(_LETTERS.findall(text))
        if confidence < _LEAST_CONFIDENCE or not text or not letters:
            continue
        line = (row.get("block_num") or "", row.get("par_num") or "", row.get("line_num") or "")
        lines.setdefault(line, []).append(text)
        weight += letters
        total += letters * confidence
    text = "\n".join(" ".join(words) for words in lines.values())
    return Words(_BROKEN_WORD.sub("", text), total / weight if weight else 0.0)
