"""The characters that a network knows, and their numbers.

Number 0 ends a post, number 1 stands for any character that is too rare to learn; the characters follow,
commonest first. Knows nothing of posts' cleaning or of how a network is trained.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from model.errors import BadOption

END = 0
UNKNOWN = 1
FIRST_CHARACTER = 2
# Emoji and foreign scripts have a long tail; what is seen this rarely can't be learned and only widens the output.
RARE_BELOW = 5
MOST_CHARACTERS = 2000
UNKNOWN_SHOWN_AS = "\N{REPLACEMENT CHARACTER}"

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Vocabulary:
    """`characters[i]` has the number `i + 2`. Equal when the characters are equal."""

    characters: str
    _sorted: npt.NDArray[np.uint32] = field(init=False, repr=False, compare=False)
    _ids_of_sorted: Ids = field(init=False, repr=False, compare=False)
    _codepoints: npt.NDArray[np.uint32] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.characters.strip():
            raise BadOption("A vocabulary needs at least one character that is not a space.")
        if len(set(self.characters)) != len(self.characters):
            raise BadOption("A vocabulary names every character once.")
        known = _codepoints(self.characters)
        order = np.argsort(known, kind="stable")
        object.__setattr__(self, "_sorted", known[order])
        object.__setattr__(self, "_ids_of_sorted", order.astype(np.int64) + FIRST_CHARACTER)
        shown = np.concatenate([_codepoints("\0" + UNKNOWN_SHOWN_AS), known])
        object.__setattr__(self, "_codepoints", shown)

    @classmethod
    def of(cls, posts: Iterable[str], min_count: int | None = None, always: str = "") -> "Vocabulary":
        """The characters seen at least `min_count` times in `posts`, commonest first, at most MOST_CHARACTERS.

        Those of `always` are among them however rare they are.
        `min_count` None means RARE_BELOW, or fewer for a small corpus (one sight in 20,000 characters).
        Half surrogate pairs never count: no platform accepts them.
        """
        counts: Counter[str] = Counter()
        for post in posts:
            counts.update(post)
        if min_count is None:
            min_count = min(RARE_BELOW, 1 + counts.total() // 20_000)
        common = [c for c, n in counts.items() if n >= min_count and not "\ud800" <= c <= "\udfff"]
        common.sort(key=lambda c: (-counts[c], c))
        chosen = common[:MOST_CHARACTERS]
        missing = [c for c in always if c not in chosen]
        return cls("".join(chosen[: MOST_CHARACTERS - len(missing)] + missing))

    @property
    def size(self) -> int:
        """How many symbols there are, END and UNKNOWN included."""
        return len(self.characters) + FIRST_CHARACTER

    def encode(self, text: str) -> Ids:
        """(N,) numbers of N characters; UNKNOWN for those that aren't known."""
        points = _codepoints(text)
        places = np.minimum(np.searchsorted(self._sorted, points), len(self._sorted) - 1)
        return np.where(self._sorted[places] == points, self._ids_of_sorted[places], UNKNOWN)

    def decode(self, ids: npt.ArrayLike) -> str:
        """The text of these numbers: END is left out, UNKNOWN shows as U+FFFD; decode(encode(t)) == t for known t."""
        numbers = np.asarray(ids, dtype=np.int64)
        points = self._codepoints[numbers[numbers != END]].astype("<u4")
        return str(points.tobytes(), "utf-32-le", "surrogatepass")

    def to_json(self) -> dict[str, object]:
        """What `from_json` takes."""
        return {"characters": self.characters}

    @classmethod
    def from_json(cls, found: object) -> "Vocabulary":
        """Read what `to_json` wrote; anything else raises BadOption."""
        if not isinstance(found, dict) or set(found) != {"characters"}:
            raise BadOption('A vocabulary is written as {"characters": "…"}.')
        characters = found["characters"]
        if not isinstance(characters, str) or len(characters) > MOST_CHARACTERS:
            raise BadOption(f"A vocabulary is a text of at most {MOST_CHARACTERS} characters.")
        return cls(characters)


def is_special(character: str) -> bool:
    """Whether this is a control character or one for private use.

    Cleaning leaves none in posts, so that texts of another kind may be told from them by such characters.
    """
    return character not in "\n\t" and unicodedata.category(character) in {"Cc", "Co"}


def _codepoints(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)
