"""Checkpoints as their owner handles them: measured, listed, compared, kept out by the gate, and chosen anyway."""

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

from tests.end_to_end.conftest import wallflower

WORSE = ("train", "--steps", "1", "--hidden", "16", "--layers", "1", "--batch", "8", "--length", "32")


@pytest.fixture
def owned(tmp_path: Path, trained: Path) -> Path:
    """A home of one's own with posts and a checkpoint."""
    return Path(shutil.copytree(trained, tmp_path / "owned"))


def live(home: Path) -> str:
    return (home / "checkpoints" / "live").read_text("utf-8").strip()


async def test_a_worse_checkpoint_stays_out_until_its_owner_says_otherwise(owned: Path) -> None:
    first = live(owned)

    ended = await wallflower(owned, *WORSE)
    assert ended.code == 0, ended.error
    assert "does not go live: worse than the live one" in " ".join(ended.output.split())
    assert live(owned) == first
    assert not (owned / "checkpoints" / "unfinished").exists()

    listed = json.loads((await wallflower(owned, "checkpoint", "list", "--json")).output)
    assert [row["live"] for row in listed] == [True, False]
    second = listed[1]["run"]
    shown = (await wallflower(owned, "checkpoint", "list")).output
    assert all(row["run"] in shown for row in listed)

    compared = await wallflower(owned, "checkpoint", "compare", second, first, "--json")
    found = json.loads(compared.output)
    assert found["no_worse"] is False
    assert found["differences"][0]["is_worse"] is True
    back = await wallflower(owned, "checkpoint", "compare", first, second)
    assert "better" in back.output

    used = await wallflower(owned, "checkpoint", "use", second)
    assert used.code == 0, used.error
    assert live(owned) == second
    assert first in used.output
    entry = json.loads((await wallflower(owned, "audit", "--last", "1", "--json")).output)[0]
    assert (entry["action"], entry["object"]) == ("checkpoint.use", second)
    written = json.loads((await wallflower(owned, "write", "--json", "--max-chars", "20")).output)
    assert written[0]["checkpoint"].startswith(second)


async def test_a_checkpoint_is_measured_in_a_table_a_picture_and_json(owned: Path) -> None:
    ended = await wallflower(owned, "evaluate", "--posts", "10", "--json", WALLFLOWER_WRITING_MAX_CHARS="40")
    assert ended.code == 0, ended.error
    found = json.loads(ended.output)
    assert found["checkpoint"].startswith(live(owned))
    assert found["trained_on_these"] is True
    assert [row["temperature"] for row in found["writers"]] == [None, None, 0.4, 0.6, 0.8, 1.0, 1.2]
    assert Path(found["picture"]) == owned / "checkpoints" / live(owned) / "evaluation.png"
    with Image.open(found["picture"]) as picture:
        assert picture.format == "PNG"

    elsewhere = owned / "seen.png"
    arguments = ("evaluate", live(owned), "--posts", "10", "--picture", str(elsewhere))
    ended = await wallflower(owned, *arguments, WALLFLOWER_WRITING_MAX_CHARS="40")
    assert "known words" in ended.output
    assert elsewhere.exists()


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("checkpoint", "list"), "wallflower train"),
        (("checkpoint", "use", "monday"), "wallflower train"),
        (("checkpoint", "compare", "a", "b"), "wallflower corpus"),
        (("evaluate",), "Train one first"),
    ],
)
async def test_without_checkpoints_one_sentence_says_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...], advice: str
) -> None:
    ended = await wallflower(tmp_path, *arguments)
    assert ended.code == 2
    assert advice in ended.error
    assert "Traceback" not in ended.error


async def test_a_run_that_is_not_there_and_a_corpus_that_is_gone_are_named(owned: Path) -> None:
    for arguments in (("checkpoint", "use", "../x"), ("evaluate", "monday"), ("checkpoint", "compare", "x", "y")):
        ended = await wallflower(owned, *arguments)
        assert ended.code == 2, arguments
        assert "checkpoint list" in ended.error
    assert (await wallflower(owned, "evaluate", "--posts", "10", "--picture", str(owned))).code == 2
    (owned / "corpus.txt").unlink()
    ended = await wallflower(owned, "evaluate")
    assert ended.code == 2
    assert "wallflower corpus" in ended.error
