"""`wallflower template …`, as it is typed: what it does to the home, and what it says of a mistake."""

import json
import random
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from benchmarks.painted_memes import Blank, paint
from bot.cli import cli
from bot.domain.box_wish import parse_boxes
from bot.terminal import MISTAKE
from tests.pictures import hostile_files


def _run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--home", str(home), "template", *arguments])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one template of its own."""
    picture = tmp_path / "cat.jpg"
    Image.new("RGB", (400, 300), "teal").save(picture)
    boxes = ("--box", "top", "--box", "paw: 10,60,35,20")
    added = _run(tmp_path / "home", "add", "cat", str(picture), "--title-ru", "Наш кот", "--alias", "киса", *boxes)
    assert added.exit_code == 0, added.output
    return tmp_path / "home"


def test_an_added_template_is_listed_and_shown_with_its_boxes(home: Path) -> None:
    listed = json.loads(_run(home, "list", "--own", "--json").stdout)
    assert listed == [
        {
            "name": "cat",
            "titles": {"ru": "Наш кот"},
            "aliases": ["киса"],
            "layout": "labels",
            "boxes": ["top", "paw"],
            "examples": 0,
            "own": True,
        }
    ]
    shown = _run(home, "show", "киса").stdout
    assert "Наш кот" in shown
    assert "10, 60, 35, 20" in shown
    assert json.loads(_run(home, "list", "--json").stdout)[0] == listed[0]
    assert "Наш кот" in _run(home, "list").stdout


def test_the_drawing_shows_each_frame_where_its_box_is(home: Path, tmp_path: Path) -> None:
    assert _run(home, "show", "cat", "-o", str(tmp_path / "drawn.png")).exit_code == 0
    with Image.open(tmp_path / "drawn.png") as drawn:
        assert drawn.size == (800, 600)
        teal = (0, 128, 128)
        left_edge = [drawn.getpixel((80, y)) for y in range(380, 470)]
        assert all(pixel != teal for pixel in left_edge)
        assert drawn.getpixel((700, 500)) == pytest.approx(teal, abs=6)


def test_a_renamed_and_removed_template_is_gone_and_the_audit_log_knows(home: Path) -> None:
    assert _run(home, "rename", "cat", "dog").exit_code == 0
    assert _run(home, "remove", "dog").exit_code == 0
    assert json.loads(_run(home, "list", "--own", "--json").stdout) == []
    log = CliRunner().invoke(cli, ["--home", str(home), "audit", "--json"]).stdout
    entries = [(entry["action"], entry["object"]) for entry in json.loads(log)]
    assert entries == [("template.add", "cat"), ("template.rename", "cat"), ("template.remove", "dog")]


@pytest.fixture
def wall(tmp_path: Path) -> Path:
    """A folder with five memes on one picture, and a file that is none."""
    folder = tmp_path / "wall"
    (folder / "2026").mkdir(parents=True)
    draw = random.Random(4)
    squares = Image.new("RGB", (5, 5))
    squares.putdata([(draw.randrange(256), draw.randrange(256), draw.randrange(256)) for _ in range(25)])
    blank = Blank("squares", squares.resize((360, 360), Image.Resampling.NEAREST), parse_boxes(("bottom",)))
    for number in range(5):
        paint(blank, draw, rough=False).picture.save(folder / "2026" / f"{number}.png")
    (folder / "notes.txt").write_text("not looked at")
    (folder / "torn.jpg").write_bytes(b"\xff\xd8\xff")
    return folder


def test_learning_shows_first_and_keeps_when_told(home: Path, wall: Path, tmp_path: Path) -> None:
    looked = _run(home, "learn", str(wall), "--no-words", "-o", str(tmp_path / "found"))
    assert "learned-1: 5 pictures like 0.png, boxes bottom, 0 captions read" in looked.stdout
    assert "nothing is kept yet" in looked.stdout
    assert "torn.jpg" in looked.stderr
    assert [file.name for file in (tmp_path / "found").iterdir()] == ["learned-1.png"]
    assert "learned-1" not in _run(home, "list", "--own").stdout
    assert _run(home, "learn", str(wall), "--no-words", "--keep").exit_code == 0
    assert "learned-1" in _run(home, "list", "--own").stdout
    again = _run(home, "learn", str(wall), "--no-words", "--keep").stdout
    assert "learned-1 is known already: 5 pictures" in again
    assert "no new template in 6 pictures" in again


def test_without_tesseract_it_is_said_before_the_work_how_to_install_or_do_without(
    home: Path, wall: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    ended = _run(home, "learn", str(wall))
    assert ended.exit_code == MISTAKE
    assert "apt install tesseract-ocr" in ended.stderr
    assert "comparing" not in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "../cat", "CAT"), "can't be a template's name"),
        (("add", "cat", "CAT"), "already"),
        (("add", "dog", "CAT", "--box", "tail"), "is no box"),
        (("add", "dog", "CAT", "--title-ru", "x" * 61), "must be a text of 1 to 60"),
        (("add", "dog", "nowhere.png"), "can't be read"),
        (("add", "dog", "BOMB"), "too large"),
        (("remove", "drake"), "no template of your own"),
        (("rename", "dog", "cow"), "no template of your own"),
        (("show", "no-such-thing"), "no template"),
        (("learn", "no-such-folder", "--no-words"), "no folder"),
    ],
)
def test_a_mistake_is_one_sentence_and_changes_nothing(
    arguments: tuple[str, ...], said: str, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "bomb.png").write_bytes(hostile_files.png(20_000, 20_000))
    before = sorted(home.rglob("*"))
    named = {"CAT": str(tmp_path / "cat.jpg"), "BOMB": str(tmp_path / "bomb.png")}
    ended = _run(home, *(named.get(argument, argument) for argument in arguments))
    assert ended.exit_code == MISTAKE
    assert said in ended.stderr
    assert ended.stderr.count("wallflower:") == 1
    assert sorted(home.rglob("*")) == before
