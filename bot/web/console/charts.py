"""Charts as SVG, drawn on the server: bars of shares, columns of counts, curves. Knows numbers and words, no meaning.

Colours are classes of the style sheet, sizes attributes of the shapes: a page whose policy forbids inline styles shows
them. A chart names itself to screen readers; its numbers belong into a table beside it.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

# In units of the drawing, which scales with its page; letters are some 11 high.
_WIDTH = 400
_ROW, _ROW_NOTE = 28, 96
_LETTER = 7.8  # as wide as a digit is in wide fonts
_TOP, _BOTTOM, _LEFT, _RIGHT = 12, 24, 44, 10
_COLUMNS_HEIGHT, _CURVES_HEIGHT = 180, 240
_MOST_LABEL_CHARS = 22
# Beyond what a screen shows.
_MOST_POINTS = 500


@dataclass(frozen=True, slots=True)
class Bar:
    """A share, 0 to 1, and what is said beside it. None: there is nothing that it would be a share of."""

    label: str
    value: float | None
    note: str
    is_faint: bool = False  # rests on few


@dataclass(frozen=True, slots=True)
class Line:
    """Points from left to right; `kind` is the class that gives it its colour, `s1` and on."""

    label: str
    kind: str
    points: Sequence[tuple[float, float]]


def share_bars(title: str, bars: Sequence[Bar]) -> Markup:
    """A row for each share, with a scale of 0 to 100 %."""
    height = _ROW * max(1, len(bars)) + _BOTTOM
    left, right = _beside([bar.label for bar in bars]), _WIDTH - _ROW_NOTE
    parts = []
    for quarter in range(5):
        x = left + (right - left) * quarter / 4
        parts.append(_line(x, 0, x, height - _BOTTOM, "grid-line"))
        parts.append(_text(x, height - 8, f"{quarter * 25}%", "middle"))
    for number, bar in enumerate(bars):
        middle = _ROW * number + _ROW / 2
        parts.append(_text(left - 8, middle + 4, _shortened(bar.label), "end"))
        if bar.value is not None and math.isfinite(bar.value):
            width = (right - left) * min(1.0, max(0.0, bar.value))
            faint = " faint" if bar.is_faint else ""
            parts.append(_box(left, middle - 9, max(width, 1.0), 18, f"bar s1{faint}"))
        parts.append(_text(right + 8, middle + 4, bar.note, "start"))
    return _chart(title, height, parts)


def count_bars(title: str, labels: Sequence[str], values: Sequence[int], kind: str = "s1") -> Markup:
    """A row for each count, the longest as long as there is room; for names that are no scale."""
    left, right = _beside(labels), _WIDTH - _ROW_NOTE / 2
    most = max(values, default=0) or 1
    parts = []
    for number, (label, value) in enumerate(zip(labels, values, strict=True)):
        middle = _ROW * number + _ROW / 2
        width = (right - left) * max(0, value) / most
        parts.append(_text(left - 8, middle + 4, _shortened(label), "end"))
        parts.append(_box(left, middle - 9, max(width, 1.0), 18, f"bar {kind}"))
        parts.append(_text(left + width + 8, middle + 4, short(value), "start"))
    return _chart(title, _ROW * max(1, len(labels)), parts)


def columns(title: str, labels: Sequence[str], values: Sequence[float], kind: str = "s1") -> Markup:
    """A column for each number, which are 0 or more; labels are left out where there is no room for all."""
    found = [value if math.isfinite(value) and value > 0 else 0.0 for value in values]
    bottom = _COLUMNS_HEIGHT - _BOTTOM
    ticks = scale(0.0, max(found, default=0.0))
    parts = [*_levels(ticks, bottom, short)]
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(found))
    every = math.ceil((_LETTER * max(map(len, labels), default=0) + 8) / step)
    for number, value in enumerate(found):
        x = _LEFT + step * number
        if value:
            up = (bottom - _TOP) * value / ticks[-1]
            parts.append(_box(x + step * 0.15, bottom - max(up, 1.0), step * 0.7, max(up, 1.0), f"bar {kind}"))
        if number % every == 0:
            parts.append(_text(x + step / 2, _COLUMNS_HEIGHT - 8, labels[number], "middle"))
    return _chart(title, _COLUMNS_HEIGHT, parts)


def curves(title: str, lines: Sequence[Line], across: str) -> Markup:
    """Lines over one scale, which need not begin at 0; `across` says what goes from left to right."""
    kept = [
        Line(line.label, line.kind, [(x, y) for x, y in line.points if math.isfinite(x) and math.isfinite(y)])
        for line in lines
    ]
    xs = [x for line in kept for x, _ in line.points]
    ys = [y for line in kept for _, y in line.points]
    bottom = _CURVES_HEIGHT - _BOTTOM - 24
    ticks = scale(min(ys, default=0.0), max(ys, default=1.0))
    steps = scale(min(xs, default=0.0), max(xs, default=1.0))
    begin, end = min(xs, default=0.0), max(xs, default=1.0)
    wide, high = (end - begin) or 1.0, (ticks[-1] - ticks[0]) or 1.0

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            _LEFT + (_WIDTH - _LEFT - _RIGHT) * (x - begin) / wide,
            bottom - (bottom - _TOP) * (y - ticks[0]) / high,
        )

    parts = [*_levels(ticks, bottom, lambda value: f"{value:.4g}")]
    for step in steps:
        if begin <= step <= end:
            x, _ = place(step, ticks[0])
            parts.append(_text(x, bottom + 16, short(step), "middle"))
    parts.append(_text(_WIDTH - _RIGHT, _CURVES_HEIGHT - 8, across, "end"))
    key = float(_LEFT)
    for line in kept:
        parts.append(_box(key, _CURVES_HEIGHT - 17, 14, 4, f"bar {line.kind}"))
        parts.append(_text(key + 20, _CURVES_HEIGHT - 10, line.label, "start"))
        key += 34 + 7.5 * len(line.label)
        points = [place(x, y) for x, y in _thinned(line.points)]
        if len(points) == 1:
            x, y = points[0]
            parts.append(Markup('<circle class="dot {}" cx="{:.1f}" cy="{:.1f}" r="4"/>').format(line.kind, x, y))
        elif points:
            drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            parts.append(Markup('<polyline class="line {}" points="{}"/>').format(line.kind, drawn))
    return _chart(title, _CURVES_HEIGHT, parts)


def scale(lowest: float, highest: float, most: int = 5) -> list[float]:
    """Round numbers from at most `lowest` to at least `highest`: 1, 2 or 5 times a power of ten apart."""
    if highest - lowest <= max(1e-12, 1e-9 * max(abs(lowest), abs(highest))):
        highest = lowest + max(1.0, abs(lowest) * 0.1)
    raw = (highest - lowest) / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= raw * (1 - 1e-9))
    first, last = math.floor(lowest / step + 1e-9), math.ceil(highest / step - 1e-9)
    return [number * step for number in range(first, last + 1)]


def short(value: float) -> str:
    """A number in few letters: `950`, `1.2k`, `35M`, `1e+15`."""
    size = abs(value)
    if size >= 1e12:
        return f"{value:.0e}"
    for least, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if size >= least:
            return f"{value / least:.3g}{letter}"
    return f"{value:.3g}"


def _levels(ticks: Sequence[float], bottom: float, shown: Callable[[float], str]) -> list[Markup]:
    parts = []
    for tick in ticks:
        y = bottom - (bottom - _TOP) * (tick - ticks[0]) / ((ticks[-1] - ticks[0]) or 1.0)
        parts.append(_line(_LEFT, y, _WIDTH - _RIGHT, y, "grid-line"))
        parts.append(_text(_LEFT - 6, y + 4, shown(tick), "end"))
    return parts


def _thinned(points: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    every = math.ceil(len(points) / _MOST_POINTS)
    return points if every <= 1 else [*points[:-1:every], points[-1]]


def _beside(labels: Sequence[str]) -> float:
    """Where bars begin that have these labels to their left."""
    return 16 + _LETTER * max((len(_shortened(label)) for label in labels), default=0)


def _shortened(label: str) -> str:
    return label if len(label) <= _MOST_LABEL_CHARS else f"{label[: _MOST_LABEL_CHARS - 1]}…"


def _chart(title: str, height: float, parts: Sequence[Markup]) -> Markup:
    return Markup('<svg class="chart" viewBox="0 0 {} {:.0f}" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, height, title, Markup("").join(parts)
    )


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    return Markup('<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(kind, x1, y1, x2, y2)


def _box(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    return Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
        kind, x, y, width, height
    )


def _text(x: float, y: float, text: str, anchor: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(x, y, anchor, escape(text))
