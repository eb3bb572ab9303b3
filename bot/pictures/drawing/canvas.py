"""A canvas for flat drawings with bold outlines, made of Pillow's polygons.

A picture is 1000 units wide, whatever its pixels; `at` gives a canvas within it that has a place, a size and a turn of
its own. All is drawn three times as large as it will be and scaled down once: that is what smooths the edges. The same
calls give the same pixels.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Self

from PIL import Image, ImageChops, ImageDraw

from bot.pictures.drawing.curves import Contour, Point, ellipse, rounded_box, smooth
from bot.pictures.drawing.palette import INK, PAPER, Colour, channels, mixed, shaded

PIXELS_WIDE = 1000
UNITS_WIDE = 1000.0
OVERSIZE = 3

_SHARP_DEGREES = 28.0  # from where on a bend of an outline gets a round joint of its own
_Matrix = tuple[float, float, float, float, float, float]


class Canvas:
    """Where to draw. `line` is how wide outlines are at this canvas's size, in the picture's units."""

    def __init__(self, height: float = UNITS_WIDE, colour: Colour = PAPER, *, line: float = 5.5) -> None:
        self.height = height
        self.line = line
        self._scale = PIXELS_WIDE * OVERSIZE / UNITS_WIDE
        size = (PIXELS_WIDE * OVERSIZE, round(height * PIXELS_WIDE / UNITS_WIDE) * OVERSIZE)
        self._image = Image.new("RGB", size, colour)
        self._draw = ImageDraw.Draw(self._image)
        self._matrix: _Matrix = (self._scale, 0.0, 0.0, 0.0, self._scale, 0.0)

    def at(self, x: float, y: float, scale: float = 1.0, *, angle: float = 0.0, mirrored: bool = False) -> Self:
        """A canvas on the same picture whose origin is at (x, y), turned clockwise by `angle`, or seen in a mirror.

        Outlines grow slower than shapes do, so that small figures and large ones look drawn by one pen.
        """
        within = object.__new__(type(self))
        within.__dict__.update(self.__dict__)
        a, b, c, d, e, f = self._matrix
        cosine, sine = scale * math.cos(math.radians(angle)), scale * math.sin(math.radians(angle))
        across = -1.0 if mirrored else 1.0
        within._matrix = (
            (a * cosine + b * sine) * across,
            b * cosine - a * sine,
            a * x + b * y + c,
            (d * cosine + e * sine) * across,
            e * cosine - d * sine,
            d * x + e * y + f,
        )
        within._scale = self._scale * scale
        within.line = self.line * math.sqrt(scale) / scale
        return within

    # --- whole shapes ---

    def shape(
        self,
        contour: Sequence[Point],
        fill: Colour | None,
        *,
        outline: Colour | None = INK,
        width: float | None = None,
        shade: Point | None = None,
    ) -> None:
        """A closed shape. `shade` moves the light: what it leaves of the shape lies in shadow, e.g. (-12, -12)."""
        if fill is not None:
            if shade is None:
                self._draw.polygon(self._placed(contour), fill=fill)
            else:
                self._draw.polygon(self._placed(contour), fill=shaded(fill))
                moved = [(x + shade[0], y + shade[1]) for x, y in contour]
                self.wash(moved, fill, within=contour)
        if outline is not None:
            self._stroke([*contour, contour[0]], outline, self.line if width is None else width, is_closed=True)

    def blob(
        self, points: Sequence[Point], fill: Colour | None, *, outline: Colour | None = INK, shade: Point | None = None
    ) -> None:
        """The smooth closed shape through the points."""
        self.shape(smooth(points), fill, outline=outline, shade=shade)

    def ellipse(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float | None = None,
        fill: Colour | None = None,
        *,
        outline: Colour | None = INK,
        angle: float = 0.0,
        shade: Point | None = None,
        width: float | None = None,
    ) -> None:
        """An ellipse about (x, y); a circle without `ry`."""
        self.shape(ellipse(x, y, rx, ry, angle=angle), fill, outline=outline, shade=shade, width=width)

    def box(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        fill: Colour | None,
        *,
        radius: float = 0.0,
        outline: Colour | None = INK,
        shade: Point | None = None,
    ) -> None:
        """A box, with round corners if it has a radius."""
        self.shape(rounded_box(left, top, width, height, radius), fill, outline=outline, shade=shade)

    def together(
        self, contours: Iterable[Sequence[Point]], fill: Colour, *, outline: Colour = INK, shade: Point | None = None
    ) -> None:
        """Several shapes as one: an outline about all of them and none between."""
        shapes = list(contours)
        for contour in shapes:
            self._stroke([*contour, contour[0]], outline, 2 * self.line, is_closed=True)
        for contour in shapes:
            self._draw.polygon(self._placed(contour), fill=shaded(fill) if shade else fill)
        if shade:
            for contour in shapes:
                self.wash([(x + shade[0], y + shade[1]) for x, y in contour], fill, within=contour)

    # --- lines ---

    def curve(
        self, points: Sequence[Point], colour: Colour = INK, width: float | tuple[float, float] | None = None
    ) -> None:
        """A smooth line through the points with round ends; two widths make it taper from one to the other."""
        self._stroke(smooth(points, closed=False), colour, self.line if width is None else width)

    def stroke(
        self, points: Sequence[Point], colour: Colour = INK, width: float | tuple[float, float] | None = None
    ) -> None:
        """A line from point to point with round ends and joints."""
        self._stroke(points, colour, self.line if width is None else width)

    def limb(
        self,
        points: Sequence[Point],
        fill: Colour,
        width: float | tuple[float, float],
        *,
        outline: Colour = INK,
        shade: bool = True,
    ) -> None:
        """An outlined tube along the smooth line through the points: an arm, a leg, a tail, a stem."""
        first, last = width if isinstance(width, tuple) else (width, width)
        spine = smooth(points, closed=False, steps=20)  # wide strokes show every facet of a bend
        self._stroke(spine, outline, (first + 2 * self.line, last + 2 * self.line))
        if shade:
            self._stroke(spine, shaded(fill), (first, last))
            shift = 0.14
            lit_spine = [(x - first * shift, y - first * shift * 0.6) for x, y in spine]
            self._stroke(lit_spine, fill, (first * (1 - 2 * shift), last * (1 - 2 * shift)))
        else:
            self._stroke(spine, fill, (first, last))

    # --- light ---

    def wash(
        self, contour: Sequence[Point], colour: Colour, strength: float = 1.0, *, within: Sequence[Point] | None = None
    ) -> None:
        """A colour laid over what is there, `strength` 0 … 1, only inside the contour `within` if there is one."""
        placed = self._placed(contour)
        inside = self._placed(within) if within is not None else None
        bounds = self._bounds([placed] if inside is None else [placed, inside])
        if bounds is None:
            return
        mask = self._mask(placed, bounds, round(255 * strength))
        if inside is not None:
            mask = ImageChops.darker(mask, self._mask(inside, bounds, 255))
        self._image.paste(channels(colour), bounds, mask)

    def gradient(
        self,
        contour: Sequence[Point],
        first: Colour,
        last: Colour,
        *,
        steps: int = 10,
        angle: float = 90.0,
        outline: Colour | None = None,
    ) -> None:
        """A shape whose colour goes in so many even steps from the first to the last, along `angle` (90: downwards)."""
        along = (math.cos(math.radians(angle)), math.sin(math.radians(angle)))
        aside = (-along[1], along[0])
        depths = [x * along[0] + y * along[1] for x, y in contour]
        sides = [x * aside[0] + y * aside[1] for x, y in contour]
        low, high, left, right = min(depths), max(depths), min(sides), max(sides)
        self._draw.polygon(self._placed(contour), fill=first)
        for step in range(1, steps):
            depth = low + (high - low) * step / steps
            corners = [(depth, left), (high, left), (high, right), (depth, right)]
            band = [(d * along[0] + s * aside[0], d * along[1] + s * aside[1]) for d, s in corners]
            self.wash(band, mixed(first, last, step / (steps - 1)), within=contour)
        if outline is not None:
            self.shape(contour, None, outline=outline)

    def glow(self, x: float, y: float, radius: float, colour: Colour, *, strength: float = 0.5, steps: int = 5) -> None:
        """Light about a point: rings that grow stronger inwards."""
        for step in range(steps):
            self.wash(ellipse(x, y, radius * (1 - step / steps)), colour, strength / steps * (1 + step * 0.35))

    def shadow(self, x: float, y: float, rx: float, ry: float, *, strength: float = 0.22) -> None:
        """What a figure or a thing throws on the ground."""
        self.wash(ellipse(x, y, rx, ry), INK, strength)

    # --- the end ---

    def finish(self) -> Image.Image:
        """The picture at its own size, in colours that a small file can hold."""
        return self.scaled().quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)

    def scaled(self, pixels_wide: int = PIXELS_WIDE) -> Image.Image:
        """The picture in all its colours, so many pixels wide."""
        width, height = self._image.size
        return self._image.resize((pixels_wide, round(height * pixels_wide / width)), Image.Resampling.LANCZOS)

    # --- pixels ---

    def _placed(self, contour: Sequence[Point]) -> list[tuple[int, int]]:
        a, b, c, d, e, f = self._matrix
        return [(round(a * x + b * y + c), round(d * x + e * y + f)) for x, y in contour]

    def _bounds(self, contours: Sequence[Sequence[tuple[int, int]]]) -> tuple[int, int, int, int] | None:
        """What all the contours have in common of the picture."""
        width, height = self._image.size
        left, top, right, bottom = 0, 0, width, height
        for contour in contours:
            left, right = max(left, min(x for x, _ in contour)), min(right, max(x for x, _ in contour) + 1)
            top, bottom = max(top, min(y for _, y in contour)), min(bottom, max(y for _, y in contour) + 1)
        return (left, top, right, bottom) if left < right and top < bottom else None

    @staticmethod
    def _mask(contour: Sequence[tuple[int, int]], bounds: tuple[int, int, int, int], level: int) -> Image.Image:
        mask = Image.new("L", (bounds[2] - bounds[0], bounds[3] - bounds[1]))
        ImageDraw.Draw(mask).polygon([(x - bounds[0], y - bounds[1]) for x, y in contour], fill=level)
        return mask

    def _stroke(
        self, points: Sequence[Point], colour: Colour, width: float | tuple[float, float], *, is_closed: bool = False
    ) -> None:
        """Lay a quadrangle along each span, with common corners where the line bends softly, discs where sharply."""
        a, b, c, d, e, f = self._matrix
        placed = _without_repeats([(a * x + b * y + c, d * x + e * y + f) for x, y in points])
        first, last = width if isinstance(width, tuple) else (width, width)
        first, last = first * self._scale / 2, last * self._scale / 2
        if len(placed) < 2:
            self._disc(placed[0], first, colour)
            return
        normals = [_normal(placed[index], placed[index + 1]) for index in range(len(placed) - 1)]
        count = len(normals)
        radii = [first + (last - first) * index / count for index in range(count + 1)]
        starts, ends = list(normals), list(normals)
        for index in range(count if is_closed else count - 1):
            before, after = normals[index], normals[(index + 1) % count]
            cosine = before[0] * after[0] + before[1] * after[1]
            if cosine < math.cos(math.radians(_SHARP_DEGREES)):
                self._disc(placed[index + 1], radii[index + 1], colour)
                continue
            stretch = 1 / (1 + cosine)
            common = ((before[0] + after[0]) * stretch, (before[1] + after[1]) * stretch)
            ends[index], starts[(index + 1) % count] = common, common
        for index in range(count):
            (x0, y0), (x1, y1) = placed[index], placed[index + 1]
            (u0, v0), (u1, v1) = starts[index], ends[index]
            r0, r1 = radii[index], radii[index + 1]
            quadrangle = [(x0 + u0 * r0, y0 + v0 * r0), (x1 + u1 * r1, y1 + v1 * r1)]
            quadrangle += [(x1 - u1 * r1, y1 - v1 * r1), (x0 - u0 * r0, y0 - v0 * r0)]
            self._draw.polygon([(round(x), round(y)) for x, y in quadrangle], fill=colour)
        if not is_closed:
            self._disc(placed[0], first, colour)
            self._disc(placed[-1], last, colour)

    def _disc(self, centre: Point, radius: float, colour: Colour) -> None:
        x, y = centre
        self._draw.ellipse((round(x - radius), round(y - radius), round(x + radius), round(y + radius)), fill=colour)


def _without_repeats(points: Contour) -> Contour:
    kept = points[:1]
    for x, y in points[1:]:
        if math.hypot(x - kept[-1][0], y - kept[-1][1]) > 0.5:
            kept.append((x, y))
    return kept


def _normal(start: Point, end: Point) -> Point:
    across, down = end[0] - start[0], end[1] - start[1]
    length = math.hypot(across, down)
    return -down / length, across / length
