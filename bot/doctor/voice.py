"""The network: whether the live checkpoint is whole and writes soundly, how old it is, what it was made of."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.doctor.case import Case
from bot.doctor.finding import Ailment, Finding, Level, Soundness
from bot.storage import learned
from bot.storage.learned import Mark
from corpus.errors import CorpusError
from corpus.separator import read_posts
from model import checkpoint as checkpoints
from model.checkpoint import Manifest
from model.errors import UnusableCheckpoint
from model.self_check import fault

AREA = "voice"

# A community's talk moves on; nothing breaks.
_OLD = timedelta(days=60)
# Where the starting voice still does most of the work (README, figures).
_FEW_POSTS = 300

WRITES = Soundness(AREA, "checkpoint-writes", "the run {run} is live and writes: {network}, {posts} posts, made {made}")
WRITES_MEASURED = Soundness(
    AREA, "checkpoint-measured",
    "the run {run} is live and writes: {network}, {posts} posts, {bits} bits a character, made {made}",
)  # fmt: skip
CORPUS = Soundness(AREA, "corpus-read", "the corpus has {posts} posts")
NO_CHECKPOINT = Ailment(
    AREA, "no-checkpoint", Level.BROKEN, "no checkpoint is live: nothing can be written", "wallflower train"
)
UNUSABLE = Ailment(
    AREA, "checkpoint-unusable", Level.BROKEN, "the live checkpoint can't be used: {problem}",
    "wallflower checkpoint list, then wallflower checkpoint use RUN",
)  # fmt: skip
UNSOUND = Ailment(
    AREA, "checkpoint-unsound", Level.BROKEN, "the live checkpoint {run} writes badly: {problem}",
    "wallflower checkpoint list, then wallflower checkpoint use RUN",
)  # fmt: skip
OLD = Ailment(
    AREA, "checkpoint-old", Level.NOTE, "the live checkpoint {run} is {age} old: it knows nothing of what came since",
    "wallflower scrape, then wallflower train",
)  # fmt: skip
MARKED = Ailment(
    AREA, "checkpoint-marked", Level.WARNING, "the live checkpoint {run} {mark}, and the bot trains none by itself",
    "wallflower train, or set retrain = true under [training]",
)  # fmt: skip
RETRAINING = Ailment(
    AREA, "checkpoint-waits", Level.NOTE, "the live checkpoint {run} {mark}: the running bot trains another one",
    "wait for it, or do it now: wallflower train",
)  # fmt: skip
NO_CORPUS = Ailment(
    AREA, "no-corpus", Level.WARNING, "there is no corpus.txt: nobody notices when a draft copies a post",
    "wallflower corpus",
)  # fmt: skip
CORPUS_UNREADABLE = Ailment(AREA, "corpus-unreadable", Level.BROKEN, "{problem}", "wallflower corpus",
    meaning="corpus.txt can't be read",
)  # fmt: skip
FEW_POSTS = Ailment(
    AREA, "few-posts", Level.NOTE, "the corpus has {posts} posts, which is little to learn from",
    "wallflower import FILE adds those of a file or a Telegram export",
)  # fmt: skip


def examine(case: Case, opted_out: frozenset[str]) -> list[Finding]:
    """Takes about a second, and no loop: call it in a thread. `opted_out` are the hashes of those who said no."""
    posts, found = _corpus(case)
    return [*_checkpoint(case, posts, opted_out), *found]


def _checkpoint(case: Case, posts: list[str], opted_out: frozenset[str]) -> Iterator[Finding]:
    folder = case.home.checkpoints
    if not (folder / checkpoints.LIVE).exists():
        yield NO_CHECKPOINT.found()
        return
    try:
        live = checkpoints.live(folder)
        checkpoint = checkpoints.load(live)
    except UnusableCheckpoint as error:
        yield UNUSABLE.found(problem=f"{error.path.name}: {error.why}")
        return
    run = live.parent.name
    problem = fault(checkpoint, posts)
    if problem is not None:
        yield UNSOUND.found(run=run, problem=problem)
    else:
        yield _writing(run, checkpoint.manifest)
    made = _instant(checkpoint.manifest.created)
    if made is not None and case.surroundings.now() - made > _OLD:
        yield OLD.found(run=run, age=case.surroundings.now() - made)
    mark = learned.read(folder / run).mark(opted_out)
    if mark is not Mark.NONE:
        yield (RETRAINING if case.settings.training.retrain else MARKED).found(run=run, mark=mark.value)


def _corpus(case: Case) -> tuple[list[str], list[Finding]]:
    file = case.home.corpus_file
    if not file.exists():
        return [], [NO_CORPUS.found()]
    try:
        posts = list(read_posts(file, case.settings.corpus.empty_lines))
    except CorpusError as error:
        return [], [CORPUS_UNREADABLE.found(problem=error)]
    if len(posts) < _FEW_POSTS:
        return posts, [FEW_POSTS.found(posts=len(posts))]
    return posts, [CORPUS.found(posts=len(posts))]


def _writing(run: str, told: Manifest) -> Finding:
    network, made = f"{told.network.layers}×{told.network.hidden}", told.created[:10]
    if told.bits_per_character is None:
        return WRITES.found(run=run, network=network, posts=told.posts, made=made)
    bits = f"{told.bits_per_character:.2f}"
    return WRITES_MEASURED.found(run=run, network=network, posts=told.posts, bits=bits, made=made)


def _instant(created: str) -> datetime | None:
    """None where a manifest of other hands says no time that can be compared."""
    try:
        made = datetime.fromisoformat(created)
    except ValueError:
        return None
    return made if made.tzinfo is not None else None
