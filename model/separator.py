"""What stands between two posts as a network reads and writes them. Knows no network.

end       one symbol that means nothing else
newlines  ten newlines in a row, as the published system of 2017 had them
"""

import re
from dataclasses import dataclass

import numpy as np

from model.configuration import SeparatorForm
from model.errors import BadOption
from model.vocabulary import END, Ids, Vocabulary

NEWLINES = 10
# Cleaning leaves at most two empty lines together inside a post: three newlines in a row.
_MOST_NEWLINES_IN_A_POST = 3
_MORE_NEWLINES = re.compile(rf"\n{{{_MOST_NEWLINES_IN_A_POST + 1},}}")


@dataclass(frozen=True, slots=True)
class Separator:
    """`length` times `symbol`; a text that is being written is at its end after `enough` of them in a row.

    No post holds so many in a row, so of ten newlines four are enough: a network that miscounts neither joins two
    posts nor writes blanks, and the other six need not be written.
    """

    symbol: int
    length: int
    enough: int

    @classmethod
    def of(cls, form: SeparatorForm, vocabulary: Vocabulary) -> "Separator":
        """Raises BadOption if the vocabulary lacks what the separator is made of."""
        if form == "end":
            return cls(END, 1, 1)
        if "\n" not in vocabulary.characters:
            raise BadOption("Posts are to be separated by newlines, and the vocabulary has no newline.")
        return cls(int(vocabulary.encode("\n")[0]), NEWLINES, _MOST_NEWLINES_IN_A_POST + 1)

    @property
    def unwritable(self) -> tuple[int, ...]:
        """The symbols that a writer never writes: END, where it is not what separates posts, was never learned."""
        return () if self.symbol == END else (END,)

    def piece(self, post: str, vocabulary: Vocabulary) -> Ids:
        """The post with the last symbol of a separator before it and all but the last of the next one behind it.

        Pieces one after another are posts with whole separators between them. And a writer, whose memory is that at the
        end of a piece, has but one symbol to read before its first character, be the separator ever so long.
        """
        if self.symbol != END:
            post = _MORE_NEWLINES.sub("\n" * _MOST_NEWLINES_IN_A_POST, post.strip("\n"))
        behind = np.full(self.length - 1, self.symbol)
        return np.concatenate([[self.symbol], vocabulary.encode(post), behind])

    def symbols_per_character(self, symbols: int, posts: int) -> float:
        """How many symbols there are for each character in the pieces of `posts` posts, `symbols` in all.

        An end counts as one character, whatever it is written with: bits per symbol times this are the bits of all
        text and all separators over (characters + posts), so the two forms can be compared. 1 for `end`.
        """
        return symbols / (symbols - (self.length - 1) * posts)


def needed_characters(form: SeparatorForm) -> str:
    """What a vocabulary must know, however rare it is in the posts."""
    return "" if form == "end" else "\n"
