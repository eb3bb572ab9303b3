"""The main job on real input, by the commands that an owner types, each in a process of its own.

    python -m benchmarks.main_job                          # fortunes-ru, ten minutes of training
    python -m benchmarks.main_job --wall posts.txt --minutes 2

The sandbox serves the file as a VK wall; `wallflower scrape` reads it over HTTP; corpus, train and write follow. Prints
the seconds of each command, bits per character, how many of 200 posts at temperature 0.8 end by themselves within 500
characters, how many copy a post of the corpus, and the first ten, not chosen by hand.
"""

import argparse
import json
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.fortunes import FORTUNES_RU
from corpus.separator import read_posts
from model.evaluation import copy_share

POSTS = 200
TEMPERATURE = 0.8
MAX_CHARS = 500


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the way once; returns 0 when the goals are met (scrape ≤ 180 s, corpus ≤ 20 s, ≥ 90 % end by themselves)."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.main_job")
    parser.add_argument("--wall", type=Path, default=FORTUNES_RU)
    parser.add_argument("--minutes", type=float, default=10)
    options = parser.parse_args(arguments)
    if not options.wall.exists():
        sys.stderr.write(f"{options.wall} is not there: name a file of posts with --wall\n")
        return 2
    with tempfile.TemporaryDirectory() as folder, _sandbox(options.wall, Path(folder)):
        home = Path(folder)
        scrape_s, output = _wallflower(home, "scrape")
        print(f"scrape    {scrape_s:6.1f} s  {output.strip()}")
        corpus_s, output = _wallflower(home, "corpus")
        print(f"corpus    {corpus_s:6.1f} s\n{output}")
        train_s, output = _wallflower(home, "train", "--minutes", f"{options.minutes:g}")
        print(f"train     {train_s:6.1f} s  {' '.join(output.split())}")
        write = ("write", "--count", str(POSTS), "--temperature", str(TEMPERATURE), "--seed", "1", "--json")
        write_s, output = _wallflower(home, *write)
        written = json.loads(output)
        texts = [post["text"] for post in written]
        ended = sum(post["ended_by_itself"] and len(post["text"]) <= MAX_CHARS for post in written) / len(written)
        print(f"write     {write_s:6.1f} s  {len(texts)} posts, {sum(map(len, texts)):,} characters")
        print(f"end by themselves within {MAX_CHARS} characters: {ended:.1%}")
        print(f"copies of a post of the corpus: {copy_share(texts, list(read_posts(home / 'corpus.txt'))):.1%}")
    print("\nthe first ten, not chosen by hand:")
    for text in texts[:10]:
        print(re.sub("^", "    ", text, flags=re.MULTILINE), end="\n    %\n")
    return 0 if scrape_s <= 180 and corpus_s <= 20 and ended >= 0.9 else 1


@contextmanager
def _sandbox(wall: Path, home: Path) -> Iterator[None]:
    """The sandboxes in a process of their own; their settings are written into `home`."""
    command = [sys.executable, "-m", "bot.sandbox", "--wall", str(wall), "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        where = json.loads(process.stdout.readline())
        print(f"wall      {where['posts']} posts of {wall.name} at {where['vk']}")
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)


def _wallflower(home: Path, *arguments: str) -> tuple[float, str]:
    """Run a command; returns its seconds and what it printed. Its progress goes to the terminal."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "bot", "--home", str(home), *arguments]
    output = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
    return time.perf_counter() - begun, output


if __name__ == "__main__":
    sys.exit(main())
