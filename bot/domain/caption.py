"""A caption: the words of one meme, a text for each box of a template."""

import json
from dataclasses import dataclass


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
