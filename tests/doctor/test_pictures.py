"""Whether memes can be painted, and which templates are left out."""

from bot.doctor import pictures
from bot.doctor.case import Case, Surroundings
from bot.domain.caption import Caption
from bot.domain.picture import Picture, PictureFormat
from bot.errors import Misconfigured
from bot.pictures.painter import PillowPainter
from bot.settings import Home, Settings
from tests.doctor.conftest import trouble


class NoFonts(PillowPainter):
    """A painter on a machine without the fonts."""

    async def paint(
        self, caption: Caption, *, width: int = 600, written_as: PictureFormat = PictureFormat.JPEG
    ) -> Picture:
        raise Misconfigured("the fonts of weblate-fonts are missing: run pip install weblate-fonts")


async def test_a_painter_without_fonts_is_told(home: Home) -> None:
    case = Case(home, Settings(), Surroundings())
    codes = {one.code: one for one in await pictures.examine(case, NoFonts())}
    assert "weblate-fonts" in codes["painter"].sentence


async def test_a_template_that_cant_be_read_is_told_with_its_mistake(home: Home) -> None:
    folder = home.templates / "kot"
    folder.mkdir(parents=True)
    (folder / "template.toml").write_text("nonsense")
    found = (await trouble(home))["template-left-out"]
    assert "kot" in found.sentence
    assert str(folder) in found.remedy


async def test_a_machine_that_reads_no_words_is_a_note(home: Home) -> None:
    found = await trouble(home, Surroundings(tesseract="no-such-program"))
    assert "tesseract" in found["ocr-absent"].sentence
