"""Fits a network to the corpus in a process of its own: `wallflower train`.

The one place besides the writer that reaches the model, and the only one that imports torch (when it starts, not when
it is imported). A killed training goes on: the run that is not finished is named in `checkpoints/unfinished`.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.storage import learned
from bot.storage.learned import UNKNOWN, Learned, Mark
from corpus.russian import letter_share
from model import checkpoint, gate, voices
from model.beside import Beside
from model.checkpoint import BEST, MANIFEST, Manifest
from model.errors import BadOption, OtherRun
from model.fine_tuning import affordable_passes, is_touch_up, plan_from
from model.gate import NO_WORSE, Allowance, Verdict
from model.planning import Plan, plan
from model.runs import live_run, runs
from model.sampling import SamplingOptions
from model.starting_point import StartingPoint
from model.torchrun import Process
from model.training_curve import CurveFile
from model.training_progress import Progress, TrainingResult

# How much lower than others' our share of the processor is.
_NICENESS = 10
_UNFINISHED = "unfinished"
# What `--from` says for random weights.
NOTHING = "nothing"
# A wall of fewer Russian letters than this share is in another language, or in several.
_LEAST_RUSSIAN = 0.9
# How big a corpus base-ru was seen to help (docs/training-log.md); one much bigger teaches the language itself.
_MOST_CHARACTERS = 3_000_000
# How much worse a new checkpoint may be where the live one has learned from posts that were forgotten: chosen, not
# measured, so that the loss of one busy author keeps no old network live, and a broken new one still stays out.
FOR_THE_FORGOTTEN = Allowance(bits=0.1, share=0.05)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person said about the training; None leaves it to the plan."""

    minutes: float
    save_every_s: float
    steps: int | None = None
    hidden: int | None = None
    layers: int | None = None
    dropout: float | None = None
    batch: int | None = None
    length: int | None = None
    learning_rate: float | None = None
    weight_decay: float | None = None
    seed: int | None = None
    precision: str | None = None
    separator: str | None = None
    begin: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What to train, the network that it begins with (None: random weights), and what of it the person has said.

    `inherited` is whose posts that network has learned from, `beside` what is learned beside the posts.
    """

    plan: Plan
    start: StartingPoint | None
    by_hand: Mapping[str, object]
    inherited: Learned = field(default_factory=Learned)
    beside: Beside | None = None

    def is_that_of(self, held: Manifest) -> bool:
        """Whether a run that was killed is what the person wants now.

        What was planned is not asked about: the plan follows the machine's speed, which is another one each time.
        """
        found = {**asdict(held.network), **asdict(held.training)}
        if found["minutes"] is None and "steps" not in self.by_hand:
            found.pop("minutes")  # the plan's own budget, because the corpus is small
        started_from = None if self.start is None else self.start.title
        return held.started_from == started_from and all(
            found.get(name, value) == value for name, value in self.by_hand.items()
        )


@dataclass(frozen=True, slots=True)
class Trained:
    """What training came to, and whether the writer uses it from now on."""

    result: TrainingResult
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Taught:
    """What teaching new templates came to: bits per character of their captions before and after, and the verdict."""

    run: str
    templates: tuple[str, ...]
    before: float
    after: float
    verdict: Verdict


def step_back() -> None:
    """Make this process a polite neighbour: the bot answers beside it."""
    os.nice(_NICENESS)


def assist() -> bool:
    """Train beside the process of which torchrun started this one too, until it is done; False if this is that one.

    Raises ModelError.
    """
    if not Process.this().assists:
        return False
    from model.training import assist as train_beside  # noqa: PLC0415 - torch, only now

    train_beside()
    return True


def choose(
    posts: Sequence[str],
    wish: Wish,
    folder: Path,
    opted_out: frozenset[str] = frozenset(),
    captions: Mapping[str, Sequence[Sequence[str]]] | None = None,
) -> Choice:
    """The plan for this corpus, machine and budget, with the person's wishes put over it.

    `folder` is where the home's checkpoints are, `opted_out` the hashes of authors from whom nothing may be learned,
    neither anew nor by way of the network that training begins with. `captions` are learned beside the posts: each
    template's, each as the texts that it may be learned as. Raises BadOption, UnusableCheckpoint.
    """
    characters, cores = sum(map(len, posts)), len(os.sched_getaffinity(0))
    start, inherited = _start(posts, wish, folder)
    mark = inherited.mark(opted_out)
    if mark is not Mark.NONE:
        raise BadOption(f"{wish.begin} {mark}: begin with another network, or with {NOTHING}.")
    from model.speed import multiplications_per_s  # noqa: PLC0415 - torch, only now

    speed = None if wish.steps else multiplications_per_s(wish.minutes)
    seed = wish.seed or 0 if start is None or start.seed is None else start.seed
    is_short = start is not None and is_touch_up(
        start, affordable_passes(start, characters, wish.minutes, cores, speed)
    )
    beside = Beside.of(captions or {}, characters, seed, is_touch_up=is_short)
    if beside is not None:
        characters += beside.characters
    if start is None:
        planned = plan(characters, wish.minutes, cores, multiplications_per_s=speed)
    else:
        planned = plan_from(start, characters, wish.minutes, cores, multiplications_per_s=speed)
    # A small corpus may need less than the minutes: then the plan's own budget is a number of steps.
    budget: dict[str, Any] = {"minutes": None, "steps": wish.steps} if wish.steps else {}
    network = _given(wish, ("hidden", "layers", "dropout"))
    training = _given(
        wish,
        ("batch", "length", "learning_rate", "weight_decay", "seed", "save_every_s", "precision", "separator"),
    )
    planned = Plan(
        replace(planned.network, **network),
        replace(planned.training, **training, **budget),
        planned.why + (" `--from nothing` would begin anew." if start is not None and wish.begin is None else ""),
    )
    said = {"minutes": wish.minutes, **network, **training, **budget}
    said.pop("save_every_s")  # another pace of saving makes no other run
    return Choice(planned, start, said, inherited, beside)


def train(
    posts: Sequence[str],
    checkpoints: Path,
    choice: Choice,
    style: SamplingOptions,
    now: datetime,
    *,
    fresh: bool,
    on_progress: Callable[[Progress], None],
    say: Callable[[str], None],
    authors: frozenset[str] = frozenset(),
    opted_out: Callable[[], frozenset[str]] = frozenset,
) -> Trained:
    """Train, or go on with the run that was killed, and let the writer use what comes of it if it is no worse (gate).

    `style` is how the bot writes: what the gate lets both checkpoints write by. `say` hears what is decided on the
    way. `authors` are the hashes of those who wrote the posts, `opted_out` gives the hashes of those who have said no
    by now: no run that has learned from them is gone on with, nor goes live. Raises ModelError, OSError.
    """
    from model.training import train as fit  # noqa: PLC0415 - torch, only now

    network, training, start = choice.plan.network, choice.plan.training, choice.start
    checkpoints.mkdir(parents=True, exist_ok=True)
    unfinished = checkpoints / _UNFINISHED
    result: TrainingResult | None = None
    if not fresh and (run := _read(unfinished)) is not None and (checkpoints / run / checkpoint.LAST).is_dir():
        mark = learned.read(checkpoints / run).mark(opted_out())
        try:
            if mark is not Mark.NONE:
                say(f"the unfinished run {run} {mark}: starting anew")
            elif choice.is_that_of(checkpoint.read_manifest(checkpoints / run / checkpoint.LAST)):
                say(f"going on with the run {run}, which was not finished (--fresh starts anew)")
                result = fit(
                    posts, checkpoints / run, on_progress=_also_kept(on_progress, checkpoints / run),
                    beside=choice.beside,
                )  # fmt: skip
            else:
                say(f"the unfinished run {run} was trained with other settings: starting anew")
        except OtherRun as error:
            say(f"the unfinished run {run} was another one ({error}): starting anew")
    if result is None:
        run = f"{now:%Y%m%d-%H%M%S}"
        learned.write(checkpoints / run, choice.inherited | Learned(authors))
        unfinished.write_text(f"{run}\n", "utf-8")
        told = _also_kept(on_progress, checkpoints / run)
        result = fit(posts, checkpoints / run, network, training, told, start, choice.beside)
    say("trained; now it is held against the live checkpoint")
    verdict = _verdict(checkpoints, result.folder.name, posts, style, opted_out)
    if verdict.passed:
        checkpoint.make_live(checkpoints, result.folder.name)
    unfinished.unlink(missing_ok=True)
    return Trained(result, verdict)


def teach(
    posts: Sequence[str],
    checkpoints: Path,
    captions: Mapping[str, Sequence[Sequence[str]]],
    style: SamplingOptions,
    now: datetime,
    *,
    authors: frozenset[str] = frozenset(),
    opted_out: Callable[[], frozenset[str]] = frozenset,
) -> Taught:
    """Teach the live checkpoint the captions of templates that it doesn't know; all else it goes on writing as before.

    Takes seconds. `authors` are the hashes of those from whose pictures captions were read. What comes of it goes live
    if the gate finds it no worse. Raises ModelError, OSError.
    """
    from model.new_topics import teach as learn_topics  # noqa: PLC0415 - torch, only now

    live = live_run(checkpoints)
    if live is None:
        raise BadOption("No checkpoint is live that could be taught: train one first.")
    taught = checkpoint.load(checkpoints / live / BEST)
    new = Beside.alone(
        {name: texts for name, texts in captions.items() if name not in taught.manifest.templates},
        taught.manifest.training.seed,
    )
    if new is None:
        raise BadOption(f"There is no template with captions that {live} has not learned.")
    run = f"{now:%Y%m%d-%H%M%S}"
    bits = learn_topics(taught, new, checkpoints / run)
    learned.write(checkpoints / run, learned.read(checkpoints / live) | Learned(authors))
    verdict = _verdict(checkpoints, run, posts, style, opted_out)
    if verdict.passed:
        checkpoint.make_live(checkpoints, run)
    return Taught(run, new.templates, bits.before, bits.after, verdict)


def _also_kept(on_progress: Callable[[Progress], None], run: Path) -> Callable[[Progress], None]:
    """Tells whoever listens, and the run's own curve."""
    curve = CurveFile(run)

    def told(progress: Progress) -> None:
        on_progress(progress)
        with suppress(OSError):  # a curve is worth no training; a full disk is noticed where a checkpoint is saved
            curve(progress)

    return told


