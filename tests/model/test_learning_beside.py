"""One network learns posts and captions: it writes each when asked for it, and neither turns into the other."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from model import checkpoint as checkpoints
from model.beside import Beside
from model.checkpoint import BEST, MANIFEST, Checkpoint, Manifest
from model.configuration import NetworkConfig, TrainingConfig
from model.errors import OtherRun, UnusableCheckpoint
from model.sampling import SamplingOptions
from model.training import train
from model.writing import write

NETWORK = NetworkConfig(embedding=16, hidden=64, layers=1)
STEPS = TrainingConfig(steps=500, batch=16, length=32, learning_rate=1e-2, precision="fp32", patience=0)
HEADING = "\x01"
SIGIL = {"yes": "\U000f0001", "no": "\U0010fffd"}
BOX = "\x02"
SPECIAL = {HEADING, BOX, *SIGIL.values()}


def caption(template: str, draw: random.Random) -> tuple[str, ...]:
    first, second = ("да", "конечно") if template == "yes" else ("нет", "никогда")
    return (f"{HEADING}{SIGIL[template]}{BOX}{first} {draw.randrange(99)}{BOX}{second} {draw.randrange(99)}",)


@pytest.fixture(scope="module")
def beside() -> Beside:
    draw = random.Random(1)
    captions = {name: [caption(name, draw) for _ in range(150)] for name in ("yes", "no")}
    found = Beside.of(captions, 10_000)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, toy_posts: list[str], beside: Beside) -> Path:
    folder = tmp_path_factory.mktemp("beside") / "both"
    train(toy_posts, folder, NETWORK, STEPS, beside=beside)
    return folder


@pytest.fixture(scope="module")
def both(folder: Path) -> Checkpoint:
    return checkpoints.load(folder / BEST)


def test_asked_for_a_template_it_writes_a_caption_of_that_template(both: Checkpoint) -> None:
    options = SamplingOptions(temperature=0.5, max_chars=60, seed=1)
    for name, words in (("yes", ("да ", "конечно ")), ("no", ("нет ", "никогда "))):
        prime = HEADING + SIGIL[name] + BOX
        written = [sample.text.removeprefix(prime).split(BOX) for sample in write(both, prime, options, 20, parts=3)]
        good = [boxes for boxes in written if len(boxes) == 2 and all(map(str.startswith, boxes, words))]
        assert len(good) >= 18


def test_no_post_ever_holds_a_sigil_and_posts_are_learned(both: Checkpoint) -> None:
    written = write(both, "", SamplingOptions(temperature=2.0, max_chars=60, seed=1), 200)
    assert not any(set(sample.text) & SPECIAL for sample in written)
    assert not any(set(sample.text) & SPECIAL for sample in write(both, "Кот", SamplingOptions(2.0, 60, seed=1), 50))
    assert both.manifest.bits_per_character is not None
    assert both.manifest.bits_per_character < 1.0


def test_the_checkpoint_says_which_templates_it_knows_and_how_well(
    both: Checkpoint, folder: Path, toy_posts: list[str], beside: Beside
) -> None:
    assert both.manifest.templates == ("no", "yes")
    assert set(both.vocabulary.characters) >= SPECIAL
    result = train(toy_posts, folder, beside=beside)
    assert result.bits_per_character == both.manifest.bits_per_character
    assert result.captions_bits_per_character == both.manifest.captions_bits_per_character is not None


def test_a_run_is_not_gone_on_with_other_captions(folder: Path, toy_posts: list[str], beside: Beside) -> None:
    with pytest.raises(OtherRun, match="other captions"):
        train(toy_posts, folder)
    with pytest.raises(OtherRun, match="other captions"):
        train(toy_posts, folder, beside=replace(beside, validation=beside.validation[1:]))


def test_sigils_are_known_however_rare_captions_are(tmp_path: Path, toy_posts: list[str]) -> None:
    few = Beside.of({"yes": [caption("yes", random.Random(1))]}, 10**6)
    train(toy_posts, tmp_path / "few", NETWORK, replace(STEPS, steps=1), beside=few)
    found = checkpoints.load(tmp_path / "few" / BEST)
    assert {HEADING, SIGIL["yes"]} <= set(found.vocabulary.characters)
    assert found.manifest.templates == ()


def test_a_manifest_from_before_captions_knows_no_template(trained: Checkpoint, tmp_path: Path) -> None:
    plain = trained.manifest.to_json()
    for name in ("templates", "captions_hash", "captions_bits_per_character"):
        del plain[name]
    assert Manifest.from_json(json.loads(json.dumps(plain)), tmp_path / MANIFEST) == trained.manifest
    assert trained.manifest.templates == ()


@pytest.mark.parametrize("templates", ["drake", [1], ["x" * 300], None, {"drake": 1}])
def test_strange_templates_in_a_manifest_are_refused(trained: Checkpoint, tmp_path: Path, templates: object) -> None:
    with pytest.raises(UnusableCheckpoint, match="templates"):
        Manifest.from_json({**trained.manifest.to_json(), "templates": templates}, tmp_path / MANIFEST)
