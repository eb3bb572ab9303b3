"""Contours: lists of points that canvases fill and stroke. Knows no pixels and no colours."""

import math
from collections.abc import Sequence

Point = tuple[float, float]
Contour = list[Point]


def ellipse(
    x: float,
    y: float,
    rx: float,
    ry: float | None = None,
    *,
    angle: float = 0.0,
    start: float = 0.0,
    end: float = 360.0,
) -> Contour:
    """An ellipse, or its arc from `start` to `end`, in degrees clockwise from three o'clock; turned by `angle`."""
    ry = rx if ry is None else ry
    steps = max(8, round(abs(end - start) / 7))
    closing = 0 if abs(end - start) >= 360 else 1
    turn = math.radians(angle)
    points = []
    for step in range(steps + closing):
        at = math.radians(start + (end - start) * step / steps)
        across, down = rx * math.cos(at), ry * math.sin(at)
        points.append(
            (x + across * math.cos(turn) - down * math.sin(turn), y + across * math.sin(turn) + down * math.cos(turn))
        )
    return points


def rounded_box(left: float, top: float, width: float, height: float, radius: float = 0.0) -> Contour:
    """A box with round corners."""
    radius = min(radius, width / 2, height / 2)
    if radius <= 0:
        return [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]
    right, bottom = left + width, top + height
    corners = (
        (right - radius, top + radius, -90.0),
        (right - radius, bottom - radius, 0.0),
        (left + radius, bottom - radius, 90.0),
        (left + radius, top + radius, 180.0),
    )
    return [point for x, y, start in corners for point in ellipse(x, y, radius, start=start, end=start + 90)]


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 9) -> Contour:
    """The Catmull-Rom curve through the points; a point given twice is a corner."""
    count = len(points)
    if count < 3:
        return list(points)
    curve: Contour = []
    for index in range(count if closed else count - 1):
        if closed:
            before, here, there, after = (points[(index + shift) % count] for shift in (-1, 0, 1, 2))
        else:
            here, there = points[index], points[index + 1]
            before = points[index - 1] if index else _beyond(points[0], points[1], points[2])
            after = points[index + 2] if index + 2 < count else _beyond(points[-1], points[-2], points[-3])
        if here == there:
            continue
        curve.extend(_span(before, here, there, after, step / steps) for step in range(steps))
    if not closed:
        curve.append(points[-1])
    return curve


def _beyond(end: Point, next_to: Point, third: Point) -> Point:
    """Where a curve would go on before its end: three points then make a parabola."""
    return 3 * end[0] - 3 * next_to[0] + third[0], 3 * end[1] - 3 * next_to[1] + third[1]


def _span(before: Point, here: Point, there: Point, after: Point, share: float) -> Point:
    x, y = (
        0.5
        * (
            2 * b
            + (c - a) * share
            + (2 * a - 5 * b + 4 * c - d) * share * share
            + (3 * b - a - 3 * c + d) * share * share * share
        )
        for a, b, c, d in zip(before, here, there, after, strict=True)
    )
    return x, y


def bezier(start: Point, first: Point, second: Point, end: Point, *, steps: int = 16) -> Contour:
    """A cubic Bezier curve from start to end."""
    curve = []
    for step in range(steps + 1):
        share = step / steps
        rest = 1 - share
        weights = (rest**3, 3 * rest * rest * share, 3 * rest * share * share, share**3)
        x, y = (
            sum(weight * value for weight, value in zip(weights, values, strict=True))
            for values in zip(start, first, second, end, strict=True)
        )
        curve.append((x, y))
    return curve


def petal(length: float, width: float, *, angle: float = 0.0, x: float = 0.0, y: float = 0.0) -> Contour:
    """A petal or a leaf with a round end, growing from (x, y); `angle` is clockwise from three o'clock."""
    half = width / 2
    side = [(length * 0.35, -half * 0.8), (length * 0.75, -half)]
    other = [(across, -down) for across, down in reversed(side)]
    raw = smooth([(0, 0), (0, 0), *side, (length, 0), *other])
    return turned(raw, angle, x, y)


def leaf(length: float, width: float, *, angle: float = 0.0, x: float = 0.0, y: float = 0.0) -> Contour:
    """A leaf with a pointed end, growing from (x, y); `angle` is clockwise from three o'clock."""
    half = width / 2
    upper = bezier((0, 0), (length * 0.25, -half * 1.5), (length * 0.7, -half * 1.2), (length, 0))
    lower = bezier((length, 0), (length * 0.7, half * 1.2), (length * 0.25, half * 1.5), (0, 0))
    return turned(upper + lower[1:-1], angle, x, y)


def star(x: float, y: float, outer: float, inner: float, rays: int, *, angle: float = -90.0) -> Contour:
    """A star with so many rays; `angle` is where the first points, clockwise from three o'clock."""
    return [
        (x + radius * math.cos(at), y + radius * math.sin(at))
        for index in range(2 * rays)
        for radius, at in [(inner if index % 2 else outer, math.radians(angle + index * 180 / rays))]
    ]


def turned(contour: Sequence[Point], angle: float, x: float = 0.0, y: float = 0.0) -> Contour:
    """The contour turned clockwise about its origin, then moved by (x, y)."""
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return [(x + px * cosine - py * sine, y + px * sine + py * cosine) for px, py in contour]


def mirrored(contour: Sequence[Point]) -> Contour:
    """The contour seen in a mirror that stands on x = 0."""
    return [(-x, y) for x, y in reversed(contour)]


def towards(start: Point, end: Point) -> float:
    """The direction from start to end, in degrees clockwise from three o'clock."""
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))
