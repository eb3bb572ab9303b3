"""A thousand posts as a community gets them: by `wallflower write`, through the real writer process and the guards.

    python -m benchmarks thousand_posts                      # trains ten minutes on fortunes-ru first
    python -m benchmarks thousand_posts --home demo-home     # with the live checkpoint of a home
    python -m benchmarks thousand_posts --home h --minutes 2 # makes and trains the home first if it has none, keeps it

Goals: all posts are given; 98 % end by themselves within 500 characters; none copies more than the guards' limit, none
loops, none holds a banned word; their share of words that the training posts know is at least 90 % of that of people's
held-out posts. The texts are searched here by other means than the guards': every window of a text is looked for in
the posts, repeats are found by regular expressions, banned words by plain patterns; the words that only the guards can
read (spelled in disguise) count as they report them. Takes a minute or two beside the training. The exit code is 1
when a goal is missed. Prints the first ten posts, not chosen by hand.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.yardsticks.material import FORTUNES_RU
from corpus.errors import UnreadableFile
from corpus.separator import read_posts
from model import checkpoint as checkpoints
from model.dataset import split
from model.errors import ModelError
from model.guards import coarse_words, words

COUNT = 1_000
TEMPERATURE = 0.8
SEED = 1
MAX_CHARS = 500

# The limits of the guards unless a home sets others (docs/settings.md).
COPIED_CHARS = 60
COPIED_SHARE = 0.7
LOOPED_SHARE = 0.3

_PHRASE_WORDS = 4
_LEAST_LOOP_CHARS = 20
# A unit of up to 200 characters three times or more on end, from wherever it begins.
_IN_A_ROW = re.compile(r"(?=((.{1,200}?)\2{2,}))", re.DOTALL)
_BANNED = re.compile(rf"(?<!\w)(?:{'|'.join([*coarse_words.RUSSIAN, *coarse_words.LATIN])})(?!\w)")
_BETWEEN = "\0"
"""Stands between posts that are searched as one text; no post holds it."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure, what it must reach, and whether it does."""

    name: str
    figure: str
    wanted: str
    reached: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Write and measure; 1 if a goal is missed, 2 if there is nothing to write with."""
    options = _arguments().parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        home = options.home or Path(temporary) / "home"
        try:
            if not (home / "checkpoints" / checkpoints.LIVE).exists():
                _make_home(home, options.corpus, options.minutes)
            manifest = checkpoints.read_manifest(checkpoints.live(home / "checkpoints"))
            posts = list(read_posts(home / "corpus.txt"))
            print(f"checkpoint {manifest.run}: {manifest.bits_per_character} bits per character on held-out posts")
            written = _write(home, options.count)
        except (UnreadableFile, ModelError) as error:
            sys.stderr.write(f"{error}\n")
            return 2
        except subprocess.CalledProcessError as error:
            sys.stderr.write(f"`{' '.join(map(str, error.cmd))}` ended with exit code {error.returncode}\n")
            return 2
    print("\nthe first ten, not chosen by hand:")
    for post in written[:10]:
        print(re.sub("^", "    ", str(post["text"]), flags=re.MULTILINE), end="\n    %\n")
    goals = judge(written, posts, manifest.training.seed, options.count)
    print()
    for goal in goals:
        verdict = "reached" if goal.reached else "MISSED"
        print(f"{goal.name:<52}{goal.figure:>24}   goal {goal.wanted:<9}{verdict}")
    return 0 if all(goal.reached for goal in goals) else 1


def copies(text: str, searched: str) -> bool:
    """Whether a run of `text` that is longer than the limit stands in `searched`, the posts joined by `_BETWEEN`.

    A run over the limit has a part that is just over it, so one length of window is enough.
    """
    text = text.strip()
    least = min(COPIED_CHARS, int(COPIED_SHARE * len(text))) + 1
    return any(text[start : start + least] in searched for start in range(len(text) - least + 1))


def loops(text: str) -> bool:
    """Whether more than the limit of `text` repeats what stands beside it or, in phrases of four words, before it."""
    stretches = (found[1] for found in _IN_A_ROW.finditer(text))
    in_a_row = max((len(found) for found in stretches if len(found) >= _LEAST_LOOP_CHARS), default=0)
    spans = [(match[0].casefold(), *match.span()) for match in words.WORD.finditer(text)]
    phrases = [[word for word, _, _ in spans[i : i + _PHRASE_WORDS]] for i in range(len(spans) - _PHRASE_WORDS + 1)]
    again = {i + j for i, phrase in enumerate(phrases) if phrase in phrases[:i] for j in range(_PHRASE_WORDS)}
    said_again = sum(spans[i][2] - spans[i][1] for i in again)
    return max(in_a_row, said_again) > LOOPED_SHARE * len(text)


def banned(text: str) -> list[str]:
    """The words of the built-in list that stand in `text` undisguised."""
    return _BANNED.findall(text.casefold().replace("ё", "е"))


def known_share(texts: Iterable[str], known: frozenset[str]) -> float:
    """The share of the words of all `texts` that are known; 0 if there are none."""
    found = [word for text in texts for word in words.split(text)]
    return sum(word in known for word in found) / len(found) if found else 0.0


def judge(written: Sequence[dict[str, object]], posts: Sequence[str], seed: int, count: int) -> list[Goal]:
    """What came of asking for `count` posts in the form that `wallflower write --json` prints.

    `posts` is the corpus, of which a run with this `seed` has held some out.
    """
    texts = [str(post["text"]) for post in written]
    parts = split(posts, seed)
    known = frozenset(word for post in parts.training for word in words.split(post))
    ours, theirs = known_share(texts, known), known_share(parts.validation, known)
    ended = sum(bool(post["ended_by_itself"]) and len(str(post["text"])) <= MAX_CHARS for post in written)
    searched = _BETWEEN.join(posts)
    copied = sum(copies(text, searched) for text in texts)
    looped = sum(map(loops, texts))
    named = sum(bool(banned(str(post["text"])) or _measured(post, "banned")) for post in written)
    share = ended / max(1, len(texts))
    return [
        Goal("posts given", f"{len(texts):,}", f"{count:,}", len(texts) == count),
        Goal(f"end by themselves within {MAX_CHARS} characters", f"{share:.1%}", "≥ 98 %", share >= 0.98),
        Goal("copies of more than 60 characters or 70 %", str(copied), "0", copied == 0),
        Goal("loops", str(looped), "0", looped == 0),
        Goal("with a banned word", str(named), "0", named == 0),
        Goal("known words, of people's", f"{ours:.1%} of {theirs:.1%}", "≥ 90 %", ours >= 0.9 * theirs),
    ]


def _measured(post: dict[str, object], name: str) -> object:
    measured = post["measured"]
    return measured.get(name) if isinstance(measured, dict) else None


def _make_home(home: Path, corpus: Path, minutes: float) -> None:
    home.mkdir(parents=True, exist_ok=True)
    _wallflower(home, "import", str(corpus))
    _wallflower(home, "train", "--minutes", f"{minutes:g}")


def _write(home: Path, count: int) -> list[dict[str, object]]:
    begun = time.perf_counter()
    options = {"count": count, "temperature": TEMPERATURE, "seed": SEED, "max-chars": MAX_CHARS}
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    written: list[dict[str, object]] = json.loads(_wallflower(home, "write", *flags, "--json"))
    print(f"{len(written):,} posts written and guarded in {time.perf_counter() - begun:.1f} s")
    return written


def _wallflower(home: Path, *arguments: str) -> str:
    """Run a command; returns what it printed. Its progress goes to the terminal."""
    command = [sys.executable, "-m", "bot", "--home", str(home), *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks thousand_posts",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--home", type=Path, help="home to write with; made if it is not there  [default: one for now]")
    parser.add_argument("--corpus", type=Path, default=FORTUNES_RU, help="posts of a home that is made")
    parser.add_argument("--minutes", type=float, default=10.0, help="training of a home that is made")
    parser.add_argument("--count", type=int, default=COUNT, help="posts, at most 1,000")
    return parser


if __name__ == "__main__":
    sys.exit(main())
