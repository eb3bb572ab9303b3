"""From the posts of a wall to those that a network should learn from: repaired, or dropped under a stated reason."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from corpus.advertising import is_advertising
from corpus.copies import NearCopies, fingerprint
from corpus.post import Post
from corpus.repair import Repair, repair


class Reason(StrEnum):
    """Why a post was dropped; the words of the table that a community's owner reads."""

    REPOST = "repost"
    ADVERTISING = "advertising"
    EMPTY = "empty"
    LABELS_ONLY = "only links, mentions or hashtags"
    BROKEN = "broken beyond repair"
    TOO_SHORT = "too short"
    TOO_LONG = "too long"
    COPY = "copy"
    NEAR_COPY = "near copy"


@dataclass(frozen=True, slots=True)
class CleaningRules:
    """What is dropped. Lengths count characters (code points) of the repaired text. Raises ValueError for nonsense."""

    min_chars: int = 2
    max_chars: int = 2000
    near_copy_similarity: float = 0.8
    """From which share of common five-character pieces on (0 to 1) the later of two posts is a near copy; 1: never."""
    near_copy_min_chars: int = 40
    """Shorter posts (counted without punctuation) are never near copies."""
    drop_reposts: bool = True
    drop_advertising: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.min_chars <= self.max_chars:
            raise ValueError(f"min_chars must be 1 or more and at most max_chars: {self.min_chars}, {self.max_chars}")
        if not 0.2 <= self.near_copy_similarity <= 1:
            raise ValueError(f"near_copy_similarity must be from 0.2 to 1: {self.near_copy_similarity}")
        if self.near_copy_min_chars < 1:
            raise ValueError(f"near_copy_min_chars must be 1 or more: {self.near_copy_min_chars}")

    @property
    def max_raw_chars(self) -> int:
        """A text longer than this before its repair is too long without a look: no repair shortens it so much."""
        return 10_000 + 10 * self.max_chars


@dataclass(frozen=True, slots=True)
class CleanedCorpus:
    """What came of a cleaning: `read == len(posts) + dropped.total()`.

    `repaired` counts in how many of the posts that were kept each kind of repair was made.
    """

    posts: list[Post] = field(default_factory=list)
    dropped: Counter[Reason] = field(default_factory=Counter)
    repaired: Counter[Repair] = field(default_factory=Counter)
    read: int = 0


def clean(posts: Iterable[Post], rules: CleaningRules | None = None) -> CleanedCorpus:
    """Repair and sort out `posts`. The order is kept; of copies the oldest stays (the first, where dates are missing).

    Cleaning what is clean changes nothing: `clean(clean(posts).posts).posts == clean(posts).posts`.
    """
    rules = rules or CleaningRules()
    dropped: Counter[Reason] = Counter()
    survivors: list[tuple[Post, frozenset[Repair]]] = []
    read = 0
    for post in posts:
        read += 1
        found = _clean_one(post, rules)
        if isinstance(found, Reason):
            dropped[found] += 1
        else:
            survivors.append(found)
    copies = _copies([post for post, _ in survivors], rules)
    dropped.update(copies.values())
    repaired: Counter[Repair] = Counter()
    kept: list[Post] = []
    for index, (post, repairs) in enumerate(survivors):
        if index not in copies:
            kept.append(post)
            repaired.update(repairs)
    return CleanedCorpus(kept, dropped, repaired, read)


def _clean_one(post: Post, rules: CleaningRules) -> tuple[Post, frozenset[Repair]] | Reason:
    """The post repaired, and how; or why it goes, as far as this can be told without the others."""
    if post.is_repost and rules.drop_reposts:
        return Reason.REPOST
    if post.is_advertising and rules.drop_advertising:
        return Reason.ADVERTISING
    if len(post.text) > rules.max_raw_chars:
        return Reason.TOO_LONG
    repaired = repair(post.text)
    if repaired is None:
        return Reason.BROKEN
    text, repairs = repaired
    # Before its repair a text shows its links, after it its words: it must pass both ways.
    if rules.drop_advertising and (is_advertising(post.text) or is_advertising(text)):
        return Reason.ADVERTISING
    reason = _unfit(text, rules)
    if reason is Reason.EMPTY and repairs & {Repair.LINKS, Repair.HASHTAGS, Repair.MENTIONS}:
        reason = Reason.LABELS_ONLY
    return reason or (replace(post, text=text), repairs)


def _unfit(text: str, rules: CleaningRules) -> Reason | None:
    if not text or text.isspace():
        return Reason.EMPTY
    if "\ufffd" in text or _is_question_marks(text):
        return Reason.BROKEN
    if len(text) < rules.min_chars:
        return Reason.TOO_SHORT
    if len(text) > rules.max_chars:
        return Reason.TOO_LONG
    return None


def _is_question_marks(text: str) -> bool:
    """`?????? ???, ?????`: what is left of letters that went through an encoding without them."""
    words = text.split()
    lost = sum(len(word) for word in words if word.startswith("??"))
    return len(words) >= 3 and lost >= 8 and lost > 0.7 * sum(map(len, words))


def _copies(posts: list[Post], rules: CleaningRules) -> dict[int, Reason]:
    """Which of `posts` (by index) repeat an older one that stays."""
    never = datetime.max.replace(tzinfo=UTC)
    by_age = sorted(range(len(posts)), key=lambda index: posts[index].posted_at or never)
    exact: set[str] = set()
    near = None
    if rules.near_copy_similarity < 1:
        near = NearCopies(rules.near_copy_similarity, rules.near_copy_min_chars)
    copies: dict[int, Reason] = {}
    for index in by_age:
        known = fingerprint(posts[index].text)
        if known in exact:
            copies[index] = Reason.COPY
            continue
        exact.add(known)
        if near is not None and near.seen_or_add(known):
            copies[index] = Reason.NEAR_COPY
    return copies
