"""The captions that a community's network learns: examples of its templates, in the languages of its wall.

An example is learned as several texts (see `corpus.captions`): as it is, for nothing asked, and for its longest words,
so that a network learns what it means to be asked for something: `/meme about mondays` is then likely to hold the word.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.domain.template import Example, Template
from corpus import captions
from corpus.russian import letter_share
from corpus.separator import write_posts

# A wall with more Russian letters than this is Russian, one with fewer than the other number is not; else both.
_RUSSIAN, _NOT_RUSSIAN = 0.9, 0.1
_ASKED_WORDS = 2
_ASKED_WORD = re.compile(r"[^\W\d_]{4,}")


def languages_of(posts: Sequence[str]) -> frozenset[str]:
    """The languages of the examples that suit a wall: `ru`, `en` or both."""
    share = letter_share("\n".join(posts))
    if share >= _RUSSIAN:
        return frozenset({"ru"})
    return frozenset({"en"}) if share <= _NOT_RUSSIAN else frozenset({"ru", "en"})


def to_learn(templates: Iterable[Template], languages: frozenset[str]) -> dict[str, list[tuple[str, ...]]]:
    """For each template the texts of each of its examples, the one that is most its own first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for template in templates:
        for example in template.examples:
            if example.language in languages and any(example.boxes):
                found.setdefault(template.name, []).append(_texts(template, example))
    return found


def write_originals(templates: Iterable[Template], path: Path, empty_lines: int) -> None:
    """Write the words of all examples as a corpus file: what no caption may copy. Raises OSError."""
    texts = (captions.words(captions.join("-", example.boxes)) for each in templates for example in each.examples)
    write_posts(path, (text for text in dict.fromkeys(texts) if text.strip()), empty_lines)


def _texts(template: Template, example: Example) -> tuple[str, ...]:
    words = sorted(_ASKED_WORD.findall(" ".join(example.boxes)), key=len, reverse=True)
    asked = [example.title, "", *(word.lower() for word in words[:_ASKED_WORDS])]
    return tuple(captions.join(template.name, example.boxes, title) for title in dict.fromkeys(asked))
