from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.domain.box_wish import layout_of, parse_boxes
from bot.domain.template import Box, Example, Template
from bot.errors import Refused
from bot.pictures import template_file
from bot.pictures.own import LONGEST_SIDE_PX, OwnTemplates, name_from


def _template(name: str = "cat", title: str = "Кот", boxes: tuple[Box, ...] = parse_boxes(())) -> Template:
    return Template(name, {"ru": title}, layout_of(boxes), boxes, is_shipped=False)


_PICTURE = Image.new("RGB", (300, 200), "teal")


def _size(folder: Path) -> tuple[int, int]:
    with Image.open(folder / "picture.png") as kept:
        return kept.size


def test_an_added_template_is_read_back_as_it_was(tmp_path: Path) -> None:
    boxes = parse_boxes(("top", "hand: 10,40,30,20"))
    titles, examples = {"ru": "Кот", "en": "Cat"}, (Example("ru", ("а", "б")), Example("ru", ("в", ""), by=("a" * 64,)))
    template = Template(
        "cat", titles, layout_of(boxes), boxes, ("киса",), examples, learned_from=("a" * 64, "b" * 64), is_shipped=False
    )
    OwnTemplates(tmp_path / "templates").add(template, _PICTURE)
    folder = tmp_path / "templates" / "cat"
    assert template_file.read(folder, is_animated=False, is_shipped=False) == template
    assert _size(folder) == (300, 200)
    assert sorted(path.name for path in folder.parent.iterdir()) == ["cat"]


def test_a_kept_picture_has_pixels_and_nothing_else(tmp_path: Path) -> None:
    info = PngInfo()
    info.add_text("Comment", "where I live")
    (tmp_path / "sent.png").write_bytes(b"")
    _PICTURE.save(tmp_path / "sent.png", pnginfo=info)
    with Image.open(tmp_path / "sent.png") as sent:
        sent.load()
        OwnTemplates(tmp_path / "templates").add(_template(), sent)
    kept = (tmp_path / "templates" / "cat" / "picture.png").read_bytes()
    assert b"where I live" not in kept
    assert b"tEXt" not in kept


def test_a_large_picture_is_kept_smaller_in_its_form(tmp_path: Path) -> None:
    OwnTemplates(tmp_path).add(_template(), Image.new("RGB", (3_000, 1_500)))
    assert _size(tmp_path / "cat") == (LONGEST_SIDE_PX, LONGEST_SIDE_PX // 2)


@pytest.mark.parametrize("name", ["", "..", "../cat", "a/b", "Cat", "кот", "a" * 33, "-cat", "cat-", ".hidden", "a\0b"])
def test_a_name_that_could_lead_elsewhere_is_refused_everywhere(name: str, tmp_path: Path) -> None:
    (tmp_path / "cat").mkdir()
    templates = OwnTemplates(tmp_path / "home" / "templates")
    templates.add(_template(), _PICTURE)
    with pytest.raises(Refused):
        templates.add(_template(name), _PICTURE)
    with pytest.raises(Refused):
        templates.remove(name)
    with pytest.raises(Refused):
        templates.rename("cat", name)
    with pytest.raises(Refused):
        templates.rename(name, "dog")
    assert templates.names() == ("cat",)
    assert (tmp_path / "cat").is_dir()


def test_a_taken_name_keeps_what_has_it(tmp_path: Path) -> None:
    templates = OwnTemplates(tmp_path)
    templates.add(_template(title="первый"), _PICTURE)
    with pytest.raises(Refused, match="already"):
        templates.add(_template(title="второй"), _PICTURE)
    assert "первый" in (tmp_path / "cat" / "template.toml").read_text()
    templates.add(_template("dog"), _PICTURE)
    with pytest.raises(Refused, match="already"):
        templates.rename("cat", "dog")
    assert templates.names() == ("cat", "dog")


def test_a_renamed_and_a_removed_template_change_the_folders_time(tmp_path: Path) -> None:
    templates = OwnTemplates(tmp_path)
    times = [tmp_path.stat().st_mtime_ns]
    templates.add(_template(), _PICTURE)
    times.append(tmp_path.stat().st_mtime_ns)
    templates.rename("cat", "dog")
    times.append(tmp_path.stat().st_mtime_ns)
    templates.remove("dog")
    times.append(tmp_path.stat().st_mtime_ns)
    assert times == sorted(set(times))
    assert not list(tmp_path.iterdir())


def test_a_link_that_leads_out_of_the_home_is_no_template(tmp_path: Path) -> None:
    outside = tmp_path / "precious"
    outside.mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "cat").symlink_to(outside)
    templates = OwnTemplates(tmp_path / "templates")
    assert templates.names() == ()
    with pytest.raises(Refused):
        templates.remove("cat")
    with pytest.raises(Refused):
        templates.add(_template(), _PICTURE)
    assert outside.is_dir()


def test_no_more_than_so_many_are_kept(tmp_path: Path) -> None:
    templates = OwnTemplates(tmp_path, most=2)
    templates.add(_template("a"), _PICTURE)
    templates.add(_template("b"), _PICTURE)
    with pytest.raises(Refused, match="remove one first"):
        templates.add(_template("c"), _PICTURE)


def test_what_could_not_be_read_back_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    for wrong in (_template(title="x" * 61), _template(title="  "), _template(boxes=())):
        with pytest.raises(Refused):
            OwnTemplates(tmp_path / "templates").add(wrong, _PICTURE)
    assert not (tmp_path / "templates").exists()


def test_a_title_of_several_lines_and_signs_is_one_line_in_the_file(tmp_path: Path) -> None:
    OwnTemplates(tmp_path).add(_template(title='Кот\n"и"\\ \x7f'), _PICTURE)
    template = template_file.read(tmp_path / "cat", is_animated=False, is_shipped=False)
    assert template.titles == {"ru": 'Кот "и"\\ \x7f'}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Кот и пёс", "kot-i-pes"),
        ("  Drake!! 2 ", "drake-2"),
        ("щука", "schuka"),
        ("🤷", ""),
        ("ы" * 50, "y" * 32),
        ("объём", "obem"),
    ],
)
def test_a_name_is_made_of_a_title(title: str, name: str) -> None:
    assert name_from(title) == name
