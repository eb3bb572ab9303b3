"""What captions cost the posts beside which they are learned, and what they are like: by the product's own way.

    python -m benchmarks captions_beside --minutes 4
    python -m benchmarks captions_beside --corpus posts.txt --minutes 2 --new drake

Trains like `wallflower train` without captions, then with the shipped templates' but those of `--new`, then teaches
that the new ones as `wallflower train --new-templates` does. Says what each reads posts and captions with, what the
gate thinks, and what is written for all templates: how many by the network that knows the template, how many hold the
word that was asked for, and how long it takes from the wish to the picture, by the bot's own writer and painter
processes. The goal is half a second, 95 of 100 times; the exit code is 1 when it is missed. Takes twice the minutes and
a few more.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.yardsticks.material import FORTUNES_RU
from bot import trainer
from bot.domain.template import Template
from bot.flow.caption_corpus import languages_of, to_learn, write_originals
from bot.flow.captioning import Captioning, WrittenCaption
from bot.flow.compose import WritingStyle
from bot.flow.guarding import GuardedWriter, GuardRules
from bot.flow.painting import painted
from bot.painter.client import PainterProcess
from bot.painter.painter import ProcessPainter
from bot.writer.client import WriterProcess
from corpus.cleaning import clean
from corpus.errors import UnreadableFile
from corpus.readers import read
from corpus.separator import write_posts
from model import checkpoint as checkpoints
from model.beside import Beside
from model.checkpoint import BEST
from model.dataset import split
from model.errors import ModelError
from model.evaluation import bits_per_character
from model.sampling import SamplingOptions
from model.training_bar import TrainingBar

ASKED = {"ru": ("", "понедельник", "работа"), "en": ("", "monday", "work")}
_EACH = 2
_STEM = 5
GOAL_S = 0.5
_STYLE = SamplingOptions(temperature=0.8, max_chars=500)


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of a community that lives as long as the benchmark."""

    folder: Path

    @property
    def checkpoints(self) -> Path:
        """Its runs."""
        return self.folder / "checkpoints"


