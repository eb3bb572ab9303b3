"""Chooses templates for what somebody wants a meme to be about, when they name none."""

import random
from collections import Counter
from collections.abc import Sequence

from bot.domain.template import Template
from bot.flow.stems import stems


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
    wanted = stems(title)
    known = [stems(" ".join(_all_words(template))) for template in templates]
    # A word that every second template has says little.
    spread = Counter(stem for words in known for stem in words)
    # In one order: floats are not added up alike in every one, and equals must be equal.
    return [sum(1 / spread[stem] for stem in sorted(wanted & words)) for words in known]


def _all_words(template: Template) -> list[str]:
    examples = (part for example in template.examples for part in (example.title, *example.boxes))
    return [template.name, *template.titles.values(), *template.aliases, *examples]
