"""Where words shall go on a picture, as people write it: `top`, `низ`, or `left hand: 10,40,30,20`.

The four numbers are the left edge, the upper edge, the width and the height, in percent of the picture.
"""

import re

from bot.domain.template import Box, Down, Layout
from bot.errors import Refused

# Boxes of a template that people make; as many as a template.toml may have.
MOST_BOXES = 12
_MOST_NAME_CHARS = 60
# The least width and height in percent that letters can be read in; a template.toml takes no less.
_LEAST_SIDE = 2.0

_TOP = Box("top", 0.5, 0.14, 0.94, 0.24, down=Down.TOP, capitals=True)
_BOTTOM = Box("bottom", 0.5, 0.86, 0.94, 0.24, down=Down.BOTTOM, capitals=True)
_BY_WORD = {
    "top": _TOP,
    "bottom": _BOTTOM,
    "left": Box("left", 0.25, 0.5, 0.46, 0.9),
    "right": Box("right", 0.75, 0.5, 0.46, 0.9),
    "middle": Box("middle", 0.5, 0.5, 0.9, 0.3),
}
_SAME = {
    "верх": "top", "сверху": "top", "низ": "bottom", "снизу": "bottom", "лево": "left", "слева": "left",
    "право": "right", "справа": "right", "середина": "middle", "центр": "middle",
}  # fmt: skip
_FIGURE = r"\s*(-?\d{1,4}(?:\.\d{1,6})?)\s*%?\s*"
_PLACED = re.compile(rf"([^:\n]*):{_FIGURE},{_FIGURE},{_FIGURE},{_FIGURE}")


def parse_boxes(wishes: tuple[str, ...]) -> tuple[Box, ...]:
    """The boxes that people asked for, in their order; top and bottom if they named none. Raises Refused."""
    if len(wishes) > MOST_BOXES:
        raise Refused(f"a template has at most {MOST_BOXES} boxes, and these are {len(wishes)}: leave some out")
    boxes = tuple(map(parse_box, wishes)) or (_TOP, _BOTTOM)
    names = [box.name for box in boxes]
    for name in names:
        if names.count(name) > 1:
            raise Refused(f"two boxes are called {name!r}: give each a name of its own")
    return boxes


def parse_box(wish: str) -> Box:
    """One box, by a word or by its place. Raises Refused: the sentence shows how to write it."""
    word = wish.strip().casefold()
    if (known := _BY_WORD.get(_SAME.get(word, word))) is not None:
        return known
    found = _PLACED.fullmatch(wish.strip())
    if found is None:
        raise Refused(
            f"{wish.strip()[:_MOST_NAME_CHARS]!r} is no box: write {', '.join(_BY_WORD)}, or NAME: LEFT,TOP,WIDTH,"
            "HEIGHT in percent of the picture, for example hand: 10,40,30,20"
        )
    name = " ".join(found[1].split())
    if not 1 <= len(name) <= _MOST_NAME_CHARS or not name.isprintable():
        raise Refused(f"a box needs a name of 1 to {_MOST_NAME_CHARS} characters before the colon")
    left, top, width, height = (float(figure) for figure in found.groups()[1:])
    if min(left, top) < 0 or left + width > 100 or top + height > 100:
        raise Refused(f"the box {name!r} reaches beyond the picture: everything is in percent of it, 0 to 100")
    if min(width, height) < _LEAST_SIDE:
        raise Refused(f"the box {name!r} is too small for words: at least {_LEAST_SIDE:g} percent each way")
    return Box(
        name,
        round((left + width / 2) / 100, 4),
        round((top + height / 2) / 100, 4),
        round(width / 100, 4),
        round(height / 100, 4),
    )


def layout_of(boxes: tuple[Box, ...]) -> Layout:
    """How a template with these boxes is built."""
    match sorted(box.name for box in boxes):
        case ["bottom", "top"] | ["top"] | ["bottom"]:
            return Layout.TOP_BOTTOM
        case ["left", "right"]:
            return Layout.SIDE_BY_SIDE
    return Layout.LABELS
