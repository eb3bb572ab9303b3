"""template.toml as strangers write it: a mistake is one sentence, with the file, the key and what is allowed."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.template import Across, Box, Down, Example, Face, Layout, Template
from bot.errors import Misconfigured
from bot.pictures import template_file
from bot.pictures.template_file import parse, read, written

GOOD = """
layout = "two panels"
aliases = ["drake", "дрейк"]
[titles]
ru = "Это нет, это да"
[[boxes]]
name = "no"
at = [0.75, 0.25]
size = [0.46, 0.44]
angle = -5
[[boxes]]
name = "yes"
at = [0.75, 0.75]
size = [0.46, 0.44]
outline = false
[[examples]]
language = "ru"
boxes = ["Вставать", ""]
"""


def _parsed(toml: str, *, is_animated: bool = False) -> Template:
    return parse(tomllib.loads(toml), "two-cats", "two-cats/template.toml", is_animated=is_animated)


def test_a_template_is_read_as_it_was_written() -> None:
    found = _parsed(GOOD)
    assert found.layout is Layout.TWO_PANELS
    assert found.titles == {"ru": "Это нет, это да"}
    assert found.aliases == ("drake", "дрейк")
    assert found.boxes[0] == Box("no", 0.75, 0.25, 0.46, 0.44, angle=-5)
    assert found.boxes[1].outline is None
    assert found.examples == (Example("ru", ("Вставать", "")),)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('layout = "two panels"', 'layout = "circles"', "layout must be one of top and bottom, two panels"),
        ('layout = "two panels"', "", "layout must be one of"),
        ('ru = "Это', 'de = "Das', "titles.'de' is no key here: there are ru, en"),
        ('[titles]\nru = "Это нет, это да"', "", "titles must be a table"),
        ('ru = "Это нет, это да"', "", 'titles must hold a title: write ru = "…" or en = "…"'),
        ('ru = "Это нет, это да"', 'ru = "  "', "titles.ru must be a text of 1 to 60 characters"),
        ('aliases = ["drake", "дрейк"]', "aliases = [1]", "aliases must be a text"),
        ("angle = -5", 'angle = "steep"', "boxes[1].angle must be a number from -180 to 180"),
        ("angle = -5", "angle = 270", "boxes[1].angle is 270: it must be a number from -180 to 180"),
        ("angle = -5", "angle = nan", "boxes[1].angle must be a number"),
        ("angle = -5", "angle = true", "boxes[1].angle must be a number"),
        ("angle = -5", "angel = -5", "boxes[1].'angel' is no key here"),
        ("outline = false", 'outline = "black"', 'boxes[2].outline must be false or a colour, for example "#000000"'),
        ("outline = false", 'colour = "#12345"', "boxes[2].colour must be a colour"),
        ("outline = false", "appears = [0, 1]", "boxes[2].appears is for animated pictures"),
        ("outline = false", "capitals = 1", "boxes[2].capitals must be true or false"),
        ("outline = false", 'face = "comic"', "boxes[2].face must be one of meme, plain, serif, mono"),
        ("outline = false", "largest = 3", "boxes[2].largest is 3"),
        ("at = [0.75, 0.25]", "at = [0.75]", "boxes[1].at must be two numbers from 0 to 1"),
        ("at = [0.75, 0.25]", "at = [75, 25]", "boxes[1].at is 75"),
        ('name = "yes"', 'name = "no"', "boxes has two boxes called 'no'"),
        ('boxes = ["Вставать", ""]', 'boxes = ["Вставать"]', "examples[1].boxes must be a list of 2 texts"),
        ('language = "ru"', 'language = "de"', "examples[1].language must be ru or en"),
        ("[[examples]]", "[examples]", "examples must be tables: write [[examples]]"),
        ('language = "ru"', 'language = "ru"\nby = ["Anna"]', "examples[1].by must hold hashes of 64"),
        ("[titles]", 'learned_from = "ab"\n[titles]', "learned_from must be a list of at most 100 hashes"),
    ],
)
def test_a_mistake_is_named_with_its_file_its_key_and_what_is_allowed(old: str, new: str, says: str) -> None:
    assert old in GOOD
    with pytest.raises(Misconfigured, match=re.escape(f"two-cats/template.toml: {says}")):
        _parsed(GOOD.replace(old, new, 1))


def test_a_moving_picture_has_boxes_that_appear() -> None:
    found = _parsed(GOOD.replace("outline = false", "appears = [0.5, 2]"), is_animated=True)
    assert found.boxes[1].appears == (0.5, 2.0)
    with pytest.raises(Misconfigured, match="must begin before it ends"):
        _parsed(GOOD.replace("outline = false", "appears = [2, 2]"), is_animated=True)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"layout = ", "can't be read as TOML"),
        (b"\xff\xfe", "can't be read as TOML"),
        (b"a = " + b"[" * 5000, "can't be read as TOML"),
        (b"# " + b"x" * 300_000, "larger than 256 kB"),
    ],
)
def test_a_file_that_is_no_toml_is_refused_in_a_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    folder = tmp_path / "cats"
    folder.mkdir()
    (folder / "template.toml").write_bytes(content)
    with pytest.raises(Misconfigured, match=says):
        read(folder, is_animated=False, is_shipped=False)


def test_a_missing_file_and_a_name_that_no_command_could_say_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="is missing"):
        read(tmp_path / "cats", is_animated=False, is_shipped=False)
    with pytest.raises(Misconfigured, match="can't be a template's name"):
        read(tmp_path / "Два кота", is_animated=False, is_shipped=False)


_shares = st.floats(0.02, 1)
_texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).map(str.strip).filter(bool)
_colours = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
_boxes = st.builds(
    Box,
    name=_texts,
    x=_shares,
    y=_shares,
    width=_shares,
    height=_shares,
    angle=st.floats(-180, 180),
    colour=_colours,
    outline=st.none() | _colours,
    face=st.sampled_from(Face),
    across=st.sampled_from(Across),
    down=st.sampled_from(Down),
    capitals=st.booleans(),
    largest=st.floats(0.02, 0.5),
    appears=st.none() | st.just((0.5, 1.25)),
)


@given(
    boxes=st.lists(_boxes, min_size=1, max_size=3, unique_by=lambda box: box.name),
    titles=st.dictionaries(st.sampled_from(["ru", "en"]), _texts, min_size=1),
    aliases=st.lists(_texts, max_size=3),
    example=_texts,
    layout=st.sampled_from(Layout),
)
def test_what_is_written_is_read_as_the_same_template(
    boxes: list[Box], titles: dict[str, str], aliases: list[str], example: str, layout: Layout
) -> None:
    template = Template(
        name="any",
        titles=titles,
        layout=layout,
        boxes=tuple(boxes),
        aliases=tuple(aliases),
        examples=(Example("ru", (example,) + ("",) * (len(boxes) - 1), title=example),),
        is_animated=True,
        is_shipped=False,
    )
    assert parse(tomllib.loads(written(template)), "any", "any", is_animated=True, is_shipped=False) == template


def test_the_example_of_the_documentation_and_of_the_module_are_templates() -> None:
    documentation = (Path(__file__).parents[2] / "docs" / "pictures.md").read_text("utf-8")
    found = re.search(r"```toml\n(.*?)```", documentation, re.DOTALL)
    assert found is not None
    assert len(_parsed(found[1]).boxes) == 2
    keys = {line.split("`")[1] for line in documentation.splitlines() if line.startswith("| `boxes.")}
    assert keys >= {f"boxes.{key}" for key in ("angle", "colour", "outline", "face", "across", "down", "capitals")}
    assert template_file.__doc__ is not None
    example = template_file.__doc__.split("\n\n", 1)[1].rsplit("\n\n", 1)[0]
    doubled = example.replace('["Getting up", "Five more minutes"]', '["Getting up"]')
    assert _parsed(doubled).boxes[0].name == "no"
