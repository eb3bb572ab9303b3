"""A busy community: requests at random moments, so many a second on average, whether or not the last are answered.

    python -m benchmarks load
    python -m benchmarks load --seconds 20
    python -m benchmarks load --home home

The real writer process behind the real guards, as the bot asks it: one post a request, the best of three candidates,
and every ten seconds a request for 200 texts at once, as a queue that is filled. Without `--home` the network is 2×512
with random weights that ends a post after about 100 characters (fortunes-ru's have 93), and there is no corpus to
compare with. Prints how long requests waited, how many were lost (not answered, or told to come back later), and what
the process used. Exits with 1 when more than five in a hundred waited for a second or longer, or any was lost. Takes
five minutes on two cores that have nothing else to do.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from benchmarks.writing import cpu_s_of, live_checkpoint, memory_mb
from bot.app import guard_rules
from bot.errors import WallflowerError
from bot.flow.guarding import GuardedWriter, GuardRules
from bot.ports import WritingRequest
from bot.settings import Home, load
from bot.writer.client import WriterProcess

GOAL_P95_S = 1.0
# At temperature 0.8 and 164 symbols one in about 100 characters is an end.
_END_BIAS = 0.4
_BULK_TEXTS = 200
_BULK_EVERY_S = 10.0


@dataclass(slots=True)
class Tally:
    """What came of the requests; `waits_s` of those that were answered."""

    asked: int = 0
    waits_s: list[float] = field(default_factory=list)
    characters: int = 0
    lost: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    """Print one table; 1 if a goal is missed, 2 if the home has nothing to write with."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--rate", type=float, default=20.0, help="requests a second")
    parser.add_argument("--home", type=Path, help="write with this home's live checkpoint, corpus and settings")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    if options.home is not None and not Home(options.home).corpus_file.exists():
        sys.stderr.write(f"{options.home} holds no corpus: name a home with a corpus and a checkpoint\n")
        return 2
    return asyncio.run(_measure(options.seconds, options.rate, options.home, random.Random(options.seed)))


async def _measure(seconds: float, rate: float, home: Path | None, draw: random.Random) -> int:
    single, bulk = Tally(), Tally()
    async with _writing(home) as (process, rules):
        writer = GuardedWriter(process, rules)
        await writer.write(WritingRequest(count=64, max_chars=500))  # reads the checkpoint and the corpus
        assert process.pid is not None
        begun, cpu_s = time.perf_counter(), cpu_s_of(process.pid)
        async with asyncio.TaskGroup() as group:
            next_single, next_bulk = 0.0, 0.0
            while (now := time.perf_counter() - begun) < seconds:
                if now >= next_single:
                    group.create_task(_ask(writer, WritingRequest(max_chars=500, within_s=20.0), single))
                    next_single += draw.expovariate(rate)
                if now >= next_bulk:
                    group.create_task(_ask(process, WritingRequest(max_chars=500, count=_BULK_TEXTS), bulk))
                    next_bulk += _BULK_EVERY_S
                await asyncio.sleep(max(0.0, min(next_single, next_bulk) - (time.perf_counter() - begun)))
        took_s = time.perf_counter() - begun
        used_s, memory = cpu_s_of(process.pid) - cpu_s, memory_mb(process.pid)
    return _report(single, bulk, took_s, used_s, memory)


async def _ask(writer: GuardedWriter | WriterProcess, request: WritingRequest, tally: Tally) -> None:
    tally.asked += 1
    asked_at = time.perf_counter()
    try:
        texts = await writer.write(request)
    except WallflowerError as error:
        tally.lost.append(str(error))
        return
    tally.waits_s.append(time.perf_counter() - asked_at)
    tally.characters += sum(len(text.text) for text in texts)
    if not texts:
        tally.lost.append("no text passed the guards")


@asynccontextmanager
async def _writing(home: Path | None) -> AsyncIterator[tuple[WriterProcess, GuardRules]]:
    if home is not None:
        found = Home(home)
        settings = load(found)
        process = WriterProcess(found.checkpoints, found.corpus_file, empty_lines=settings.corpus.empty_lines)
        async with process:
            yield process, guard_rules(settings)
        return
    with tempfile.TemporaryDirectory() as temporary:
        live_checkpoint(Path(temporary), 2, 512, _END_BIAS)
        async with WriterProcess(Path(temporary)) as process:
            yield process, GuardRules()


def _report(single: Tally, bulk: Tally, took_s: float, used_s: float, memory: float) -> int:
    _say(
        f"{single.asked:,} requests in {took_s:.0f} s, {single.asked / took_s:.1f} a second; {bulk.asked} for 200 texts"
    )
    met = not single.lost and not bulk.lost and len(single.waits_s) > 1
    for name, tally in (("one post", single), (f"{_BULK_TEXTS} texts", bulk)):
        if len(tally.waits_s) > 1:
            cuts = quantiles(tally.waits_s, n=100, method="inclusive")
            p50, p95, p99 = cuts[49], cuts[94], cuts[98]
            worst = max(tally.waits_s)
            _say(f"{name:<10} p50 {p50:.3f} s, p95 {p95:.3f} s, p99 {p99:.3f} s, longest {worst:.3f} s")
            met = met and (tally is bulk or p95 < GOAL_P95_S)
        lost = f": {max(set(tally.lost), key=tally.lost.count)}" if tally.lost else ""
        _say(f"{'':<10} {len(tally.lost)} lost{lost}")
    _say(f"the writer used {used_s / took_s:.2f} cores and keeps {memory:.0f} MB")
    _say(f"95 in 100 under {GOAL_P95_S:g} s and none lost: {'met' if met else 'MISSED'}")
    return 0 if met else 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
