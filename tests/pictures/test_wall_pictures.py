"""The wall's pictures wait under names that say whose they are, and go with whoever is forgotten."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot.domain.box_wish import parse_boxes
from bot.domain.template import Example, Layout, Template
from bot.domain.unreadable import UnreadablePicture
from bot.errors import Refused
from bot.pictures.by_author import PicturesByAuthor
from bot.pictures.own import OwnTemplates
from bot.pictures.wall_pictures import WallPictures, authors_of
from tests.pictures.hostile_files import png, saved

ANNA, BORIS, VERA = "a" * 64, "b" * 64, "c" * 64
_BOXES = parse_boxes(())


def _learned(name: str, examples: tuple[Example, ...], learned_from: tuple[str, ...]) -> Template:
    return Template(
        name, {"ru": name}, Layout.TOP_BOTTOM, _BOXES, examples=examples, learned_from=learned_from, is_shipped=False
    )


def _add(home: Path, *templates: Template) -> OwnTemplates:
    own = OwnTemplates(home / "templates")
    for template in templates:
        own.add(template, Image.new("RGB", (200, 100), "teal"))
    return own


def test_a_files_name_says_which_photo_it_is_and_whose(tmp_path: Path) -> None:
    pictures = WallPictures(tmp_path / "wall")
    assert pictures.names() == frozenset()
    pictures.keep("photo-1_2", [ANNA, BORIS], saved("JPEG"))
    pictures.keep("photo5_3", [ANNA], saved("PNG"))
    assert pictures.names() == {"photo-1_2", "photo5_3"}
    assert [authors_of(file) for file in pictures.files()] == [(ANNA, BORIS), (ANNA,)]
    assert authors_of(tmp_path / "holiday.jpg") == ()


def test_only_pixels_are_kept_and_what_is_no_picture_leaves_nothing(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    pictures = WallPictures(tmp_path / "wall")
    pictures.keep("photo-1_2", [ANNA], saved("JPEG", exif=exif))
    (kept,) = pictures.files()
    assert b"where I live" not in kept.read_bytes()
    for number, hostile in enumerate((b"", b"<html>", png(20_000, 20_000), kept.read_bytes()[:200])):
        with pytest.raises(UnreadablePicture):
            pictures.keep(f"photo-1_{number + 3}", [ANNA], hostile)
    assert list((tmp_path / "wall").iterdir()) == [kept]


@pytest.mark.parametrize("name", ["../photo-1_2", "photo", "photo-1_2/x", "photo1_2\0", "photo-1_2.jpg", "doc-1_2"])
def test_a_name_that_no_photo_has_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        WallPictures(tmp_path / "wall").keep(name, [ANNA], saved("JPEG"))
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_on_the_wall_any_more_and_what_is_old_goes(tmp_path: Path) -> None:
    pictures = WallPictures(tmp_path / "wall")
    for number in range(3):
        pictures.keep(f"photo-1_{number}", [ANNA], saved("JPEG"))
    pictures.keep_only({"photo-1_0", "photo-1_1", "photo-1_7"})
    assert pictures.names() == {"photo-1_0", "photo-1_1"}
    now = datetime.now(UTC)
    pictures.drop_before(now - timedelta(days=1))
    assert len(pictures.files()) == 2
    pictures.drop_before(now + timedelta(days=1))
    assert pictures.files() == []


def test_cleared_are_our_own_files_alone(tmp_path: Path) -> None:
    folder = tmp_path / "wall"
    pictures = WallPictures(folder)
    pictures.keep("photo-1_2", [ANNA], saved("JPEG"))
    (folder / ".0123456789abcdef").write_bytes(b"half")
    (folder / "holiday.jpg").write_bytes(b"mine")
    pictures.clear()
    assert [file.name for file in folder.iterdir()] == ["holiday.jpg"]
    (folder / "holiday.jpg").unlink()
    pictures.clear()
    assert not folder.exists()


def test_with_whoever_is_forgotten_go_their_pictures_and_captions_and_what_was_made_of_theirs_alone(
    tmp_path: Path,
) -> None:
    own = _add(
        tmp_path,
        _learned(
            "ours", (Example("ru", ("её", ""), by=(ANNA,)), Example("ru", ("его", ""), by=(BORIS,))), (ANNA, BORIS)
        ),
        _learned("hers", (Example("ru", ("одной", "её"), by=(ANNA,)),), (ANNA,)),
        _learned("made", (Example("ru", ("ничей", "")),), ()),
    )
    waiting = WallPictures(tmp_path / "pictures" / "wall")
    waiting.keep("photo-1_1", [ANNA], saved("JPEG"))
    waiting.keep("photo-1_2", [VERA, ANNA], saved("JPEG"))
    waiting.keep("photo-1_3", [BORIS], saved("JPEG"))
    pictures = PicturesByAuthor(tmp_path / "templates", tmp_path / "pictures")

    assert sorted(asyncio.run(pictures.captions({ANNA}))) == ["её", "одной\nеё"]
    assert asyncio.run(pictures.count({ANNA})) == 6  # two pictures, two captions, two templates
    assert asyncio.run(pictures.forget({ANNA})) == 6

    assert own.names() == ("made", "ours")
    assert waiting.names() == {"photo-1_3"}
    assert [text for _name, example in own.examples_by({BORIS}) for text in example.boxes] == ["его", ""]
    assert not any(ANNA in file.read_text() for file in (tmp_path / "templates").glob("*/template.toml"))
    assert asyncio.run(pictures.forget({ANNA})) == asyncio.run(pictures.count({ANNA})) == 0


def test_a_file_that_its_owner_broke_goes_if_somebody_forgotten_is_in_it(tmp_path: Path) -> None:
    """Nobody can tell which part of it is theirs."""
    own = _add(
        tmp_path,
        _learned("broken", (Example("ru", ("её", ""), by=(ANNA,)),), (ANNA, BORIS)),
        _learned("sound", (Example("ru", ("его", ""), by=(BORIS,)),), (BORIS,)),
    )
    file = tmp_path / "templates" / "broken" / "template.toml"
    file.write_text(file.read_text() + "\n[[examples]\n")
    assert own.forget({VERA}) == 0
    assert own.names() == ("broken", "sound")
    assert own.forget({ANNA}) == 1
    assert own.names() == ("sound",)


def test_a_half_written_file_of_a_killed_forgetting_harms_nothing(tmp_path: Path) -> None:
    own = _add(tmp_path, _learned("ours", (Example("ru", ("её", ""), by=(ANNA,)),), (ANNA, BORIS)))
    (tmp_path / "templates" / "ours" / ".0123456789abcdef").write_text("layout = ")
    assert own.forget({ANNA}) == 2
    assert own.examples_by({ANNA, BORIS}) == []
