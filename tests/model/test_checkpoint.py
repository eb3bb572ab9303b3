import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model import checkpoint as checkpoints
from model.checkpoint import BEST, MANIFEST, Checkpoint
from model.errors import BadOption, UnusableCheckpoint


@pytest.fixture
def saved(tmp_path: Path, untrained: Checkpoint) -> Path:
    folder = tmp_path / "monday" / BEST
    checkpoints.save(folder, untrained.manifest, untrained.vocabulary, untrained.weights)
    return folder


def change_manifest(folder: Path, **changes: object) -> None:
    path = folder / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_a_checkpoint_comes_back_as_it_was_saved(saved: Path, untrained: Checkpoint) -> None:
    loaded = checkpoints.load(saved)

    assert replace(loaded.manifest, files={}) == untrained.manifest
    assert loaded.vocabulary == untrained.vocabulary
    assert loaded.weights.keys() == untrained.weights.keys()
    assert all(np.array_equal(loaded.weights[name], untrained.weights[name]) for name in loaded.weights)


def test_saving_again_leaves_only_the_new_files(saved: Path, untrained: Checkpoint) -> None:
    other = {name: array + 1 for name, array in untrained.weights.items()}

    checkpoints.save(saved, replace(untrained.manifest, steps=9), untrained.vocabulary, other)

    assert checkpoints.load(saved).name == "random@9"
    assert len(list(saved.iterdir())) == 3


def test_half_precision_weights_are_read_as_single_precision(saved: Path, untrained: Checkpoint) -> None:
    half = {name: array.astype(np.float16) for name, array in untrained.weights.items()}
    checkpoints.save(saved, untrained.manifest, untrained.vocabulary, half)  # type: ignore[arg-type]

    weights = checkpoints.load(saved).weights

    assert all(array.dtype == np.float32 for array in weights.values())
    assert np.allclose(weights["output.weight"], untrained.weights["output.weight"], atol=1e-3)


@pytest.mark.parametrize("role", ["vocabulary", "weights", "manifest"])
@pytest.mark.parametrize("damage", ["missing", "truncated", "empty", "replaced by a folder"])
def test_a_damaged_file_is_refused_with_its_name_and_advice(saved: Path, role: str, damage: str) -> None:
    name = MANIFEST if role == "manifest" else checkpoints.read_manifest(saved).files[role]
    path = saved / name
    data = path.read_bytes()
    path.unlink()
    if damage == "truncated":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "replaced by a folder":
        path.mkdir()

    with pytest.raises(UnusableCheckpoint, match="Train a new one") as caught:
        checkpoints.load(saved)

    assert caught.value.path.name == name


def test_a_checkpoint_of_another_version_is_refused(saved: Path) -> None:
    change_manifest(saved, format=2)

    with pytest.raises(UnusableCheckpoint, match="has format 2, this program reads 1"):
        checkpoints.load(saved)


@pytest.mark.parametrize(
    "changes",
    [
        {"format": True},
        {"format": "1" * 10_000},
        {"network": {"embedding": 8, "hidden": 17, "layers": 2, "dropout": 0.0}},
        {"network": {"embedding": 8, "hidden": 10**9, "layers": 2, "dropout": 0.0}},
        {"network": None},
        {"training": {"steps": "many"}},
        {"vocabulary_size": 5},
        {"steps": -1},
        {"bits_per_character": "good"},
        {"run": ["x"]},
        {"unheard_of": 1},
        {"files": {}},
        {"files": {"vocabulary": "../../etc/passwd", "weights": "/dev/zero"}},
        {"files": []},
    ],
)
def test_a_hostile_manifest_is_refused(saved: Path, changes: dict[str, object]) -> None:
    change_manifest(saved, **changes)

    with pytest.raises(UnusableCheckpoint) as caught:
        checkpoints.load(saved)

    assert len(str(caught.value)) < 500 + len(str(saved))


@pytest.mark.parametrize("text", ["", "null", "[1]", "{", "[" * 100_000, '{"format": 1}', "\ufeff{}", "x" * 2_000_000])
def test_anything_but_a_manifest_is_refused(saved: Path, text: str) -> None:
    (saved / MANIFEST).write_text(text)

    with pytest.raises(UnusableCheckpoint):
        checkpoints.load(saved)


