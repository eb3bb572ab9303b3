"""What the guards let through, what they cost, and what they find in posts that people wrote.

    .venv/bin/python -m benchmarks guards --home demo-home --count 200

Writes with the home's live checkpoint through the real writer process and prints how many texts were written for the
posts that were given, what was refused and why, the given posts' figures, and milliseconds and megabytes.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from statistics import mean

from bot import app
from bot.domain.measured import Measured
from bot.flow.guarding import GuardedWriter
from bot.ports import WritingRequest, WrittenText
from bot.settings import Home, load
from bot.writer.client import WriterProcess
from bot.writer.originals import CorpusGuards
from corpus.separator import read_posts
from model.guards.banned_words import BannedWords
from model.guards.loops import looped_share


class Counting:
    """The port `Writer`, over another one: remembers every text."""

    def __init__(self, writer: WriterProcess) -> None:
        self._writer = writer
        self.texts: list[WrittenText] = []

    async def write(self, request: WritingRequest) -> list[WrittenText]:
        """As the writer does."""
        texts = await self._writer.write(request)
        self.texts += texts
        return texts


def main(arguments: list[str]) -> int:
    """Print the figures of one home."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, default=Path("demo-home"))
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--temperature", type=float, default=0.8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    home = Home(options.home)
    if not home.corpus_file.exists():
        sys.stderr.write(f"{home.corpus_file} is not there: name a home with a corpus and a checkpoint with --home\n")
        return 2
    asyncio.run(_write(home, options.count, options.temperature, options.seed))
    _measure(home)
    return 0


async def _write(home: Home, count: int, temperature: float, seed: int) -> None:
    settings = load(home)
    rules = app.guard_rules(settings)
    async with WriterProcess(home.checkpoints, home.corpus_file, empty_lines=settings.corpus.empty_lines) as process:
        counting = Counting(process)
        await process.write(WritingRequest(seed=1))  # the corpus is read at the first request
        began = time.perf_counter()
        request = WritingRequest(temperature=temperature, max_chars=settings.writing.max_chars, count=count, seed=seed)
        given = await GuardedWriter(counting, rules).write(request)
        took = time.perf_counter() - began
        memory = int(Path(f"/proc/{process.pid}/statm").read_text("ascii").split()[1]) * 4096 / 1e6
    judged = [(text, rules.objections(text.measured)) for text in counting.texts if text.measured]
    against = Counter(str(objection) for _, objections in judged for objection in objections)
    print(f"{len(given)} of {count} posts given, {len(judged)} texts written, refused: {dict(against)}, {took:.1f} s")
    print(f"the writer process: {memory:.0f} MB")
    still = Counter(str(objection) for text, objections in judged if text in given for objection in objections)
    print(f"objections to what was given: {dict(still) or 'none'}")
    for name, texts in (("written", counting.texts), ("given", given)):
        figures = [text.measured for text in texts if text.measured]
        print(f"{name:>8}: {_summary(figures)}, score {mean(map(_score, texts)):.0f}")


def _measure(home: Home) -> None:
    began = time.perf_counter()
    guards = CorpusGuards(home.corpus_file).current()
    built = time.perf_counter() - began
    posts = list(read_posts(home.corpus_file))
    text = "\n".join(posts)[:500][::-1]
    banned = BannedWords()
    began = time.perf_counter()
    for _ in range(20):
        guards.measure(text, "", banned)
    each = (time.perf_counter() - began) / 20
    print(
        f"{len(posts)} posts: guards built in {built:.2f} s, {1000 * each:.2f} ms for a draft of {len(text)} characters"
    )
    looped = sum(looped_share(post) > 0.3 for post in posts)
    coarse = sum(bool(banned.find(post)) for post in posts)
    print(f"of the community's own posts {looped} would be refused as loops, {coarse} for coarse words")


def _summary(figures: list[Measured]) -> str:
    longest = max((figure.copied_characters or 0 for figure in figures), default=0)
    known = _mean(figure.known_words for figure in figures if figure.known_words is not None)
    share = _mean(figure.copied_share for figure in figures)
    length = _mean(figure.characters for figure in figures)
    return f"known words {known:.1%}, copied share {share:.1%}, longest copied run {longest}, {length:.0f} characters"


def _score(text: WrittenText) -> int:
    return text.measured.score(ended_by_itself=text.ended_by_itself) if text.measured else 0


def _mean(values: Iterable[float]) -> float:
    return mean(list(values) or [0.0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
