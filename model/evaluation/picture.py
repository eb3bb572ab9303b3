"""An evaluation as one picture: how each figure changes with the temperature, its yardsticks, and what is written.

Drawn with Pillow alone. Posts need a font with their letters: the first of a few common ones that the system has;
without any of them they are left out.
"""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from model.evaluation.ladder import Column, Evaluation
from model.evaluation.table import heading, legend

_WIDTH, _MARGIN = 1600, 48
_PANELS_A_ROW, _PANEL_HEIGHT, _PANELS_TOP = 4, 310, 140
_GAP = 44
_EXAMPLE_LINES, _EXAMPLE_CHARS, _LINE_HEIGHT = 3, 118, 25
_INK, _FAINT, _PAPER = "#1a1a1a", "#c8c8c8", "#ffffff"
# Told apart by people who see fewer colours too (Okabe and Ito, 2008).
_NETWORK, _PEOPLE, _MARKOV = "#0072b2", "#4d4d4d", "#d55e00"
_FONTS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "Arial.ttf", "arial.ttf")

_Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
_Show = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class _Panel:
    """One figure over the temperatures. `top` None: the highest value there is, rounded up."""

    title: str
    value: Callable[[Column], float | None]
    top: float | None
    is_share: bool = True

    def shown(self, value: float) -> str:
        return f"{value:.0%}" if self.is_share else f"{value:.2f}"


_PANELS = (
    _Panel("end by themselves", lambda column: column.ends_by_itself, 1.0),
    _Panel("known words", lambda column: column.figures.known_words, 1.0),
    _Panel("distinct pairs of words", lambda column: column.figures.distinct[1], 1.0),
    _Panel("self-similarity", lambda column: column.figures.self_similarity, None, is_share=False),
    _Panel("copies (less is better)", lambda column: column.figures.copies, None),
    _Panel("loops (less is better)", lambda column: column.figures.loops, None),
    _Panel("lines: distance to the corpus", lambda column: column.figures.lines_distance, None, is_share=False),
)