@pytest.mark.parametrize(
    ("name", "array", "why"),
    [
        ("output.bias", np.zeros(3, dtype=np.float32), "other shapes"),
        ("output.bias", np.full(11, np.nan, dtype=np.float32), "no numbers"),
        ("output.bias", np.zeros(11, dtype=np.int32), "int32"),
        ("one.more", np.zeros(10, dtype=np.float32), "other shapes"),
    ],
)
def test_weights_that_do_not_fit_are_refused(
    saved: Path, untrained: Checkpoint, name: str, array: np.ndarray, why: str
) -> None:
    checkpoints.save(saved, untrained.manifest, untrained.vocabulary, {**untrained.weights, name: array})

    with pytest.raises(UnusableCheckpoint, match=why):
        checkpoints.load(saved)


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path, untrained: Checkpoint) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UnusableCheckpoint, match="can't be written"):
        checkpoints.save(tmp_path / "file" / "best", untrained.manifest, untrained.vocabulary, untrained.weights)


SAVE_FOR_EVER = """
import sys
from pathlib import Path
from model import checkpoint as checkpoints
loaded = checkpoints.load(Path(sys.argv[1]))
for number in range(10**9):
    weights = {name: array + number for name, array in loaded.weights.items()}
    checkpoints.save(Path(sys.argv[2]), loaded.manifest, loaded.vocabulary, weights)
    print(number, flush=True)
"""


def test_a_kill_at_any_moment_of_saving_leaves_a_whole_checkpoint(saved: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    for saves in range(1, 7):
        process = subprocess.Popen(
            [sys.executable, "-c", SAVE_FOR_EVER, str(saved), str(target)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        with process:
            for _ in range(saves * 3):
                process.stdout.readline()
            os.kill(process.pid, signal.SIGKILL)  # somewhere in the middle of the next save

        weights = checkpoints.load(target).weights
        offset = weights["output.bias"] - checkpoints.load(saved).weights["output.bias"]
        assert np.allclose(offset, np.round(offset[0]), atol=1e-3)


def test_the_writer_uses_the_run_that_was_made_live(saved: Path) -> None:
    root = saved.parent.parent

    checkpoints.make_live(root, "monday")

    assert checkpoints.live(root) == saved


def test_only_a_usable_checkpoint_is_made_live(saved: Path) -> None:
    root = saved.parent.parent
    checkpoints.make_live(root, "monday")
    shutil.copytree(saved.parent, root / "broken")
    change_manifest(root / "broken" / BEST, format=99)

    with pytest.raises(UnusableCheckpoint, match="format 99"):
        checkpoints.make_live(root, "broken")
    with pytest.raises(UnusableCheckpoint, match="missing"):
        checkpoints.make_live(root, "tuesday")

    assert checkpoints.live(root) == saved


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "a\0b", "live", "-x", "x" * 101, "\n"])
def test_a_name_that_would_leave_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadOption):
        checkpoints.make_live(tmp_path, name)


@pytest.mark.parametrize("text", [None, "", "../../etc", "\udcff", "x" * 10_000])
def test_without_a_proper_name_in_it_no_checkpoint_is_live(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "live").write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(UnusableCheckpoint):
        checkpoints.live(tmp_path)


def test_rolling_back_makes_the_run_before_live_again(trained_folder: Path, tmp_path: Path) -> None:
    for run in ("first", "second"):
        shutil.copytree(trained_folder / BEST, tmp_path / run / BEST)
        checkpoints.make_live(tmp_path, run)

    assert checkpoints.roll_back(tmp_path, "second") == "first"

    assert checkpoints.live(tmp_path) == tmp_path / "first" / BEST
    assert checkpoints.roll_back(tmp_path, "first") is None


def test_a_run_that_was_chosen_meanwhile_is_not_rolled_back(trained_folder: Path, tmp_path: Path) -> None:
    for run in ("first", "second", "third"):
        shutil.copytree(trained_folder / BEST, tmp_path / run / BEST)
        checkpoints.make_live(tmp_path, run)

    assert checkpoints.roll_back(tmp_path, "second") is None

    assert checkpoints.live(tmp_path) == tmp_path / "third" / BEST


def test_nothing_is_rolled_back_to_a_run_that_cannot_be_used_either(trained_folder: Path, tmp_path: Path) -> None:
    for run in ("first", "second"):
        shutil.copytree(trained_folder / BEST, tmp_path / run / BEST)
        checkpoints.make_live(tmp_path, run)
    shutil.rmtree(tmp_path / "first")

    assert checkpoints.roll_back(tmp_path, "second") is None

    assert checkpoints.live(tmp_path) == tmp_path / "second" / BEST
