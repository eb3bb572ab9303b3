"""Four panels of a comic: two rows of two on a square picture, read in turn."""

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.palette import PAPER

GAP = 14.0
SIDE = (1000 - 3 * GAP) / 2


def panel(canvas: Canvas, index: int) -> Canvas:
    """A canvas whose origin is the upper left corner of a panel (0 … 3); what leaves the panel is hidden by `gutters`.

    Draw the panels in turn: each covers what the one above it lets hang down.
    """
    row, column = divmod(index, 2)
    return canvas.at(GAP + column * (SIDE + GAP), GAP + row * (SIDE + GAP))


def gutters(canvas: Canvas) -> None:
    """The paper between the panels and about them, and the panels' frames."""
    for edge in (0.0, (1000 - GAP) / 2, 1000 - GAP):
        canvas.box(edge, 0, GAP, 1000, PAPER, outline=None)
        canvas.box(0, edge, 1000, GAP, PAPER, outline=None)
    for index in range(4):
        panel(canvas, index).box(0, 0, SIDE, SIDE, None)