def _verdict(
    checkpoints: Path, run: str, posts: Sequence[str], style: SamplingOptions, opted_out: Callable[[], frozenset[str]]
) -> Verdict:
    """The gate's, eased where the live checkpoint should go; what has read forgotten posts itself never passes."""
    live = live_run(checkpoints)
    live_is_marked = live is not None and learned.read(checkpoints / live).mark(opted_out()) is not Mark.NONE
    verdict = gate.judge(checkpoints, run, posts, style, FOR_THE_FORGOTTEN if live_is_marked else NO_WORSE)
    mark = learned.read(checkpoints / run).mark(opted_out())
    return verdict if mark is Mark.NONE else Verdict(False, f"it {mark} while it was trained")


def _start(posts: Sequence[str], wish: Wish, folder: Path) -> tuple[StartingPoint | None, Learned]:
    """What training begins with: what the person said or, for a Russian wall that is not big, the Russian voice; and
    whose posts that has learned from."""
    shaped = wish.hidden is not None or wish.layers is not None
    if wish.begin is None:
        suits = not shaped and wish.separator in (None, "end") and sum(map(len, posts)) <= _MOST_CHARACTERS
        if suits and voices.BASE_RU in voices.names() and letter_share("\n".join(posts)) >= _LEAST_RUSSIAN:
            return voices.load(voices.BASE_RU).start, Learned()
        return None, Learned()
    if wish.begin == NOTHING:
        return None, Learned()
    if shaped:
        raise BadOption(
            "A network has the shape of the one that it begins with: leave out --hidden and --layers, "
            "or say --from nothing."
        )
    start, inherited = _named(wish.begin, folder)
    if start.seed is not None and wish.seed not in (None, start.seed):
        raise BadOption(
            f"--seed says which posts are held out, and {start.name} has learned from some of those that {wish.seed} "
            "holds out: leave --seed out."
        )
    return start, inherited


