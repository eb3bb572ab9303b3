import random
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.painted_memes import Blank, paint
from bot.domain.box_wish import layout_of, parse_boxes
from bot.domain.template import Template
from bot.errors import Refused
from bot.pictures.keeping import HomeTemplates
from bot.pictures.own import OwnTemplates
from bot.pictures.painter import PillowPainter
from tests.pictures.hostile_files import png, saved

_CAT = Template("cat", {"ru": "кот"}, layout_of(parse_boxes(())), parse_boxes(()), is_shipped=False)


def test_a_running_painter_knows_what_was_added_and_removed(tmp_path: Path) -> None:
    keeper, painter = (
        HomeTemplates(tmp_path / "templates", tmp_path / "pictures"),
        PillowPainter(tmp_path / "templates"),
    )
    assert painter.find("кот") is None
    keeper.add(_CAT, saved("JPEG", side=200))
    assert painter.find("кот") == _CAT
    OwnTemplates(tmp_path / "templates").remove("cat")
    assert painter.find("кот") is None


def test_a_bomb_adds_nothing_and_is_not_put_by(tmp_path: Path) -> None:
    keeper = HomeTemplates(tmp_path / "templates", tmp_path / "pictures")
    with pytest.raises(Refused):
        keeper.add(_CAT, png(20_000, 20_000))
    with pytest.raises(Refused):
        keeper.put_by(png(20_000, 20_000))
    assert list(tmp_path.iterdir()) == []


def test_a_photo_is_put_by_once_and_without_what_else_its_file_says(tmp_path: Path) -> None:
    keeper = HomeTemplates(tmp_path / "templates", tmp_path / "pictures")
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    assert keeper.put_by(saved("JPEG", exif=exif)) == 1
    assert keeper.put_by(saved("JPEG")) == 1
    assert keeper.put_by(saved("JPEG", side=70)) == 2
    kept = [file.read_bytes() for file in (tmp_path / "pictures").iterdir()]
    assert len(kept) == 2
    assert not any(b"where I live" in data for data in kept)


def _memes(count: int) -> list[bytes]:
    """On one template, with words at the bottom."""
    draw = random.Random(2)
    pixels = [(draw.randrange(256), draw.randrange(256), draw.randrange(256)) for _ in range(25)]
    ground = Image.new("RGB", (5, 5))
    ground.putdata(pixels)
    blank = Blank("squares", ground.resize((360, 360), Image.Resampling.NEAREST), parse_boxes(("bottom",)))
    made = []
    for _ in range(count):
        written = BytesIO()
        paint(blank, draw, rough=False).picture.save(written, "JPEG", quality=85)
        made.append(written.getvalue())
    return made


def test_a_template_is_learned_from_photos_put_by_and_not_twice(tmp_path: Path) -> None:
    keeper = HomeTemplates(tmp_path / "templates", tmp_path / "pictures")
    for meme in _memes(5):
        keeper.put_by(meme)
    (made,) = keeper.learn()
    assert [box.name for box in made.boxes] == ["bottom"]
    assert OwnTemplates(tmp_path / "templates").names() == (made.name,)
    assert keeper.learn() == ()


def test_what_is_learned_from_the_wall_knows_whose_pictures_it_was_and_keeps_none(tmp_path: Path) -> None:
    anna, boris = "a" * 64, "b" * 64
    keeper = HomeTemplates(tmp_path / "templates", tmp_path / "pictures")
    for number, meme in enumerate(_memes(5)):
        keeper.put_by_of_wall(f"photo-1_{number}", [anna if number else boris], meme)
    (made,) = keeper.learn_from_wall()
    assert made.learned_from == (anna, boris)
    assert {example.by for example in made.examples} <= {(anna,), (boris,)}
    assert not (tmp_path / "pictures" / "wall").exists()
    (kept,) = OwnTemplates(tmp_path / "templates").made_of({anna})
    assert kept == made.name
