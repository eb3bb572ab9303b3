"""Figures of the captions that a system wrote, all taken the same way, with people's own beside them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.captioning.material import Meme
from benchmarks.captioning.naming import Namer
from model.guards.overlap import Originals

# A number of boxes that a smaller share of people's captions has is a slip, not a form of the template.
_LEAST_SHARE = 0.02
_PERCENTILES = (1, 99)
# The product's own rule: a text of which a longer run stands in one original is a copy.
_COPIED_SHARE = 0.7

Written = Sequence[tuple[str, ...] | None]

HEADING = f"{'':<12}{'ended':>8}{'distinct':>10}{'fits':>8}{'copies':>9}{'near':>8}{'named':>8}"
LEGEND = (
    "ended: within 250 characters; distinct: different among all that ended; fits: as many boxes as people fill on\n"
    "that template, each as long as people's (1st to 99th percentile); copies: word for word a caption to learn from;\n"
    "near: a run of more than 70 % of it stands in one such caption; named: a classifier that learned from people's\n"
    "captions names its template"
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares, 0 to 1, of what was asked for (ended) or of what ended (all others)."""

    ended: float
    distinct: float
    fits: float
    copies: float
    near: float
    named: float

    def row(self, name: str) -> str:
        """A line under HEADING."""
        return (
            f"{name:<12}{self.ended:>8.1%}{self.distinct:>10.1%}{self.fits:>8.1%}{self.copies:>9.1%}"
            f"{self.near:>8.1%}{self.named:>8.1%}"
        )


class CaptionJudge:
    """Knows people's captions, by which all others are judged."""

    def __init__(self, captions: Sequence[Meme]) -> None:
        self._namer = Namer(captions)
        self._forms = Forms(captions)
        self._texts = {meme.text for meme in captions}
        self._originals = Originals(meme.text for meme in captions)

    def figures(self, asked: Sequence[str], written: Written) -> Figures:
        """Of the boxes `written` for the templates `asked`, None where a system found no end."""
        ended = [(name, boxes) for name, boxes in zip(asked, written, strict=True) if boxes and any(boxes)]
        texts = ["\n".join(boxes) for _, boxes in ended]
        count = len(ended)
        return Figures(
            ended=count / len(asked),
            distinct=len(set(texts)) / count,
            fits=sum(self._forms.fits(name, boxes) for name, boxes in ended) / count,
            copies=sum(text in self._texts for text in texts) / count,
            near=sum(self._originals.longest_run(text).characters > _COPIED_SHARE * len(text) for text in texts)
            / count,
            named=self._namer.accuracy(ended),
        )


class Forms:
    """How many boxes people fill on each template, and how much they write in each."""

    def __init__(self, captions: Sequence[Meme]) -> None:
        counts: dict[str, Counter[int]] = defaultdict(Counter)
        lengths: dict[tuple[str, int, int], list[int]] = defaultdict(list)
        for meme in captions:
            counts[meme.template][len(meme.boxes)] += 1
            for place, box in enumerate(meme.boxes):
                lengths[meme.template, len(meme.boxes), place].append(len(box))
        self._usual = {
            (name, boxes)
            for name, counted in counts.items()
            for boxes, count in counted.items()
            if count >= _LEAST_SHARE * counted.total()
        }
        self._between = {
            key: tuple(np.percentile(found, _PERCENTILES)) for key, found in lengths.items() if key[:2] in self._usual
        }

    def fits(self, template: str, boxes: Sequence[str]) -> bool:
        """Whether a person could have filled the template so."""
        if (template, len(boxes)) not in self._usual:
            return False
        between = (self._between[template, len(boxes), place] for place in range(len(boxes)))
        return all(least <= len(box) <= most for box, (least, most) in zip(boxes, between, strict=True))
