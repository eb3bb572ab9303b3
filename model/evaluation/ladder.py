"""The figures of a checkpoint at each temperature, beside a Markov chain and people's own held-out posts."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from model.checkpoint import Checkpoint
from model.dataset import corpus_hash, leading, split
from model.errors import BadOption
from model.evaluation.likelihood import bits_per_character
from model.evaluation.markov import MarkovMissing, MarkovWriter
from model.evaluation.text_figures import TextFigures, Yardstick, ends_by_itself_share, measure
from model.sampling import SamplingOptions
from model.writing import write

TEMPERATURES = (0.4, 0.6, 0.8, 1.0, 1.2)
DEFAULT_POSTS = 100
_EXAMPLES = 3
# As much as training reads: good to about 0.01 bits, in about 8 s of one core.
_MOST_HELD_OUT_CHARS = 60_000
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Column:
    """One writer's figures. What a writer has not got is None: a chain no temperature, people no speed.

    `lengths` are the characters of each text, for the picture; `posts_per_s` is of one process on this machine now.
    """

    name: str
    temperature: float | None
    figures: TextFigures
    ends_by_itself: float | None
    posts_per_s: float | None
    examples: tuple[str, ...]
    lengths: tuple[int, ...]

    def to_json(self) -> dict[str, object]:
        """Plain values, without the lengths."""
        return {
            "writer": self.name,
            "temperature": self.temperature,
            "ends_by_itself": self.ends_by_itself,
            "posts_per_s": None if self.posts_per_s is None else round(self.posts_per_s, 2),
            **self.figures.to_json(),
            "examples": list(self.examples),
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a checkpoint is worth. `columns`: people, the chain where markovify is installed, each temperature.

    `bits_per_character` is of the held-out posts, in fp32, up to 60,000 characters of them. `trained_on_these` says
    whether the checkpoint learned this very corpus; if not, the posts held out may not be all that it has not seen.
    """

    checkpoint: str
    bits_per_character: float
    corpus_hash: str
    trained_on_these: bool
    training_posts: int
    held_out_posts: int
    seed: int
    max_chars: int
    columns: tuple[Column, ...]
    corpus_lengths: tuple[int, ...]
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Plain values, without the lengths."""
        names = (
            "checkpoint", "bits_per_character", "corpus_hash", "trained_on_these", "training_posts", "held_out_posts",
            "seed", "max_chars",
        )  # fmt: skip
        plain: dict[str, object] = {name: getattr(self, name) for name in names}
        plain["bits_per_character"] = round(self.bits_per_character, _DIGITS)
        return plain | {"writers": [column.to_json() for column in self.columns], "notes": list(self.notes)}


def evaluate(
    checkpoint: Checkpoint,
    posts: Sequence[str],
    count: int = DEFAULT_POSTS,
    options: SamplingOptions | None = None,
    temperatures: Sequence[float] = TEMPERATURES,
    on_step: Callable[[str], None] | None = None,
) -> Evaluation:
    """Let `checkpoint` write `count` posts at each temperature and measure them and it.

    `posts` is the corpus; those held out are found by the checkpoint's own seed. `options` gives the longest post, the
    seed (0 if None: figures are repeatable) and what else is drawn by; its temperature is not used. `on_step` hears
    what is being done. Raises BadOption, TooLittleText.
    """
    if count < 1 or not temperatures:
        raise BadOption("An evaluation needs at least one post and one temperature.")
    options = options or SamplingOptions()
    options = replace(options, seed=options.seed or 0)
    say = on_step or (lambda line: None)
    parts = split(posts, checkpoint.manifest.training.seed)
    say("reading the held-out posts")
    bits = bits_per_character(checkpoint, leading(parts.validation, _MOST_HELD_OUT_CHARS))
    yardstick = Yardstick.of(parts.training, posts)
    columns = [_people(parts.validation, count, yardstick)]
    notes = []
    say("a Markov chain writes")
    try:
        columns.append(_markov(parts.training, count, options, yardstick))
    except MarkovMissing as error:
        notes.append(f"no Markov chain to compare with: {error}")
    for temperature in temperatures:
        say(f"writing {count} posts at temperature {temperature:g}")
        columns.append(_network(checkpoint, count, replace(options, temperature=temperature), yardstick))
    found_hash = corpus_hash(posts)
    trained_on_these = found_hash == checkpoint.manifest.corpus_hash
    if not trained_on_these:
        notes.append(
            "the corpus is not the one that this checkpoint learned: of a small corpus some held-out posts may have "
            "been among its own"
        )
    return Evaluation(
        checkpoint=checkpoint.name,
        bits_per_character=bits,
        corpus_hash=found_hash,
        trained_on_these=trained_on_these,
        training_posts=len(parts.training),
        held_out_posts=len(parts.validation),
        seed=options.seed or 0,
        max_chars=options.max_chars,
        columns=tuple(columns),
        corpus_lengths=tuple(map(len, posts)),
        notes=tuple(notes),
    )


def _people(held_out: Sequence[str], count: int, yardstick: Yardstick) -> Column:
    # The order of held-out posts is that of their hashes: the first ones are as good as drawn.
    texts = held_out[:count]
    return Column("people", None, measure(texts, yardstick), None, None, tuple(texts[:_EXAMPLES]), _lengths(texts))


def _markov(training: Sequence[str], count: int, options: SamplingOptions, yardstick: Yardstick) -> Column:
    writer = MarkovWriter(training)
    begun = time.perf_counter()
    whole = writer.write(count, options.seed or 0)
    seconds = time.perf_counter() - begun
    texts = [text[: options.max_chars] for text in whole]
    ended = sum(len(text) <= options.max_chars for text in whole) / count
    figures = measure(texts, yardstick)
    return Column("Markov", None, figures, ended, count / seconds, tuple(texts[:_EXAMPLES]), _lengths(texts))


def _network(checkpoint: Checkpoint, count: int, options: SamplingOptions, yardstick: Yardstick) -> Column:
    begun = time.perf_counter()
    samples = write(checkpoint, "", options, count)
    seconds = time.perf_counter() - begun
    texts = [sample.text for sample in samples]
    return Column(
        f"at {options.temperature:g}",
        options.temperature,
        measure(texts, yardstick),
        ends_by_itself_share(samples),
        count / seconds,
        tuple(texts[:_EXAMPLES]),
        _lengths(texts),
    )


def _lengths(texts: Sequence[str]) -> tuple[int, ...]:
    return tuple(map(len, texts))
