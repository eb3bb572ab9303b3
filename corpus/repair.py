"""Make a post's text what its writer meant, with nothing of the platform's in it, or say that it can't be done."""

from collections.abc import Callable
from enum import StrEnum

from corpus.hashtags import remove_edge_hashtags
from corpus.invisible import compose, join_surrogates, remove_invisible, straighten_lines, straighten_spaces
from corpus.links import remove_links
from corpus.markup import name_mentions, unescape_entities
from corpus.mojibake import undo_mojibake


class Repair(StrEnum):
    """What was mended in a post; the words of the table that a community's owner reads."""

    ENCODING = "broken encoding"
    ENTITIES = "HTML entities and tags"
    MENTIONS = "mentions"
    LINKS = "links"
    HASHTAGS = "hashtags at the edges"
    INVISIBLE = "invisible characters"
    ACCENTS = "letters in pieces"
    SPACES = "spaces and line breaks"


_STEPS: list[tuple[Repair, Callable[[str], str]]] = [
    # The encoding comes before everything that takes characters away: controls and odd spaces are parts of mojibake.
    (Repair.ENTITIES, unescape_entities),
    (Repair.ENCODING, join_surrogates),
    (Repair.ENCODING, undo_mojibake),
    (Repair.SPACES, straighten_lines),
    (Repair.INVISIBLE, remove_invisible),
    (Repair.ACCENTS, compose),
    (Repair.SPACES, straighten_spaces),
    (Repair.MENTIONS, name_mentions),
    (Repair.LINKS, remove_links),
    (Repair.HASHTAGS, remove_edge_hashtags),
    (Repair.SPACES, straighten_lines),
]

_MAX_PASSES = 12
"""Real posts settle in two passes; mojibake of mojibake and links that a removed link uncovers take one more each."""


def repair(text: str) -> tuple[str, frozenset[Repair]] | None:
    """`text` repaired, and what had to be done; `None` if it never settles, so that nothing good can be hoped of it.

    A result is a fixed point: repaired again it stays as it is.
    """
    done: set[Repair] = set()
    for _ in range(_MAX_PASSES):
        before = text
        for kind, step in _STEPS:
            after = step(text)
            if after != text:
                done.add(kind)
                text = after
        if text == before:
            return text, frozenset(done)
    return None
