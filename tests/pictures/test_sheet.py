"""The page of small pictures that /templates shows."""

import io

from PIL import Image

from bot.pictures.painter import PillowPainter
from bot.pictures.sheet import PER_PAGE, Thumbnail, drawn_sheet, page_count
from tests.pictures.conftest import MakeTemplate


def test_a_dozen_fill_a_page_and_none_take_one_page() -> None:
    assert [page_count(count) for count in (0, 1, PER_PAGE, PER_PAGE + 1)] == [1, 1, 1, 2]


def test_titles_that_differ_are_seen_to_differ() -> None:
    picture = Image.new("RGB", (300, 200), "#ff0000")
    one, other = (drawn_sheet([Thumbnail(picture, title, "cats")]) for title in ("Два кота", "Пять котов"))
    assert one.size == other.size
    assert one.tobytes() != other.tobytes()
    assert any(colour == (255, 0, 0) for _count, colour in one.getcolors(100_000) or ())


async def test_every_template_is_on_some_page_and_a_page_beyond_the_last_is_the_last(
    make_template: MakeTemplate,
) -> None:
    painter = PillowPainter(make_template())
    _first, pages = await painter.sheet(0, "ru")
    sheets = [(await painter.sheet(page, "ru"))[0] for page in range(pages + 1)]
    assert pages == page_count(len(painter.templates()))
    assert sheets[-1].data == sheets[-2].data
    assert (await painter.sheet(-5, "ru"))[0].data == sheets[0].data
    assert (await painter.sheet(0, "en"))[0].data != sheets[0].data
    opened = Image.open(io.BytesIO(sheets[0].data))
    assert opened.size == (sheets[0].width, sheets[0].height)
