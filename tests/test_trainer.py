"""What `wallflower train` begins with, and how it is said."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from bot.storage import learned
from bot.storage.learned import FILE, UNKNOWN, Learned
from bot.trainer import FOR_THE_FORGOTTEN, NOTHING, Trained, Wish, assist, choose, teach, train
from corpus import samples
from corpus.separator import read_posts
from model import checkpoint, voices
from model.checkpoint import BEST, Manifest, make_live, shapes
from model.configuration import NetworkConfig, TrainingConfig
from model.errors import BadOption, UnusableCheckpoint
from model.sampling import SamplingOptions
from model.vocabulary import Vocabulary

# A budget of steps, so that the machine's speed need not be measured.
WISH = Wish(minutes=1, save_every_s=20, steps=50)
NETWORK = NetworkConfig(embedding=8, hidden=16, layers=1)
SEED = 5
STYLE = SamplingOptions(temperature=0.8, max_chars=40)


@pytest.fixture(scope="module")
def russian() -> list[str]:
    return list(read_posts(samples.wall("ru")))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of checkpoints with one run, `monday`."""
    folder = tmp_path / "checkpoints"
    vocabulary = Vocabulary("абв")
    weights = {name: np.zeros(shape, np.float32) for name, shape in shapes(NETWORK, vocabulary.size).items()}
    manifest = Manifest(
        run="monday",
        network=NETWORK,
        training=TrainingConfig(steps=1, seed=SEED),
        vocabulary_size=vocabulary.size,
        corpus_hash="0" * 16,
        posts=1,
        characters=1,
        steps=1,
        epochs=1.0,
        seconds=1.0,
        bits_per_character=2.0,
        created="2026-01-01T00:00:00+00:00",
        files={},
    )
    checkpoint.save(folder / "monday" / BEST, manifest, vocabulary, weights)
    return folder


def test_a_run_of_this_home_is_gone_on_from_with_its_shape_and_its_held_out_posts(
    russian: list[str], home: Path
) -> None:
    choice = choose(russian, replace(WISH, begin="monday"), home)

    assert choice.start is not None
    assert choice.start.name == "monday@1"
    assert choice.plan.network.shape == NETWORK.shape
    assert choice.plan.training.seed == SEED
    assert "monday@1" in choice.plan.why


@pytest.mark.parametrize("place", ["monday", f"monday/{BEST}"])
def test_a_run_elsewhere_is_named_by_its_folder(russian: list[str], home: Path, place: str) -> None:
    choice = choose(russian, replace(WISH, begin=str(home / place)), home / "another")

    assert choice.start is not None
    assert choice.start.name == "monday@1"


@pytest.mark.parametrize("name", ["tuesday", "..", "", "x" * 5_000, "/dev/null"])
def test_a_name_that_nothing_has_is_answered_with_what_there_is(russian: list[str], home: Path, name: str) -> None:
    with pytest.raises(BadOption) as refused:
        choose(russian, replace(WISH, begin=name), home)

    assert all(known in str(refused.value) for known in ["monday", NOTHING, *voices.names()])
    assert len(str(refused.value)) < 500


def test_a_damaged_run_is_named_as_damaged(russian: list[str], home: Path) -> None:
    (home / "monday" / BEST / "manifest.json").write_text("{")

    with pytest.raises(UnusableCheckpoint, match="not readable JSON"):
        choose(russian, replace(WISH, begin=str(home / "monday")), home / "another")


def test_a_shape_by_hand_and_a_start_exclude_each_other(russian: list[str], home: Path) -> None:
    with pytest.raises(BadOption, match="leave out --hidden and --layers"):
        choose(russian, replace(WISH, begin="monday", hidden=64), home)


def test_posts_that_the_start_has_learned_from_are_never_held_out(russian: list[str], home: Path) -> None:
    with pytest.raises(BadOption, match="leave --seed out"):
        choose(russian, replace(WISH, begin="monday", seed=SEED + 1), home)

    assert choose(russian, replace(WISH, begin="monday", seed=SEED), home).plan.training.seed == SEED


def test_what_was_set_by_hand_goes_over_the_plan_from_a_start(russian: list[str], home: Path) -> None:
    wish = replace(WISH, begin="monday", steps=7, dropout=0.1, learning_rate=1e-3, weight_decay=0.2)
    by_hand = choose(russian, wish, home).plan

    assert (by_hand.training.steps, by_hand.training.minutes) == (7, None)
    assert (by_hand.network.dropout, by_hand.training.learning_rate) == (0.1, 1e-3)
    assert by_hand.training.weight_decay == 0.2


