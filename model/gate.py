"""Whether a new checkpoint may take the live one's place: only if it is no worse, as far as noise lets one see.

Both read the same posts, which neither has learned from, and both write the same number of texts from the same seeds.
What is held out depends on a post's text and the run's seed alone, so posts of the present corpus that both runs hold
out can be found although their corpora differ: those with a low hash for either's seed. (Of a corpus of fewer than 600
posts a run holds out some more. They count only for a run that learned the present corpus itself: another run may have
had them among its own.)
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from model import checkpoint as checkpoints
from model.checkpoint import BEST, Checkpoint
from model.dataset import always_held_out, corpus_hash, leading, split
from model.errors import UnusableCheckpoint
from model.evaluation.likelihood import post_bits
from model.evaluation.text_figures import is_copy, loops
from model.guards.overlap import Originals
from model.sampling import SamplingOptions
from model.writing import write

# Two standard errors: one in forty equally good checkpoints is refused by chance on each figure. Below the floors a
# difference is nobody's concern, however sure it is.
_STANDARD_ERRORS = 2.0
_LEAST_MARGIN_BITS = 0.01
_LEAST_MARGIN_SHARE = 0.02
# With fewer posts than these the standard error itself is a guess.
LEAST_POSTS = 10
_MOST_CHARS = 40_000  # about 5 s of one core for a network of 448 cells
TEXTS = 100
# A network is broken if it knows no more than a guess among its characters, or if most of what it writes loops.
_MOST_LOOPS = 0.5


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of two checkpoints; less is better. Within `margin` they count as equal.

    `allowed` is how much worse than that the new one may be, where the live one should go for a reason of its own.
    """

    name: str
    new: float
    live: float
    margin: float
    is_share: bool
    allowed: float = 0.0

    @property
    def is_worse(self) -> bool:
        """Whether the new one is worse by more than the margin and what is allowed."""
        return self.new - self.live > self.margin + self.allowed

    def shown(self) -> tuple[str, str, str]:
        """The new one's figure, the live one's and the margin, for a person."""
        new, live, margin = (f"{v:.1%}" if self.is_share else f"{v:.3f}" for v in (self.new, self.live, self.margin))
        return new, live, margin

    def __str__(self) -> str:
        new, live, margin = self.shown()
        more = (f"{self.allowed:.1%}" if self.is_share else f"{self.allowed:.3f}") if self.allowed else ""
        return f"{self.name} {new} against {live} (up to {margin} is noise{more and f', {more} more is allowed'})"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two checkpoints side by side. With too few `posts` that neither learned from no bits are compared."""

    new: str
    live: str
    posts: int
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether the new one is worse in nothing."""
        return not any(difference.is_worse for difference in self.differences)

    @property
    def why(self) -> str:
        """The verdict for a person, without a full stop."""
        worse = [str(difference) for difference in self.differences if difference.is_worse]
        told = "; ".join(worse or map(str, self.differences))
        return f"{'worse' if worse else 'no worse'} than the live one, {self.live}: {told}; {self.ground}"

    @property
    def ground(self) -> str:
        """What the bits were measured on, for a person."""
        if self.posts < LEAST_POSTS:
            return f"only {self.posts} posts were held out from both, too few to compare bits per character"
        return f"bits on {self.posts:,} posts that neither has learned from"

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "new": self.new,
            "live": self.live,
            "posts": self.posts,
            "no_worse": self.passed,
            "differences": [asdict(each) | {"is_worse": each.is_worse} for each in self.differences],
        }


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much worse than noise explains a new checkpoint may be: bits per character, and share of texts."""

    bits: float = 0.0
    share: float = 0.0


NO_WORSE = Allowance()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the checkpoint may go live, and why (or why not) for a person, without a full stop."""

    passed: bool
    why: str


