"""Chooses templates for what somebody wants a meme to be about, when they name none."""

import random
import re
from collections import Counter
from collections.abc import Sequence

from bot.domain.template import Template

_WORD = re.compile(r"[^\W\d_]{3,}")
# Words of one stem count as one: «понедельник», «понедельника».
_STEM = 5


def choose(templates: Sequence[Template], title: str, count: int, seed: int | None = None) -> list[Template]:
    """`count` different templates, or all if there are fewer: first those whose names or examples have most words of
    the title, of equals any. The same title and seed choose the same.
    """
    drawn = list(templates)
    random.Random(seed).shuffle(drawn)
    # Sorting leaves equals in the order in which they were drawn.
    scored = sorted(zip(_likeness(drawn, title), drawn, strict=True), key=lambda pair: -pair[0])
    return [template for _, template in scored[:count]]


def _likeness(templates: Sequence[Template], title: str) -> list[float]:
    """How much each template has to do with a title: 0 is nothing."""
    wanted = _stems(title)
    known = [_stems(" ".join(_all_words(template))) for template in templates]
    # A word that every second template has says little.
    spread = Counter(stem for stems in known for stem in stems)
    # In one order: floats are not added up alike in every one, and equals must be equal.
    return [sum(1 / spread[stem] for stem in sorted(wanted & stems)) for stems in known]


def _all_words(template: Template) -> list[str]:
    examples = (part for example in template.examples for part in (example.title, *example.boxes))
    return [template.name, *template.titles.values(), *template.aliases, *examples]


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(text.casefold().replace("ё", "е")))
