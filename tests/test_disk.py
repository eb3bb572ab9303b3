"""A home is kept within its limit, and what is in use, or not Wallflower's, stays whatever the limit."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.disk import bytes_in, prune, refuse_when_low, usage
from bot.errors import Refused
from bot.settings import Home
from bot.storage.holding import held
from model import checkpoint
from tests.backup.conftest import save_run

RUNS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def aged(path: Path, age: int) -> None:
    """As if it had been made so many days ago."""
    at = 1_790_000_000 - age * 86_400
    os.utime(path, (at, at))


def with_runs(home: Home, live: str, before: str | None = None, unfinished: str | None = None) -> None:
    """Five runs, the first the oldest, each with what going on would need."""
    for age, run in enumerate(reversed(RUNS)):
        save_run(home.checkpoints, run)
        last = home.checkpoints / run / "last"
        last.mkdir(exist_ok=True)
        (last / "training.safetensors").write_bytes(b"x" * 10_000)
        aged(home.checkpoints / run, age)
    if before is not None:
        checkpoint.make_live(home.checkpoints, before)
    checkpoint.make_live(home.checkpoints, live)
    if unfinished is not None:
        (home.checkpoints / "unfinished").write_text(f"{unfinished}\n")
    for age, run in enumerate(reversed(RUNS)):
        aged(home.checkpoints / run, age)


def runs_of(home: Home) -> set[str]:
    """The runs that can write."""
    return {path.parent.name for path in home.checkpoints.glob("*/best")}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    made = Home(tmp_path / "home")
    made.folder.mkdir()
    return made


def test_within_the_limit_nothing_goes(home: Home) -> None:
    """Nor without one."""
    with_runs(home, "friday")
    (home.pictures).mkdir()
    (home.pictures / "a.jpg").write_bytes(b"x" * 100)
    before = bytes_in(home.folder)
    assert prune(home, 0, 7).names == ()
    assert prune(home, before, 7).names == ()
    assert bytes_in(home.folder) == before


def test_what_going_on_would_need_goes_before_any_run(home: Home) -> None:
    """The oldest first, and no more than is too much."""
    with_runs(home, "friday")
    pruned = prune(home, bytes_in(home.folder) - 15_000, 7)
    assert pruned.names == ("checkpoints/monday/last", "checkpoints/tuesday/last")
    assert pruned.freed >= 15_000
    assert pruned.over == 0
    assert runs_of(home) == set(RUNS)


def test_the_live_run_the_one_before_the_newest_and_the_unfinished_stay_whatever_the_limit(home: Home) -> None:
    with_runs(home, "tuesday", before="monday", unfinished="wednesday")
    (home.checkpoints / "notes").mkdir()
    (home.checkpoints / "notes" / "mine.txt").write_text("of a person's")
    pruned = prune(home, 1, 7)
    assert runs_of(home) == {"monday", "tuesday", "wednesday", "friday"}
    assert (home.checkpoints / "wednesday" / "last").is_dir()
    assert (home.checkpoints / "notes" / "mine.txt").exists()
    assert pruned.over > 0
    assert checkpoint.load(home.checkpoints / "tuesday" / "best").manifest.steps >= 0


def test_while_a_training_works_no_run_is_touched(home: Home) -> None:
    with_runs(home, "friday")
    home.pictures.mkdir()
    (home.pictures / "a.jpg").write_bytes(b"x" * 100)
    with held(home.checkpoints, alone=True):
        assert prune(home, 1, 7).names == ("pictures/a.jpg",)
    assert runs_of(home) == set(RUNS)


def test_pictures_that_people_put_by_go_last(home: Home) -> None:
    with_runs(home, "friday")
    home.pictures.mkdir()
    (home.pictures / "old.jpg").write_bytes(b"x" * 100)
    aged(home.pictures / "old.jpg", 1_000)
    pruned = prune(home, 1, 7)
    assert pruned.names[-1] == "pictures/old.jpg"
    assert (home.checkpoints / "friday" / "best").is_dir()


def test_so_many_backups_are_kept_and_the_newest_always(home: Home) -> None:
    """Whatever else lies there is its owner's."""
    home.backups.mkdir()
    for day in range(1, 6):
        (home.backups / f"wallflower-my-wall-2026110{day}-030000.zip").write_bytes(b"x" * 1_000)
    (home.backups / "holiday.zip").write_bytes(b"x" * 1_000)
    assert prune(home, 0, 3).names == tuple(
        f"backups/wallflower-my-wall-2026110{day}-030000.zip" for day in (2, 1)
    )  # fmt: skip
    prune(home, 1, 3)
    assert {path.name for path in home.backups.iterdir()} == {"holiday.zip", "wallflower-my-wall-20261105-030000.zip"}


def test_no_link_is_followed(home: Home, tmp_path: Path) -> None:
    """What somebody linked in from elsewhere stays there."""
    outside = tmp_path / "outside"
    save_run(outside, "run")
    (outside / "a.jpg").write_bytes(b"x")
    home.checkpoints.mkdir()
    home.pictures.mkdir()
    (home.checkpoints / "run").symlink_to(outside / "run")
    (home.pictures / "a.jpg").symlink_to(outside / "a.jpg")
    prune(home, 1, 1)
    assert (outside / "run" / "best").is_dir()
    assert (outside / "a.jpg").exists()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    live=st.sampled_from(RUNS),
    before=st.sampled_from(RUNS) | st.none(),
    unfinished=st.sampled_from(RUNS) | st.none(),
    most=st.integers(1, 300_000),
)
def test_whatever_the_limit_what_is_in_use_can_be_used_afterwards(
    tmp_path_factory: pytest.TempPathFactory, live: str, before: str | None, unfinished: str | None, most: int
) -> None:
    home = Home(tmp_path_factory.mktemp("home"))
    with_runs(home, live, before, unfinished)
    prune(home, most, 1)
    assert checkpoint.load(checkpoint.live(home.checkpoints)).manifest.run
    kept = runs_of(home)
    assert live in kept
    assert before is None or before in kept
    assert unfinished is None or (home.checkpoints / unfinished / "last").is_dir()


def test_what_takes_how_much_is_told_by_part(home: Home) -> None:
    with_runs(home, "friday")
    (home.folder / "wallflower.db").write_bytes(b"x" * 500)
    (home.folder / "wallflower.db-wal").write_bytes(b"x" * 500)
    (home.folder / "mine.txt").write_bytes(b"x" * 10)
    found = usage(home)
    assert next(iter(found)) == "checkpoints"
    assert found["database"] == 1_000
    assert found["other"] == 10
    assert sum(found.values()) == bytes_in(home.folder)


def test_without_room_no_training_begins(home: Home) -> None:
    refuse_when_low(home, lambda _: 1_000_000_000)
    with pytest.raises(Refused, match=r"999\.0 MB"):
        refuse_when_low(home, lambda _: 999_000_000)