def _named(name: str, folder: Path) -> tuple[StartingPoint, Learned]:
    """A voice, a run of this home, or the folder of a run or a checkpoint, in this order.

    Another home hashes names under another key: whose posts its networks have read can't be told here.
    """
    if name in voices.names():
        return voices.load(name).start, Learned()
    known = [run.name for run in runs(folder)]
    if name == checkpoint.LIVE:
        name = live_run(folder) or name
    if name in known:
        return StartingPoint.of_checkpoint(checkpoint.load(folder / name / BEST)), learned.read(folder / name)
    for place in (Path(name) / BEST, Path(name)):
        with suppress(OSError):  # a path that can't be looked at, or is no path at all
            if (place / MANIFEST).is_file():
                return StartingPoint.of_checkpoint(checkpoint.load(place)), _of_folder(place, folder)
    raise BadOption(
        f"There is nothing called {name[:200]!r} to begin with. Voices: {', '.join(voices.names()) or 'none'}; "
        f"runs of this home: {', '.join(known[-3:]) or 'none'}; else name the folder of a run, or say {NOTHING}."
    )


def _of_folder(place: Path, checkpoints: Path) -> Learned:
    """Whose posts the checkpoint at this path has read, if it is one of this home's."""
    resolved = place.resolve()
    is_ours = resolved.parent.parent == checkpoints.resolve()
    return learned.read(resolved.parent) if is_ours else UNKNOWN


def _read(unfinished: Path) -> str | None:
    try:
        return checkpoint.check_run_name(unfinished.read_text("utf-8").strip())
    except (FileNotFoundError, UnicodeDecodeError, BadOption):
        return None


def _given(wish: Wish, names: Sequence[str]) -> dict[str, Any]:
    """What the person has said of these."""
    return {name: value for name in names if (value := getattr(wish, name)) is not None}
