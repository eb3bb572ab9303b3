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
from io import BytesIO, StringIO

import numpy as np
from PIL import Image

from bot.errors import Misconfigured
from bot.pictures.learning.lettering_mask import Lettering, line_heights, paper

HOW_TO_INSTALL = (
    "install it with `sudo apt install tesseract-ocr tesseract-ocr-rus` (macOS: brew install tesseract-lang)"
)
_LANGUAGES = ("rus", "eng")
_TIMEOUT_S = 20.0
# Pixels; Tesseract reads letters of about 40 best.
_LETTER_HEIGHT = 42
_MOST_WIDTH, _MOST_HEIGHT = 2_400, 1_200
_MARGIN = 24
# Percent of confidence below which a word is noise, and a letter that stands alone.
_LEAST_CONFIDENCE, _LEAST_FOR_A_LETTER = 40.0, 75.0
_LETTERS = re.compile(r"\w")
# A word that was hyphenated to fit its box.
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-—]\n(?=[^\W\d_])")


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

    def read(
        self,
        box: Image.Image,
        ground: Image.Image,
        lettering: Lettering,
        *,
        colour: tuple[int, int, int] | None = None,
        angle: float = 0.0,
    ) -> Words:
        """The words of a box, cut out of a picture; `ground` is what is there without words, of the same size.

        `colour` is that of letters that aren't white in an edge, `angle` how far lines are turned counter-clockwise.
        """
        letters = paper(box, ground, lettering, colour)
        if angle:
            letters = letters.rotate(-angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
        written = BytesIO()
        _sized(letters).save(written, "PNG", compress_level=1)
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


def _sized(letters: Image.Image) -> Image.Image:
    """The same with lines as high as they are read best, and paper around them."""
    lines = line_heights(np.asarray(letters) < 128)
    scale = _LETTER_HEIGHT / float(np.median(lines)) if lines else 1.0
    scale = min(scale, _MOST_WIDTH / letters.width, _MOST_HEIGHT / letters.height)
    size = max(1, round(letters.width * scale)), max(1, round(letters.height * scale))
    page = Image.new("L", (size[0] + 2 * _MARGIN, size[1] + 2 * _MARGIN), 255)
    page.paste(letters.resize(size, Image.Resampling.LANCZOS), (_MARGIN, _MARGIN))
    return page


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
        if not text or not letters or confidence < (_LEAST_CONFIDENCE if letters > 1 else _LEAST_FOR_A_LETTER):
            continue
        line = (row.get("block_num") or "", row.get("par_num") or "", row.get("line_num") or "")
        lines.setdefault(line, []).append(text)
        weight += letters
        total += letters * confidence
    text = "\n".join(" ".join(words) for words in lines.values())
    return Words(_BROKEN_WORD.sub("", text), total / weight if weight else 0.0)
