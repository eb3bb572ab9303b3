"""What `wallflower forget --check` does: looks for phrases of forgotten posts in what the live checkpoint writes.

The posts are gone. Their phrases are recognised by keyed hashes (`bot.flow.phrases`), and the beginnings that a network
is asked to go on from come from where they still are: those of the rest of the corpus whose hash fits, and those that
a checkpoint which has learned from the posts betrays itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.errors import Refused
from bot.evaluating import corpus_posts, sampling
from bot.flow.phrases import Fingerprint, PhraseHash, plain
from bot.retraining import marks
from bot.settings import Home, Settings
from bot.storage.learned import Mark
from model import checkpoint
from model.checkpoint import BEST
from model.evaluation.recall import Recall, probe
from model.runs import live_run

# Beginnings that are tried, at most; each is gone on from four times.
MOST_OPENINGS = 200
# Long enough to be recognised in; shorter than a post that rambles on.
_MOST_CHARS = 300


@dataclass(frozen=True, slots=True)
class Checked:
    """The live checkpoint and, for comparison, the newest that may have learned from forgotten posts.

    `windows` hashes of phrases were looked for; of `openings` beginnings `tried` could be asked for (a few of them, for
    16 bits fit others too, are not theirs). `marked` runs may still know the posts.
    """

    new: Recall
    old: Recall | None
    windows: int
    openings: int
    tried: int
    marked: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "live": self.new.to_json(),
            "before": None if self.old is None else self.old.to_json(),
            "windows": self.windows,
            "openings": self.openings,
            "tried": self.tried,
            "marked": list(self.marked),
        }


def check(
    home: Home,
    settings: Settings,
    phrases: PhraseHash,
    known: Fingerprint,
    opted_out: frozenset[str],
    texts: int,
    seed: int,
) -> Checked:
    """Have both checkpoints write `texts` texts and go on from beginnings.

    Raises Refused when there is nothing to look for or none is live, ModelError.
    """
    live = live_run(home.checkpoints)
    if live is None:
        raise Refused("no checkpoint is live: there is nothing to check")
    if not known.windows:
        raise Refused("nothing is kept of forgotten phrases: nobody with long posts was forgotten since the last check")
    found = marks(home, opted_out)
    marked = tuple(run for run, mark in found.items() if mark is not Mark.NONE)
    earlier = next((run for run in reversed(marked) if run != live), None)
    primes = _beginnings(corpus_posts(home, settings), phrases, known.openings)
    style = sampling(settings, seed)
    options = replace(style, max_chars=min(style.max_chars, _MOST_CHARS))

    def recognised_at(text: str) -> int | None:
        return phrases.find(text, known.windows)

    old: Recall | None = None
    if earlier is not None:
        knows = checkpoint.load(home.checkpoints / earlier / BEST)
        betrayed = probe(knows, primes, recognised_at, options, texts).found
        primes = list(dict.fromkeys([*primes, *betrayed]))
        old = probe(knows, primes, recognised_at, options, texts)
    new = probe(checkpoint.load(home.checkpoints / live / BEST), primes, recognised_at, options, texts)
    return Checked(new, old, len(known.windows), len(known.openings), len(primes), marked)


def _beginnings(posts: Iterable[str], phrases: PhraseHash, openings: frozenset[int]) -> list[str]:
    """Pairs of words of the corpus, as they are written there, that may have begun a forgotten post.

    Those that begin a post come first.
    """
    first: dict[str, str] = {}
    later: dict[str, str] = {}
    for post in posts:
        words: Sequence[str] = post.split()
        for place in range(len(words) - 1):
            pair = f"{words[place]} {words[place + 1]}"
            compared = plain(pair)
            if (
                compared not in first
                and (place == 0 or compared not in later)
                and phrases.opening(compared) in openings
            ):
                (later if place else first)[compared] = pair
    return list(dict.fromkeys([*first.values(), *later.values()]))[:MOST_OPENINGS]