def judge(
    folder: Path, run: str, posts: Sequence[str], options: SamplingOptions, allowance: Allowance = NO_WORSE
) -> Verdict:
    """Hold the best checkpoint of `run` against the live one, on the corpus `posts`, writing with `options`.

    Without a live checkpoint that can be used the new one passes unless it is broken; `allowance` is for a live one
    that should go. Some 20 s of one core. Raises UnusableCheckpoint if the new one can't be read.
    """
    new = checkpoints.load(folder / run / BEST)
    try:
        place = checkpoints.live(folder)
        live = None if place == folder / run / BEST else checkpoints.load(place)
        why = "it was the live one already"
    except UnusableCheckpoint as error:
        live, why = None, f"there is no live one to compare with ({error.why})"
    held_out = _held_out(new, posts)
    if live is None:
        fault = _fault(new, held_out, options)
        return Verdict(fault is None, fault or why)
    comparison = compare(new, live, posts, options)
    eased = [
        replace(each, allowed=allowance.share if each.is_share else allowance.bits) for each in comparison.differences
    ]
    comparison = replace(comparison, differences=tuple(eased))
    return Verdict(comparison.passed, comparison.why)


def compare(
    new: Checkpoint, live: Checkpoint, posts: Sequence[str], options: SamplingOptions, texts: int = TEXTS
) -> Comparison:
    """Measure both on the posts of the corpus `posts` that neither learned from, and on `texts` texts of each."""
    held_out_from_live = set(_held_out(live, posts))
    common = leading([post for post in _held_out(new, posts) if post in held_out_from_live], _MOST_CHARS)
    differences = []
    if len(common) >= LEAST_POSTS:
        differences.append(_bits(new, live, common))
    originals = Originals(posts)
    written = [_texts(checkpoint, options, texts) for checkpoint in (new, live)]
    copies = [
        sum(is_copy(originals.longest_run(text).characters, len(text)) for text in each) / texts for each in written
    ]
    looping = [sum(map(loops, each)) / texts for each in written]
    differences += [_shares("copies", copies, texts), _shares("loops", looping, texts)]
    return Comparison(new.name, live.name, len(common), tuple(differences))


def _bits(new: Checkpoint, live: Checkpoint, posts: Sequence[str]) -> Difference:
    """Bits per character of both, with the standard error of their paired difference (a ratio estimate over posts)."""
    symbols = np.array([len(post) + 1 for post in posts])  # an END after each
    ours, theirs = post_bits(new, posts), post_bits(live, posts)
    mean = (ours - theirs).sum() / symbols.sum()
    rest = ours - theirs - mean * symbols
    error = math.sqrt(len(posts) / (len(posts) - 1) * float((rest**2).sum())) / float(symbols.sum())
    return Difference(
        "bits per character",
        float(ours.sum() / symbols.sum()),
        float(theirs.sum() / symbols.sum()),
        max(_LEAST_MARGIN_BITS, _STANDARD_ERRORS * error),
        is_share=False,
    )


def _shares(name: str, shares: Sequence[float], texts: int) -> Difference:
    new, live = shares
    error = math.sqrt((new * (1 - new) + live * (1 - live)) / texts)
    return Difference(name, new, live, max(_LEAST_MARGIN_SHARE, _STANDARD_ERRORS * error), is_share=True)


def _fault(checkpoint: Checkpoint, held_out: Sequence[str], options: SamplingOptions) -> str | None:
    """What is so wrong with a checkpoint that it must not go live even as the first one."""
    posts = leading(held_out, _MOST_CHARS)
    if posts:
        bits = float(post_bits(checkpoint, posts).sum()) / sum(len(post) + 1 for post in posts)
        guess = math.log2(checkpoint.vocabulary.size)
        if not bits < guess:
            return f"it is broken: {bits:.2f} bits per character on held-out posts, and guessing takes {guess:.2f}"
    looping = sum(map(loops, _texts(checkpoint, options, TEXTS))) / TEXTS
    if looping > _MOST_LOOPS:
        return f"it is broken: {looping:.0%} of what it writes only repeats itself"
    return None


def _held_out(checkpoint: Checkpoint, posts: Sequence[str]) -> list[str]:
    """The posts among these that the checkpoint can't have learned from, each once, in the order of their hashes."""
    seed = checkpoint.manifest.training.seed
    its_own = checkpoint.manifest.corpus_hash == corpus_hash(posts)
    return [post for post in dict.fromkeys(split(posts, seed).validation) if its_own or always_held_out(post, seed)]


def _texts(checkpoint: Checkpoint, options: SamplingOptions, count: int) -> list[str]:
    return [sample.text for sample in write(checkpoint, "", replace(options, seed=options.seed or 0), count)]
