"""Memes: whether one can be painted, which of the community's own templates are left out, who reads words."""

from pathlib import Path

from bot.doctor.case import Case
from bot.doctor.finding import Ailment, Finding, Level, Soundness
from bot.domain.caption import Caption
from bot.errors import Misconfigured, WallflowerError
from bot.pictures.learning.reading import Tesseract
from bot.pictures.library import read_entry
from bot.ports import Painter

AREA = "pictures"

# A face each: Latin and Cyrillic, CJK, Arabic, an emoji in colour.
_SAMPLE = "Ёлка, tree 木 شجرة 🌲"

PAINTS = Soundness(AREA, "painter-paints", "memes can be painted; templates: {templates}")
READS = Soundness(AREA, "ocr-reads", "words in pictures can be read ({languages})")
PAINTER_BROKEN = Ailment(AREA, "painter", Level.BROKEN, "no meme can be painted: {problem}", "install Wallflower again")
TEMPLATE_LEFT_OUT = Ailment(
    AREA, "template-left-out", Level.WARNING, "the template {name} is left out: {problem}",
    "mend it, or delete {folder}",
)  # fmt: skip
NO_OCR = Ailment(AREA, "ocr-absent", Level.NOTE, "{problem}", "only `wallflower template learn` would use it",
    meaning="tesseract is not there, or knows neither Russian nor English: no words are read from pictures",
)  # fmt: skip


async def examine(case: Case, painter: Painter) -> list[Finding]:
    """Paint one meme with every kind of font, and read each template of the community's own."""
    found: list[Finding] = []
    templates = painter.templates()
    try:
        for template in templates[:1]:
            await painter.paint(Caption(template.name, (_SAMPLE,)))
        found.append(PAINTS.found(templates=len(templates)))
    except (WallflowerError, OSError) as error:
        found.append(PAINTER_BROKEN.found(problem=error))
    for folder in _folders(case.home.templates):
        try:
            read_entry(folder, is_shipped=False)
        except Misconfigured as error:
            found.append(TEMPLATE_LEFT_OUT.found(name=folder.name, problem=error, folder=folder))
    try:
        languages = Tesseract(case.surroundings.tesseract).languages
        found.append(READS.found(languages=", ".join(languages)))
    except Misconfigured as error:
        found.append(NO_OCR.found(problem=error))
    return found


def _folders(parent: Path) -> list[Path]:
    if not parent.is_dir():
        return []
    return sorted(path for path in parent.iterdir() if path.is_dir() and not path.name.startswith((".", "_")))
