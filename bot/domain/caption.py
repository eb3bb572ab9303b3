"""A caption: the words of one meme, a text for each box of a template. What goes out together has several.

The boxes of several captions are counted through: a draft's third box is the first of its second picture where the
first one has two.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# What both platforms show as one post: an album on Telegram, the attachments of a post on VK.
MOST_PICTURES = 10


@dataclass(frozen=True, slots=True)
class Caption:
    """Words for a template's boxes, in the boxes' order; an empty text leaves its box empty.

    `template` is the template's name, `title` what the member asked for ("" if nothing).
    """

    template: str
    boxes: tuple[str, ...]
    title: str = ""

    @property
    def text(self) -> str:
        """The words alone, a box a paragraph: what guards measure, the queue searches and readers of screens hear."""
        return "\n\n".join(box for box in self.boxes if box)

    def with_box(self, index: int, text: str) -> "Caption":
        """The same caption with other words in one box. Raises IndexError."""
        if not 0 <= index < len(self.boxes):
            raise IndexError(f"{self.template} has {len(self.boxes)} boxes, no box {index + 1}")
        return Caption(self.template, (*self.boxes[:index], text, *self.boxes[index + 1 :]), self.title)

    def blanked(self, instead: str) -> "Caption":
        """The same template with no word of the caption left, and `instead` in its first box."""
        return Caption(self.template, (instead, *[""] * (len(self.boxes) - 1)))

    def to_json(self) -> str:
        """What `from_json` reads: how a draft keeps it."""
        return json.dumps({"template": self.template, "boxes": self.boxes, "title": self.title}, ensure_ascii=False)

    @classmethod
    def from_json(cls, written: str) -> "Caption":
        """Read what `to_json` wrote. Raises ValueError for anything else."""
        plain = json.loads(written)
        match plain:
            case {"template": str(template), "boxes": [*boxes], "title": str(title)} if all(
                isinstance(box, str) for box in boxes
            ):
                return cls(template, tuple(boxes), title)
        raise ValueError("not a caption")


def words_of(captions: Sequence[Caption]) -> str:
    """The words of all pictures."""
    return "\n\n".join(caption.text for caption in captions if caption.text)


def boxes_of(captions: Sequence[Caption]) -> tuple[str, ...]:
    """The texts of all boxes, counted through."""
    return tuple(box for caption in captions for box in caption.boxes)


def with_boxes(captions: Sequence[Caption], wanted: Mapping[int, str]) -> tuple[Caption, ...]:
    """The same captions with other words in some boxes. Raises IndexError."""
    changed, first = list(captions), 0
    total = len(boxes_of(captions))
    if not all(0 <= box < total for box in wanted):
        raise IndexError(f"there are {total} boxes")
    for place, caption in enumerate(captions):
        for box in range(len(caption.boxes)):
            if first + box in wanted:
                changed[place] = changed[place].with_box(box, wanted[first + box])
        first += len(caption.boxes)
    return tuple(changed)


def captions_to_json(captions: Sequence[Caption]) -> str | None:
    """What `captions_from_json` reads: how drafts, decisions and replies keep their captions; None for none."""
    return f"[{', '.join(caption.to_json() for caption in captions)}]" if captions else None


def captions_from_json(written: str | None) -> tuple[Caption, ...]:
    """Read what `captions_to_json` wrote. Raises ValueError for anything else."""
    if written is None:
        return ()
    plain = json.loads(written)
    if not isinstance(plain, list):
        raise ValueError("no list of captions")  # noqa: TRY004 - as everything that is no caption
    return tuple(Caption.from_json(json.dumps(each)) for each in plain)