Captions = Mapping[str, Sequence[Sequence[str]]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark as the command line says; 2 if the corpus can't be used."""
    options = _arguments().parse_args(arguments)
    try:
        posts = [post.text for post in clean(read(options.corpus)).posts]
        with tempfile.TemporaryDirectory() as temporary:
            reached = asyncio.run(_measure(posts, Home(Path(temporary)), options))
    except (UnreadableFile, ModelError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0 if reached else 1


async def _measure(posts: list[str], home: Home, options: argparse.Namespace) -> bool:
    async with PainterProcess() as process:
        return await _compare(posts, home, ProcessPainter(process, home.folder / "templates"), options)


async def _compare(posts: list[str], home: Home, painter: ProcessPainter, options: argparse.Namespace) -> bool:
    languages = languages_of(posts)
    every: Captions = to_learn(painter.templates(), languages)
    known: Captions = {name: texts for name, texts in every.items() if name not in options.new}
    write_posts(home.folder / "corpus.txt", posts)
    write_originals(painter.templates(), home.folder / "captions.txt", 10)
    _say(
        f"{len(posts):,} posts, {sum(map(len, posts)):,} characters; {sum(map(len, every.values()))} captions of "
        f"{len(every)} templates in {', '.join(sorted(languages))}; new: {', '.join(options.new)}"
    )
    held_out = _held_out(posts, known, every)
    asked = ASKED["ru" if "ru" in languages else "en"]
    if not options.captions_only:
        _say(f"\nposts alone, {options.minutes:g} minutes")
        _judge(home, _train(posts, home, {}, options), held_out)
    _say(f"\nwith captions, {options.minutes:g} minutes")
    _judge(home, _train(posts, home, known, options), held_out)
    reached = await _write(home, painter, known, asked)
    _say(f"\n{', '.join(options.new)} taught")
    begun = time.perf_counter()
    taught = trainer.teach(posts, home.checkpoints, every, _STYLE, datetime.now(UTC))
    _say(
        f"  {time.perf_counter() - begun:.1f} s; bits per character of the new ones {taught.before:.3f} → "
        f"{taught.after:.3f}; gate: {taught.verdict.why}"
    )
    _judge(home, taught.run, held_out)
    return await _write(home, painter, {name: every[name] for name in options.new}, asked) and reached


def _judge(home: Home, run: str, held_out: Mapping[str, list[str]]) -> None:
    """Say what a run reads held-out texts with, and write with it from now on, whatever the gate thinks of it."""
    checkpoint = checkpoints.load(home.checkpoints / run / BEST)
    for kind, texts in held_out.items():
        if texts:
            _say(f"  {bits_per_character(checkpoint, texts):.4f} bits per character of {len(texts):,} held-out {kind}")
    checkpoints.make_live(home.checkpoints, run)


def _held_out(posts: list[str], known: Captions, every: Captions) -> dict[str, list[str]]:
    """Texts that no training of the benchmark learns from."""
    characters = sum(map(len, posts))
    before, after = Beside.of(known, characters), Beside.of(every, characters)
    both = set(before.validation if before else ()) & set(after.validation if after else ())
    return {"posts": split(posts).validation, "captions of old templates": sorted(both)}


def _train(posts: list[str], home: Home, captions: Captions, options: argparse.Namespace) -> str:
    """The run's name."""
    wish = trainer.Wish(minutes=options.minutes, save_every_s=20.0, begin=options.begin)
    choice = trainer.choose(posts, wish, home.checkpoints, captions=captions)
    _say(f"  {choice.plan.why}")
    if choice.beside is not None:
        learned = choice.beside
        share = learned.characters / (learned.characters + sum(map(len, posts)))
        _say(
            f"  beside: {len(learned.training):,} texts, {learned.characters:,} characters ({share:.1%}), "
            f"{len(learned.templates)} templates"
        )
    with TrainingBar() as bar:
        trained = trainer.train(
            posts,
            home.checkpoints,
            choice,
            _STYLE,
            datetime.now(UTC),
            fresh=True,
            on_progress=bar,
            say=lambda line: None,
        )
    _say(f"  {trained.result.steps:,} steps, {trained.result.epochs:.1f} epochs; gate: {trained.verdict.why}")
    return trained.result.folder.name


async def _write(home: Home, painter: ProcessPainter, captions: Captions, asked: Sequence[str]) -> bool:
    """Some captions for each template, one request at a time, and their pictures; whether these come soon enough."""

    async def temperature() -> float:
        return 0.8

    written: dict[str, list[WrittenCaption]] = {}
    seconds: list[float] = []
    async with WriterProcess(
        home.checkpoints, home.folder / "corpus.txt", captions=home.folder / "captions.txt"
    ) as process:
        captioning = Captioning(GuardedWriter(process, GuardRules()), painter, WritingStyle(), temperature)
        templates = [template for template in painter.templates() if template.name in captions]
        # The guards read the corpus at the first text, the painter its fonts at the first picture.
        for first in await captioning.write(templates[0], count=1, seed=0):
            await painted(painter, first.caption)
        for title in asked:
            written[title] = []
            for number, template in enumerate(templates):
                for each in range(_EACH):
                    begun = time.perf_counter()
                    found = await captioning.write(template, title, seed=_EACH * number + each)
                    for one in found:
                        await painted(painter, one.caption)
                    seconds.append(time.perf_counter() - begun)
                    written[title] += found
    _print_written(templates, written, seconds)
    return _percentile(seconds, 0.95) <= GOAL_S


def _print_written(
    templates: Sequence[Template], written: Mapping[str, list[WrittenCaption]], seconds: Sequence[float]
) -> None:
    wanted = len(templates) * _EACH
    for title, found in written.items():
        learned = [each for each in found if each.is_learned]
        hold = sum(title[:_STEM] in each.caption.text.casefold() for each in found)
        _say(
            f"  asked for {title or 'nothing'!r}: {len(found)} of {wanted} captions, {len(learned)} by a network that "
            f"knows the template" + (f", {hold} hold the word" if title else "")
        )
    median, slow = statistics.median(seconds), _percentile(seconds, 0.95)
    late = sum(each > GOAL_S for each in seconds)
    _say(
        f"  seconds from the wish to the picture: p50 {median:.3f}, p95 {slow:.3f}, longest {max(seconds):.3f}; "
        f"{late} of {len(seconds)} took more than {GOAL_S}"
    )
    for found in written.values():
        for each in found[:: max(1, len(found) // 4)]:
            kind = "" if each.is_learned else "  (of short posts)"
            _say(f"    {each.caption.template}: {' | '.join(each.caption.boxes)}{kind}")


def _percentile(seconds: Sequence[float], share: float) -> float:
    return sorted(seconds)[int(share * len(seconds))]


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks captions_beside",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--corpus", type=Path, default=FORTUNES_RU)
    parser.add_argument("--minutes", type=float, default=4.0, help="for posts alone and again with captions")
    parser.add_argument("--new", nargs="+", default=["drake"], metavar="TEMPLATE")
    parser.add_argument("--captions-only", action="store_true", help="leave out the training on posts alone")
    parser.add_argument("--from", dest="begin", help="as `wallflower train` takes it")
    return parser


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