def test_posts_stand_apart_as_the_person_said(russian: list[str], home: Path) -> None:
    assert choose(russian, WISH, home).plan.training.separator == "end"
    assert choose(russian, replace(WISH, separator="newlines"), home).plan.training.separator == "newlines"

    with pytest.raises(BadOption, match="end or newlines"):
        choose(russian, replace(WISH, separator="tab"), home)


@pytest.mark.parametrize(
    "wish",
    [replace(WISH, begin=NOTHING), replace(WISH, hidden=64), replace(WISH, separator="newlines")],
    ids=["by name", "because the shape is said", "because the separator is another"],
)
def test_a_russian_wall_can_begin_with_nothing(russian: list[str], home: Path, wish: Wish) -> None:
    assert choose(russian, wish, home).start is None


def test_a_wall_in_another_language_begins_with_nothing(home: Path) -> None:
    assert choose(list(read_posts(samples.wall("en"))), WISH, home).start is None


def test_a_small_russian_wall_begins_with_the_russian_voice_and_says_so(russian: list[str], home: Path) -> None:
    choice = choose(russian, WISH, home)

    assert choice.start is not None
    assert choice.start.name == voices.BASE_RU
    assert "begins with base-ru" in choice.plan.why
    assert "--from nothing" in choice.plan.why
    assert choose(russian * 1_000, WISH, home).start is None


def test_a_killed_run_is_gone_on_with_though_today_another_network_is_planned(russian: list[str], home: Path) -> None:
    held = Manifest(
        run="killed",
        network=NetworkConfig(embedding=64, hidden=96, layers=1),
        training=TrainingConfig(minutes=1, learning_rate=3e-3),
        vocabulary_size=10,
        corpus_hash="0" * 16,
        posts=1,
        characters=1,
        steps=1,
        epochs=1.0,
        seconds=1.0,
        bits_per_character=2.0,
        created="2026-01-01T00:00:00+00:00",
        files={},
    )
    anew = replace(WISH, begin=NOTHING, steps=None)

    assert choose(russian, anew, home).is_that_of(held)
    assert choose(russian, replace(anew, learning_rate=3e-3), home).is_that_of(held)
    assert choose(russian, anew, home).is_that_of(replace(held, training=TrainingConfig(steps=300)))
    assert not choose(russian, replace(anew, minutes=2), home).is_that_of(held)
    assert not choose(russian, replace(anew, hidden=128), home).is_that_of(held)
    assert not choose(russian, replace(anew, steps=5), home).is_that_of(held)
    assert not choose(russian, replace(WISH, begin="monday"), home).is_that_of(held)


@pytest.mark.parametrize("rank", [None, "0"])
def test_only_a_process_that_torchrun_started_second_assists(monkeypatch: pytest.MonkeyPatch, rank: str | None) -> None:
    monkeypatch.delenv("RANK", raising=False)
    if rank is not None:
        monkeypatch.setenv("RANK", rank)

    assert not assist()


ANNA, BORIS = "ab" * 32, "cd" * 32
TINY = replace(WISH, steps=3, hidden=16, layers=1, batch=4, length=16, learning_rate=0.01)


def test_nothing_begins_with_a_network_that_has_read_forgotten_posts(russian: list[str], home: Path) -> None:
    """By its name or by its folder; of older runs nobody knows, and of those elsewhere neither."""
    for known, said in ((Learned(frozenset({ANNA})), "has learned"), (UNKNOWN, "may have learned")):
        learned.write(home / "monday", known)
        for name in ("monday", str(home / "monday"), str(home / "monday" / BEST)):
            with pytest.raises(BadOption, match=f"{said} from posts that were forgotten"):
                choose(russian, replace(WISH, begin=name), home, frozenset({ANNA}))
            assert choose(russian, replace(WISH, begin=name), home).inherited == known
    with pytest.raises(BadOption, match="may have learned"):
        choose(russian, replace(WISH, begin=str(home / "monday")), home / "another", frozenset({ANNA}))
    learned.write(home / "monday", Learned(frozenset({BORIS})))
    assert choose(russian, replace(WISH, begin="monday"), home, frozenset({ANNA})).start is not None


class Talk:
    """A training whose every word is kept; somebody may say no while it goes on."""

    def __init__(self, posts: list[str], folder: Path) -> None:
        self.posts, self.folder = posts, folder
        self.said: list[str] = []
        self.opted_out: frozenset[str] = frozenset()

    def train(self, now: datetime = datetime(2026, 11, 21, tzinfo=UTC), **during: frozenset[str]) -> Trained:
        def on_progress(_progress: object) -> None:
            self.opted_out = during.get("said_no", self.opted_out)

        return train(
            self.posts, self.folder, choose(self.posts, TINY, self.folder, self.opted_out), STYLE, now,
            fresh=False, on_progress=on_progress, say=self.said.append, authors=frozenset({ANNA, BORIS}),
            opted_out=lambda: self.opted_out,
        )  # fmt: skip


