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


def test_a_template_is_learned_from_photos_put_by_and_not_twice(tmp_path: Path) -> None:
    keeper = HomeTemplates(tmp_path / "templates", tmp_path / "pictures")
    draw = random.Random(2)
    pixels = [(draw.randrange(256), draw.randrange(256), draw.randrange(256)) for _ in range(25)]
    ground = Image.new("RGB", (5, 5))
    ground.putdata(pixels)
    blank = Blank("squares", ground.resize((360, 360), Image.Resampling.NEAREST), parse_boxes(("bottom",)))
    for _ in range(5):
        written = BytesIO()
        paint(blank, draw, rough=False).picture.save(written, "JPEG", quality=85)
        keeper.put_by(written.getvalue())
    (made,) = keeper.learn()
    assert [box.name for box in made.boxes] == ["bottom"]
    assert OwnTemplates(tmp_path / "templates").names() == (made.name,)
    assert keeper.learn() == ()
