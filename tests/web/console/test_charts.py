"""Charts of nothing, of one value, of huge ones and of what strangers named: always a drawing that a browser reads."""

import math
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from bot.web.console.charts import Bar, Line, columns, count_bars, curves, scale, share_bars, short

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: Markup) -> ET.Element:
    """The drawing as XML; no coordinate is out of bounds or no number."""
    root = ET.fromstring(str(chart).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 - ours
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for each in root.iter():
        for name, most in (("x", width), ("x1", width), ("x2", width), ("cx", width), ("y", height), ("cy", height)):
            if name in each.attrib:
                assert 0 <= float(each.attrib[name]) <= most, each.attrib
        for pair in each.attrib.get("points", "").split():
            x, y = map(float, pair.split(","))
            assert 0 <= x <= width
            assert 0 <= y <= height
        assert "style" not in each.attrib
    return root


def marks(root: ET.Element, tag: str, kind: str) -> list[ET.Element]:
    return [each for each in root.iter(f"{SVG}{tag}") if kind in each.attrib.get("class", "").split()]


def test_shares_have_a_bar_each_as_long_as_they_are() -> None:
    """None of none has none; few are drawn faint."""
    root = drawn(
        share_bars("t", [Bar("a", 0.5, "5 of 10"), Bar("b", 1.0, "1 of 1", is_faint=True), Bar("c", None, "")])
    )
    half, whole = marks(root, "rect", "bar")
    assert float(whole.attrib["width"]) == pytest.approx(2 * float(half.attrib["width"]))
    assert ("faint" in whole.attrib["class"], "faint" in half.attrib["class"]) == (True, False)


def test_names_of_strangers_are_text() -> None:
    """Wherever they stand."""
    evil = "<script>alert(1)</script>\"'&"
    for chart in (
        share_bars(evil, [Bar(evil, 0.5, evil)]),
        columns(evil, [evil], [1.0]),
        curves(evil, [Line(evil, "s1", [(0, 0), (1, 1)])], evil),
    ):
        root = drawn(chart)
        assert not list(root.iter(f"{SVG}script"))
        assert root.attrib["aria-label"] == evil


@pytest.mark.parametrize("values", [[], [0.0], [7.0], [0.0] * 24, [1e300, 1.0], [math.nan, math.inf, -5.0, 3.0]])
def test_columns_of_whatever_numbers(values: list[float]) -> None:
    root = drawn(columns("t", [str(number) for number in range(len(values))], values))
    assert len(marks(root, "rect", "bar")) == sum(value > 0 and math.isfinite(value) for value in values)


@pytest.mark.parametrize("values", [[], [0], [7], [3, 0, 10**18], [-5, 2]])
def test_count_bars_of_whatever_numbers(values: list[int]) -> None:
    """The longest ends before its number would leave the drawing."""
    root = drawn(count_bars("t", [f"{'long name ' * number}" for number in range(len(values))], values))
    assert len(marks(root, "rect", "bar")) == len(values)


def test_of_many_columns_some_are_named() -> None:
    """The axis stays readable."""
    root = drawn(columns("t", [f"week {number}" for number in range(500)], [1.0] * 500))
    assert len(list(root.iter(f"{SVG}text"))) < 20


@pytest.mark.parametrize(
    ("points", "shape"),
    [([], None), ([(5.0, 2.0)], "circle"), ([(0.0, 3.0), (1.0, 3.0)], "polyline"), ([(0, math.nan), (1, 2)], "circle")],
)
def test_curves_of_few_points(points: list[tuple[float, float]], shape: str | None) -> None:
    root = drawn(curves("t", [Line("bits", "s1", points)], "steps"))
    found = [each.tag.removeprefix(SVG) for each in root.iter() if each.tag.endswith(("circle", "polyline"))]
    assert found == ([] if shape is None else [shape])


def test_a_curve_of_very_many_points_stays_small_and_ends_where_it_ends() -> None:
    root = drawn(curves("t", [Line("bits", "s1", [(n, 5 - n / 1e5) for n in range(100_001)])], "steps"))
    (line,) = root.iter(f"{SVG}polyline")
    pairs = line.attrib["points"].split()
    assert len(pairs) <= 502
    assert pairs[-1].startswith("390.0,")


@given(
    st.floats(min_value=-1e100, max_value=1e100, allow_nan=False),
    st.floats(min_value=-1e100, max_value=1e100, allow_nan=False),
)
def test_a_scale_holds_its_numbers_and_is_short(one: float, other: float) -> None:
    """Whatever they are."""
    lowest, highest = sorted((one, other))
    ticks = scale(lowest, highest)
    reach = max(abs(lowest), abs(highest), 1.0)
    assert ticks[0] <= lowest + 1e-6 * reach
    assert ticks[-1] >= highest - 1e-6 * reach
    assert 2 <= len(ticks) <= 9


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (950, "950"), (1_200, "1.2k"), (35e6, "35M"), (1e15, "1e+15"), (0.25, "0.25")]
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert short(value) == text
