"""Which templates there are, and which of them a person means."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.errors import Misconfigured
from bot.pictures.library import SHIPPED, Library, read_entry
from tests.pictures.conftest import TWO_BOXES, MakeTemplate


@pytest.fixture
def library(make_template: MakeTemplate) -> Library:
    return Library(make_template())


@pytest.mark.parametrize(
    "wish",
    [
        "hedgehog", "HEDGEHOG", "Ёжик в тумане", "ежик в тумане", "ЁЖИК  В ТУМАНЕ!", "ёжик-в-тумане", "ежиквтумане",
        "hedgehog in the fog", "hedgehog-in-the-fog", "hedghog in the fog", "ежик в туманне", "вверху внизу",
    ],
)  # fmt: skip
def test_a_template_is_found_by_name_title_and_alias_however_it_is_typed(library: Library, wish: str) -> None:
    found = library.find(wish)
    assert found is not None
    assert found.name == "hedgehog"


@pytest.mark.parametrize("wish", ["", "  ", "!!!", "бегемот", "h", "hedge", "a" * 100_000, "\ud83d", "../hedgehog/.."])
def test_nobody_is_found_for_a_wish_that_means_none(library: Library, wish: str) -> None:
    found = library.find(wish)
    assert found is None or wish == "../hedgehog/.."


def test_the_communitys_own_come_first_and_take_the_place_of_shipped_ones(make_template: MakeTemplate) -> None:
    shipped = Library().templates()
    make_template("a-new-one")
    library = Library(make_template(shipped[0].name))
    names = [template.name for template in library.templates()]
    assert names[:2] == sorted(["a-new-one", shipped[0].name])
    assert len(names) == len(set(names)) == len(shipped) + 1
    assert [template.is_shipped for template in library.templates()[:3]] == [False, False, True]
    assert library.entry(shipped[0].name) is not None
    assert library.find("hedgehog in the fog") is not None


def test_a_mistake_leaves_one_template_out_with_a_warning_and_the_others_in(make_template: MakeTemplate) -> None:
    make_template("broken", TWO_BOXES.replace("[0.5, 0.15]", "[5, 15]"))
    make_template("outside", TWO_BOXES.replace("[0.5, 0.15]", "[0.1, 0.15]"))
    make_template("not_a_name")
    home = make_template()
    (home / "no-picture").mkdir()
    (home / ".half-made").mkdir()
    library = Library(home)
    with capture_logs() as logs:
        own = [template.name for template in library.templates() if not template.is_shipped]
        library.templates()
    assert own == ["hedgehog"]
    assert sorted(entry["template"] for entry in logs) == ["broken", "no-picture", "not_a_name", "outside"]
    why = {entry["template"]: entry["why"] for entry in logs}
    assert "boxes[1].at is 5" in why["broken"]
    assert "boxes[1] (top) leaves the picture" in why["outside"]
    assert library.entry("broken") is None


def test_a_turned_box_that_leaves_the_picture_is_seen(make_template: MakeTemplate) -> None:
    home = make_template("turned", TWO_BOXES.replace('name = "top"', 'name = "top"\nangle = 45'))
    with pytest.raises(Misconfigured, match="leaves the picture"):
        read_entry(home / "turned", is_shipped=False)


def test_a_template_that_is_added_mended_or_removed_is_seen_without_a_restart(make_template: MakeTemplate) -> None:
    home = make_template()
    library = Library(home)
    assert library.entry("late") is None
    make_template("late")
    assert library.entry("late") is not None
    assert library.find("late") is not None
    make_template("late", TWO_BOXES.replace("Ёжик в тумане", "Лошадь в тумане"))
    entry = library.entry("late")
    assert entry is not None
    assert entry.template.titles["ru"] == "Лошадь в тумане"
    for file in (home / "late").iterdir():
        file.unlink()
    (home / "late").rmdir()
    assert library.entry("late") is None
    assert "late" not in [template.name for template in library.templates()]


def test_a_picture_that_is_none_or_one_too_many_is_refused(make_template: MakeTemplate) -> None:
    home = make_template("two")
    (home / "two" / "picture.gif").write_bytes(b"GIF89a")
    with pytest.raises(Misconfigured, match=r"both picture\.png and picture\.gif"):
        read_entry(home / "two", is_shipped=False)
    (home / "two" / "picture.png").unlink()
    with pytest.raises(Misconfigured, match="can't be read as a picture"):
        read_entry(home / "two", is_shipped=False)


@pytest.mark.parametrize(
    "folder", sorted(path for path in SHIPPED.iterdir() if path.is_dir()), ids=lambda path: path.name
)
def test_every_shipped_template_can_be_read_and_is_found_by_both_titles(folder: Path) -> None:
    template = read_entry(folder, is_shipped=True).template
    assert set(template.titles) == {"ru", "en"}
    library = Library()
    for called in (template.name, *template.titles.values(), *template.aliases):
        found = library.find(called)
        assert found is not None
        assert found.name == template.name, called