def draw(evaluation: Evaluation) -> Image.Image:
    """The picture, 1600 pixels wide."""
    readable = _font(19)
    examples = [(column.name, _shortened(column.examples[0])) for column in evaluation.columns if column.examples]
    rows = -(-(len(_PANELS) + 1) // _PANELS_A_ROW)
    below = _PANELS_TOP + rows * (_PANEL_HEIGHT + _GAP) + 20
    height = below + sum((len(lines) + 0.6) * _LINE_HEIGHT for _, lines in examples) if readable else below
    picture = Image.new("RGB", (_WIDTH, int(height) + _MARGIN), _PAPER)
    pen = ImageDraw.Draw(picture)
    pen.text((_MARGIN, 30), heading(evaluation), _INK, _or_plain(30))
    for number, line in enumerate(textwrap.wrap(f"{legend(evaluation)} Across: the temperature.", 165)):
        pen.text((_MARGIN, 74 + 22 * number), line, _PEOPLE, _or_plain(16))
    for number, place in enumerate(_places()):
        if number < len(_PANELS):
            _draw_panel(pen, place, _PANELS[number], evaluation.columns)
        else:
            _draw_lengths(pen, place, evaluation)
    y = float(below)
    for name, lines in examples if readable else []:
        pen.text((_MARGIN, y), name, _color(name), _or_plain(19))
        for line in lines:
            pen.text((_MARGIN + 110, y), line, _INK, readable)
            y += _LINE_HEIGHT
        y += 0.6 * _LINE_HEIGHT
    return picture


def _places() -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of each panel's axes; the last one is for the lengths."""
    width = (_WIDTH - 2 * _MARGIN - (_PANELS_A_ROW - 1) * _GAP) / _PANELS_A_ROW
    found: list[tuple[float, float, float, float]] = []
    for number in range(len(_PANELS) + 1):
        row, place = divmod(number, _PANELS_A_ROW)
        left, top = _MARGIN + place * (width + _GAP), _PANELS_TOP + row * (_PANEL_HEIGHT + _GAP)
        found.append((left, top + 58, left + width, top + _PANEL_HEIGHT - 24))
    return found


def _draw_panel(
    pen: ImageDraw.ImageDraw, place: tuple[float, float, float, float], panel: _Panel, columns: Sequence[Column]
) -> None:
    left, top, right, bottom = place
    values = [value for column in columns if (value := panel.value(column)) is not None]
    highest = panel.top or max(0.05, 1.25 * max(values))
    ladder = [column for column in columns if column.temperature is not None]

    def x(number: int) -> float:
        return left + (right - left) * (number + 0.5) / len(ladder)

    def y(value: float) -> float:
        return bottom - (bottom - top) * min(value / highest, 1.0)

    _frame(pen, place, panel.title)
    key = left
    for column in columns:
        value = panel.value(column)
        if column.temperature is None and value is not None:
            _dashes(pen, left, right, y(value), _color(column.name))
            label = f"- - {column.name} {panel.shown(value)}"
            pen.text((key, top - 10), label, _color(column.name), _or_plain(15), "ls")
            key += pen.textlength(label, _or_plain(15)) + 16
    points = []
    for number, column in enumerate(ladder):
        value = panel.value(column)
        pen.text((x(number), bottom + 5), f"{column.temperature:g}", _PEOPLE, _or_plain(15), "mt")
        if value is not None:
            points.append((x(number), y(value), panel.shown(value)))
    pen.line([point[:2] for point in points], _NETWORK, 3)
    for across, up, label in points:
        pen.ellipse((across - 5, up - 5, across + 5, up + 5), _NETWORK)
        under = up - top < 26
        where, anchor = (across, up + (9 if under else -9)), "mt" if under else "mb"
        pen.text(where, label, _NETWORK, _or_plain(14), anchor, stroke_width=3, stroke_fill=_PAPER)


def _draw_lengths(pen: ImageDraw.ImageDraw, place: tuple[float, float, float, float], evaluation: Evaluation) -> None:
    """The share of posts up to each length: the corpus, the Markov chain, and the network at the middle temperature."""
    left, top, right, bottom = place
    _frame(pen, place, "posts up to so many characters")
    ladder = [column for column in evaluation.columns if column.temperature is not None]
    middle = ladder[len(ladder) // 2]
    curves = [("corpus", evaluation.corpus_lengths, _PEOPLE)]
    curves += [(c.name, c.lengths, _MARKOV) for c in evaluation.columns if c.name == "Markov"]
    curves.append((middle.name, middle.lengths, _NETWORK))
    at = np.linspace(0, evaluation.max_chars, 200)
    for number, (name, lengths, color) in enumerate(curves):
        shares = np.searchsorted(np.sort(lengths), at, side="right") / len(lengths)
        across = left + (right - left) * at / evaluation.max_chars
        up = bottom - (bottom - top - 8) * shares
        pen.line(list(zip(across.tolist(), up.tolist(), strict=True)), color, 3)
        pen.text((right - 6, bottom - 24 * (len(curves) - number)), name, color, _or_plain(15), "rt")
    for share in (0.0, 0.5, 1.0):
        pen.text(
            (left + (right - left) * share, bottom + 5), f"{evaluation.max_chars * share:.0f}", _PEOPLE, _or_plain(15),
            "lt" if share == 0 else "mt" if share < 1 else "rt",
        )  # fmt: skip


def _frame(pen: ImageDraw.ImageDraw, place: tuple[float, float, float, float], title: str) -> None:
    left, top, right, bottom = place
    pen.text((left, top - 34), title, _INK, _or_plain(18), "ls")
    for share in (0.0, 0.5, 1.0):
        height = bottom - (bottom - top) * share
        pen.line((left, height, right, height), _FAINT, 1)


def _dashes(pen: ImageDraw.ImageDraw, left: float, right: float, y: float, color: str) -> None:
    for start in np.arange(left, right, 14):
        pen.line((start, y, min(start + 8, right), y), color, 2)


def _color(name: str) -> str:
    return {"people": _PEOPLE, "Markov": _MARKOV}.get(name, _NETWORK)


def _shortened(text: str) -> list[str]:
    """At most three lines of a text; a line that is too long for the picture is broken."""
    lines = [part for line in text.splitlines() if line.strip() for part in textwrap.wrap(line, _EXAMPLE_CHARS)]
    return lines if len(lines) <= _EXAMPLE_LINES else [*lines[: _EXAMPLE_LINES - 1], f"{lines[_EXAMPLE_LINES - 1]} …"]


def _or_plain(size: int) -> _Font:
    """A font for our own English words: Pillow's if the system has none of ours."""
    return _font(size) or ImageFont.load_default(size)


def _font(size: int) -> _Font | None:
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return None
