"""What a network is told of a text beside its symbols: its topic, and which of its parts it is in.

Texts of another kind than posts (see `model.vocabulary.is_special`) name their topic by a character for private use and
begin each of their parts with a control character. To repeat that at every symbol spares the network remembering it: on
captions of 85 templates it was worth 3 % of the bits against a mark before each part, and three times as many
captions held on to their template (docs/training-log.md). Posts have neither.
"""

import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.vocabulary import FIRST_CHARACTER, Ids, Vocabulary, is_special

NO_TOPIC = 0  # END's number, which is no topic's
TOPIC, PART = 0, 1
OPENING = "\x01"
"""Begins the first part of a text and no other: in ASCII, start of heading."""


@dataclass(frozen=True)
class Marks:
    """Which symbols of a vocabulary name a topic, and which begin a part."""

    topics: npt.NDArray[np.bool_]  # (V,)
    parts: npt.NDArray[np.bool_]  # (V,)

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> "Marks":
        """Those among its characters."""
        characters = vocabulary.characters
        begun = np.array([False] * FIRST_CHARACTER + [begins_part(c) for c in characters])
        special = np.array([False] * FIRST_CHARACTER + [is_special(c) for c in characters])
        return cls(special & ~begun, begun)

    def told(self, ids: Ids, most_parts: int) -> Ids:
        """(N, 2) for one text of N symbols: the topic, NO_TOPIC in a post, and the part, 0 before the first.

        The topic is told from the first symbol on, wherever the text names it. Parts beyond `most_parts` count as that
        one.
        """
        named = ids[self.topics[ids]]
        told = np.empty((len(ids), 2), dtype=np.int64)
        told[:, TOPIC] = named[0] if len(named) else NO_TOPIC
        told[:, PART] = np.minimum(np.cumsum(self.parts[ids]), most_parts)
        return told


def begins_part(character: str) -> bool:
    """Whether this is a control character, with which a part of a text begins, and not a topic's."""
    return is_special(character) and unicodedata.category(character) == "Cc"
