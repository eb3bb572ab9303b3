"""A training pays where something came or went, and not where a network has learned these very posts."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.novelty import learned_already
from bot.storage import learned
from bot.storage.learned import Learned
from model import checkpoint
from model.checkpoint import BEST, Manifest
from model.dataset import corpus_hash
from tests.backup.conftest import save_run

POSTS = [f"пост {number}" for number in range(40)]
CAPTIONS = {"drake": [(f"caption {number}",) for number in range(30)], "poor": [("the only one",)]}
ANNA = "ab" * 32
MINUTES = 30.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Checkpoints of which the live one, `monday`, has learned POSTS and CAPTIONS."""
    knows(tmp_path, "monday")
    checkpoint.make_live(tmp_path, "monday")
    return tmp_path


def knows(folder: Path, run: str, **said: object) -> None:
    """A run of which the manifest says this."""
    save_run(folder, run)
    learned.write(folder / run, Learned(frozenset({ANNA})))
    made = checkpoint.load(folder / run / BEST)
    whole: dict[str, object] = {"corpus_hash": corpus_hash(POSTS), "templates": ("drake",), **said}
    manifest: Manifest = replace(made.manifest, **whole)  # type: ignore[arg-type]  # what a test says is checked on reading
    checkpoint.save(folder / run / BEST, manifest, made.vocabulary, made.weights)


def test_what_the_live_network_has_learned_is_nothing_new(folder: Path) -> None:
    """In whatever order the posts come; a template with too few captions is never learned, and so never missing."""
    assert learned_already(POSTS[::-1], CAPTIONS, folder, MINUTES) == "monday"
    assert learned_already(POSTS, {}, folder, MINUTES) == "monday"


@pytest.mark.parametrize("posts", [[*POSTS, "a new one"], POSTS[:-1], [*POSTS[:-1], "edited"]], ids=len)
def test_a_post_that_came_went_or_changed_is_learned(folder: Path, posts: list[str]) -> None:
    assert learned_already(posts, CAPTIONS, folder, MINUTES) is None


def test_a_template_that_is_not_learned_yet_is(folder: Path) -> None:
    assert learned_already(POSTS, {**CAPTIONS, "new": CAPTIONS["drake"]}, folder, MINUTES) is None


def test_without_a_live_network_training_pays(tmp_path: Path) -> None:
    assert learned_already(POSTS, CAPTIONS, tmp_path, MINUTES) is None


def test_a_killed_training_is_gone_on_with(folder: Path) -> None:
    (folder / "unfinished").write_text("tuesday\n")
    assert learned_already(POSTS, CAPTIONS, folder, MINUTES) is None


def test_a_network_that_learned_from_somebody_who_said_no_is_replaced(folder: Path) -> None:
    """Also where a newer one has learned all the same."""
    assert learned_already(POSTS, CAPTIONS, folder, MINUTES, frozenset({ANNA})) is None
    knows(folder, "tuesday", created="2026-01-02T00:00:00+00:00")
    assert learned_already(POSTS, CAPTIONS, folder, MINUTES, frozenset({ANNA})) is None


def test_what_the_gate_kept_out_is_not_trained_again(folder: Path) -> None:
    """The newest run has learned the new posts and was no better than the live one: another would not be either."""
    posts = [*POSTS, "a new one"]
    knows(folder, "tuesday", corpus_hash=corpus_hash(posts), created="2026-01-02T00:00:00+00:00")
    assert learned_already(posts, CAPTIONS, folder, MINUTES) == "tuesday"
    assert checkpoint.live(folder).parent.name == "monday"


def test_one_that_had_fewer_minutes_is_followed_by_a_whole_training(folder: Path) -> None:
    """As after `wallflower init`, which trains for some minutes."""
    training = replace(checkpoint.read_manifest(folder / "monday" / BEST).training, steps=None, minutes=5.0)
    knows(folder, "monday", training=training)
    assert learned_already(POSTS, CAPTIONS, folder, MINUTES) is None
    assert learned_already(POSTS, CAPTIONS, folder, 5.0) == "monday"
