"""A community's own templates go wherever its home goes, and nothing that only looks like one."""

import asyncio
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from bot.backup.deleting import delete
from bot.backup.exporting import Whose, export
from bot.backup.member_names import most_bytes
from bot.backup.restoring import restore
from bot.domain.box_wish import parse_boxes
from bot.domain.template import Example, Layout, Template
from bot.pictures.own import OwnTemplates
from bot.pictures.wall_pictures import WallPictures
from bot.settings import Home, load
from bot.storage.database import Database
from tests.backup.conftest import NOW, saved_of
from tests.pictures.hostile_files import saved

_CAT = {"templates/our-cat/template.toml", "templates/our-cat/picture.png"}


def test_a_bundle_brings_them_back(home: Home, tmp_path: Path) -> None:
    bundle = saved_of(home, tmp_path / "b.zip").bundle
    restore(bundle, tmp_path / "elsewhere", NOW)
    for name in _CAT:
        assert (tmp_path / "elsewhere" / name).read_bytes() == (home.folder / name).read_bytes()


def test_what_is_half_made_or_no_template_is_not_in_a_bundle(home: Home, tmp_path: Path) -> None:
    half = home.templates / ".0123456789abcdef"
    half.mkdir()
    (half / "template.toml").write_text("half")
    (home.templates / "our-cat" / "notes.txt").write_text("mine")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "template.toml").write_text("not ours")
    (home.templates / "linked").symlink_to(outside)
    saved = saved_of(home, tmp_path / "b.zip")
    assert {member.name for member in saved.manifest.members if member.name.startswith("templates/")} == _CAT


def test_a_picture_too_big_for_a_bundle_is_named_as_left_out(home: Home, tmp_path: Path) -> None:
    with (home.templates / "our-cat" / "picture.png").open("r+b") as picture:
        picture.truncate((most_bytes("templates/our-cat/picture.png") or 0) + 1)
    assert saved_of(home, tmp_path / "b.zip").left_out == ("templates/our-cat/picture.png: too big",)


@pytest.mark.parametrize(
    "name",
    ["templates/../wallflower.toml", "templates/our-cat/x.py", "templates/a/b/picture.png", "templates/Ы/picture.png"],
)
def test_no_other_name_can_come_out_of_a_bundle(name: str) -> None:
    assert most_bytes(name) is None


def test_an_export_holds_them_and_one_persons_export_does_not(home: Home, tmp_path: Path) -> None:
    async def work() -> None:
        database = Database(home.database_url(load(home, {})))
        await export(home, database, tmp_path / "all.zip", NOW)
        await export(home, database, tmp_path / "one.zip", NOW, Whose(None, frozenset({"ab"})))
        await database.close()

    asyncio.run(work())
    assert set(zipfile.ZipFile(tmp_path / "all.zip").namelist()) > _CAT
    assert not _CAT & set(zipfile.ZipFile(tmp_path / "one.zip").namelist())


def test_pictures_put_by_to_learn_from_go_along_and_others_of_that_folder_stay(home: Home, tmp_path: Path) -> None:
    home.pictures.mkdir()
    ours, theirs = home.pictures / "0123456789abcdef.jpg", home.pictures / "holiday.jpg"
    ours.write_bytes(b"pixels")
    theirs.write_bytes(b"mine")
    names = {member.name for member in saved_of(home, tmp_path / "b.zip").manifest.members}
    assert "pictures/0123456789abcdef.jpg" in names
    assert "pictures/holiday.jpg" not in names
    assert asyncio.run(delete(home, load(home, {}), "my-wall")).left == ("pictures",)
    assert list(home.pictures.iterdir()) == [theirs]


def test_with_the_home_they_are_deleted(home: Home) -> None:
    (home.folder / "pictures").mkdir()
    assert asyncio.run(delete(home, load(home, {}), "my-wall")).left == ()
    assert not home.folder.exists()


def test_what_was_learned_of_the_walls_pictures_is_in_their_authors_export_alone(home: Home, tmp_path: Path) -> None:
    anna, boris = "a" * 64, "b" * 64
    examples = (Example("ru", ("её", ""), by=(anna,)), Example("ru", ("его", ""), by=(boris,)))
    made = Template(
        "ours", {"ru": "наш"}, Layout.TOP_BOTTOM, parse_boxes(()), examples=examples, learned_from=(anna, boris),
        is_shipped=False,
    )  # fmt: skip
    OwnTemplates(home.templates).add(made, Image.new("RGB", (100, 100)))
    waiting = WallPictures(home.pictures / "wall")
    waiting.keep("photo-1_2", [anna], saved("JPEG"))
    waiting.keep("photo-1_3", [boris], saved("JPEG"))

    async def work() -> dict[str, int]:
        database = Database(home.database_url(load(home, {})))
        exported = await export(home, database, tmp_path / "hers.zip", NOW, Whose(None, frozenset({anna})))
        await database.close()
        return exported.rows

    assert asyncio.run(work())["captions"] == 1
    with zipfile.ZipFile(tmp_path / "hers.zip") as archive:
        assert archive.read("captions.jsonl").decode() == '{"template": "ours", "boxes": ["её", ""]}\n'
        assert [name for name in archive.namelist() if name.startswith("pictures/")] == [
            f"pictures/wall/photo-1_2.{anna}.jpg"
        ]


def test_pictures_of_the_wall_are_in_no_bundle_and_go_with_the_home(home: Home, tmp_path: Path) -> None:
    """They are the wall's: where they are needed they are fetched again."""
    WallPictures(home.pictures / "wall").keep("photo-1_2", ["a" * 64], saved("JPEG"))
    names = {member.name for member in saved_of(home, tmp_path / "b.zip").manifest.members}
    assert not any("wall" in name and name.startswith("pictures") for name in names)
    assert asyncio.run(delete(home, load(home, {}), "my-wall")).left == ()
    assert not home.folder.exists()
