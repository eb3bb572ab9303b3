"""How long it takes to clean a corpus, and what is dropped and repaired.

python -m benchmarks.cleaning ../shared/corpora/fortunes-ru.txt
python -m benchmarks.cleaning          # 20,000 posts made up on the spot: the time only
"""

import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from corpus.cleaning import clean
from corpus.errors import UnreadableFile
from corpus.post import Post
from corpus.readers import read
from corpus.report import Line, repairs, table

_TARGET_S = 20.0
"""Seconds that a wall of 20,899 posts may take on one core."""


def main(arguments: Sequence[str]) -> int:
    """Clean the file named first (or made-up posts), print the seconds and the tables; 0 if fast enough."""
    started = time.perf_counter()
    try:
        posts = list(read(Path(arguments[0]))) if arguments else made_up_posts(20_000)
    except UnreadableFile as error:
        print(error, file=sys.stderr)
        return 2
    print(f"read      {time.perf_counter() - started:6.2f} s  {len(posts):,} posts")
    started, cpu_started = time.perf_counter(), time.process_time()
    cleaned = clean(posts)
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu_started
    print(
        f"cleaned   {seconds:6.2f} s  of which {cpu_seconds:.2f} s at work (target: {_TARGET_S:.0f} s for 20,899 posts)"
    )
    _show("posts", table(cleaned))
    _show("repaired", repairs(cleaned))
    return 0 if seconds < _TARGET_S * max(1.0, len(posts) / 20_899) else 1


def made_up_posts(count: int) -> list[Post]:
    """Posts of random syllables with what walls add: links, hashtags, mentions, entities, copies. Always the same."""
    chance = random.Random(7)
    syllables = [consonant + vowel for consonant in "бвгдклмнпрст" for vowel in "аеиоуя"]
    endings = ["", " https://vk.com/wall-1_1", "\n\n#шутка", " [id1|Павел]", " &laquo;да&raquo;", "\u200b", "…"]
    texts: list[str] = []
    while len(texts) < count:
        words = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(chance.randint(2, 30))]
        text = chance.choice(texts) if texts and chance.random() < 0.05 else " ".join(words).capitalize()
        texts.append(text + chance.choice(endings))
    return [Post(text) for text in texts]


def _show(title: str, lines: list[Line]) -> None:
    print(f"\n{title}")
    for line in lines:
        print(f"  {line.name:<34}{line.posts:>8,}{line.share:>9.2%}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