@pytest.fixture
def talk(russian: list[str], tmp_path: Path) -> Talk:
    return Talk(russian[:200], tmp_path / "checkpoints")


def test_a_run_says_whose_posts_it_reads_and_hands_that_on(talk: Talk) -> None:
    """Beside its checkpoints, from its beginning on."""
    run = talk.train().result.folder
    assert learned.read(run) == Learned(frozenset({ANNA, BORIS}))


def test_what_has_read_forgotten_posts_does_not_go_live(talk: Talk) -> None:
    """Not even as the first, if somebody says no while it learns."""
    trained = talk.train(said_no=frozenset({ANNA}))
    assert not trained.verdict.passed
    assert "forgotten" in trained.verdict.why
    assert not (talk.folder / "live").exists()


def test_an_unfinished_run_that_has_read_forgotten_posts_is_not_gone_on_with(talk: Talk) -> None:
    """Training begins anew instead."""
    first = talk.train().result.folder.name
    (talk.folder / "unfinished").write_text(f"{first}\n")
    talk.opted_out = frozenset({BORIS})
    again = talk.train(datetime(2026, 11, 22, tzinfo=UTC)).result.folder.name
    assert again != first
    assert any("forgotten" in line and "starting anew" in line for line in talk.said)


def test_a_live_checkpoint_that_should_go_makes_room_for_one_that_is_a_little_worse(talk: Talk) -> None:
    """How much is told with the verdict."""
    run = talk.train().result.folder
    (run / FILE).unlink()
    checkpoint.make_live(talk.folder, run.name)
    talk.opted_out = frozenset({"ef" * 32})
    verdict = talk.train(datetime(2026, 11, 22, tzinfo=UTC)).verdict
    assert verdict.passed
    assert f"{FOR_THE_FORGOTTEN.share:.1%} more is allowed" in verdict.why


def test_captions_are_learned_beside_the_posts_and_are_more_where_only_they_are_new(
    russian: list[str], home: Path
) -> None:
    captions = {"drake": [(f"\x01\ue000\ue000up {number}\ue000down",) for number in range(22)]}
    assert choose(russian, WISH, home).beside is None
    usual = choose(russian, WISH, home, captions=captions).beside
    assert usual is not None
    assert usual.templates == ("drake",)
    posts = russian * 300  # more than a moment is enough for
    wish = replace(WISH, minutes=0.001)
    new = choose(posts, replace(wish, begin=NOTHING), home, captions=captions).beside
    make_live(home, "monday")
    touch_up = choose(posts, replace(wish, begin="live"), home, captions=captions)
    assert touch_up.start is not None
    assert touch_up.start.name == "monday@1"
    assert new is not None
    assert touch_up.beside is not None
    assert touch_up.beside.characters > 5 * new.characters


def test_new_templates_are_taught_to_the_live_checkpoint_and_change_nothing_else(
    russian: list[str], tmp_path: Path
) -> None:
    posts, folder = russian[:200], tmp_path / "checkpoints"
    first, second = datetime(2026, 11, 21, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)
    with pytest.raises(BadOption, match="train one first"):
        teach(posts, folder, {}, STYLE, first)

    def captions(sigil: str) -> list[tuple[str, ...]]:
        return [(f"\x01{sigil}\x02вверх {number}\x02вниз {number}",) for number in range(22)]

    known = {"drake": captions("\U000f0001")}
    choice = choose(posts, TINY, folder, captions=known)
    trained = train(posts, folder, choice, STYLE, first, fresh=False, on_progress=lambda _: None, say=lambda _: None)
    live = trained.result.folder.name
    make_live(folder, live)  # whatever the gate thinks of fifty steps
    with pytest.raises(BadOption, match="has not learned"):
        teach(posts, folder, {**known, "few": captions("\U000f0002")[:2]}, STYLE, second)
    taught = teach(posts, folder, {**known, "cat": captions("\U000f0003")}, STYLE, second)
    assert taught.templates == ("cat",)
    assert taught.after <= taught.before
    assert taught.verdict.passed, taught.verdict.why
    assert (folder / "live").read_text().strip() == taught.run != live
    later, before = (checkpoint.load(folder / run / BEST) for run in (taught.run, live))
    assert later.manifest.templates == ("cat", "drake")
    assert later.manifest.bits_per_character == before.manifest.bits_per_character
    assert learned.read(folder / taught.run) == learned.read(folder / live)
