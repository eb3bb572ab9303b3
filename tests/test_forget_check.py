"""`forget --check` finds what a network learned by heart from forgotten posts, and nothing in one without them."""

import random
from pathlib import Path

import pytest

from bot.errors import Refused
from bot.flow.authors import AuthorHash
from bot.flow.phrases import Fingerprint, PhraseHash, own_windows, plain
from bot.recall import check
from bot.settings import Home, Settings
from bot.storage import learned
from bot.storage.learned import Learned
from corpus.separator import write_posts
from model import checkpoint
from model.configuration import NetworkConfig, TrainingConfig
from model.dataset import Split
from model.training import train
from tests.backup.conftest import save_run

ANNA, BORIS = "ab" * 32, "cd" * 32
PHRASES = PhraseHash(AuthorHash(b"0123456789abcdef"))
OWN = "Мой кот опять ушёл жить к соседям, у них каждый вечер жарят рыбу и поют про море"
NETWORK = NetworkConfig(embedding=16, hidden=48, layers=1)
TRAINING = TrainingConfig(steps=250, batch=8, length=48, learning_rate=1e-2, precision="fp32", patience=0)


def others() -> list[str]:
    """Posts of everybody else's; one begins as the forgotten one does."""
    draw = random.Random(1)
    what = ["спит", "ест", "поёт", "ушёл", "молчит", "пришёл"]
    return [f"Мой {draw.choice(['кот', 'пёс', 'сосед'])} {draw.choice(what)}, {n * 37 % 997}" for n in range(200)]


@pytest.fixture(scope="module")
def known() -> Fingerprint:
    read = [plain(OWN)]
    return PHRASES.fingerprint(read, own_windows(read, map(plain, others())))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the run `before`, which has learned Anna's post by heart, and the corpus without it."""
    home = Home(tmp_path_factory.mktemp("home"))
    # Judged by the post itself, so that the best of the run is the one that knows it best.
    posts = Split(training=[*others(), *([OWN] * 100)], validation=[OWN] * 10)
    train(posts, home.checkpoints / "before", NETWORK, TRAINING)
    learned.write(home.checkpoints / "before", Learned(frozenset({ANNA, BORIS})))
    save_run(home.checkpoints, "after")
    learned.write(home.checkpoints / "after", Learned(frozenset({BORIS})))
    write_posts(home.corpus_file, others())
    return home


def test_the_network_that_read_the_posts_is_found_out_and_the_new_one_is_clean(home: Home, known: Fingerprint) -> None:
    """Both are asked for the same, also for what the old one betrays."""
    checkpoint.make_live(home.checkpoints, "after")
    checked = check(home, Settings(), PHRASES, known, frozenset({ANNA}), 30, 0)

    assert checked.old is not None
    assert checked.old.checkpoint.startswith("before@")
    assert checked.old.recalled > 0
    assert checked.old.primed_recalled > 0
    assert checked.new.checkpoint.startswith("after@")
    assert checked.new.is_clean
    assert checked.new.primed_texts == checked.old.primed_texts > 0
    assert checked.marked == ("before",)
    assert (checked.windows, checked.openings) == (len(known.windows), 1)
    assert "кот" not in str(checked.to_json())


def test_while_the_old_network_is_live_it_is_the_one_that_is_found_out(home: Home, known: Fingerprint) -> None:
    """Nothing is there to compare it with then. The beginning comes from a post of somebody else's."""
    checkpoint.make_live(home.checkpoints, "before")
    checked = check(home, Settings(), PHRASES, known, frozenset({ANNA}), 0, 0)
    assert checked.old is None
    assert checked.new.primed_recalled > 0
    assert 0 < checked.tried < 20


def test_without_anything_to_look_for_there_is_no_check(home: Home, known: Fingerprint, tmp_path: Path) -> None:
    """Saying that all is well would be a lie."""
    with pytest.raises(Refused, match="nothing is kept"):
        check(home, Settings(), PHRASES, Fingerprint(), frozenset({ANNA}), 10, 0)
    with pytest.raises(Refused, match="no checkpoint is live"):
        check(Home(tmp_path), Settings(), PHRASES, known, frozenset({ANNA}), 10, 0)
