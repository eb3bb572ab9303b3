"""A home with everything in it that a bundle holds, made without a training."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from bot.backup.saving import Saved, save
from bot.domain.draft import Decision, Verdict
from bot.domain.member import Address, Platform
from bot.ports import WrittenText
from bot.settings import Home, Settings, load
from bot.storage import schema
from bot.storage.database import Database
from bot.storage.queue import Queue
from model import checkpoint as checkpoints
from model.checkpoint import BEST, Manifest
from model.configuration import NetworkConfig, TrainingConfig
from model.vocabulary import Vocabulary

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TOML = "[vk]\ngroup_id = 77\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with settings, keys, corpus, live checkpoint, a template, a draft that waits and one that is approved."""
    return make_home(tmp_path / "my-wall")


def make_home(folder: Path) -> Home:
    folder.mkdir()
    (folder / "wallflower.toml").write_text(TOML)
    (folder / ".env").write_text("WALLFLOWER_VK_SERVICE_KEY=hush-hush\n")
    (folder / "author.key").write_text("ab" * 32 + "\n")
    (folder / "corpus.txt").write_text("Пост" + "\n" * 11 + "Ещё пост\n")
    make_template(folder, "our-cat")
    save_run(folder / "checkpoints", "monday")
    checkpoints.make_live(folder / "checkpoints", "monday")
    asyncio.run(_fill(folder / "wallflower.db"))
    return Home(folder)


def make_template(folder: Path, name: str) -> None:
    """A template of the community's own."""
    (folder / "templates" / name).mkdir(parents=True)
    (folder / "templates" / name / "template.toml").write_text(f'layout = "sign" # {name}\n')
    (folder / "templates" / name / "picture.png").write_bytes(b"pixels of " + name.encode())


async def _fill(file: Path) -> None:
    database = Database(f"sqlite:///{file}")
    await schema.check(database)
    queue = Queue(database)
    for text in ("approved", "pending"):
        draft = await queue.add(WrittenText(text, True, "monday@5", 1), "", 0.8, NOW)
        if text == "approved":
            await queue.decide(Decision(draft.id, Verdict.APPROVE, Address(Platform.VK, 2), NOW))
    await database.close()


def save_run(folder: Path, run: str) -> None:
    """A run with a checkpoint of random weights."""
    vocabulary, network = Vocabulary("абвгд .\n!"), NetworkConfig(embedding=8, hidden=16, layers=1)
    draw = np.random.default_rng(0)
    weights = {
        name: draw.normal(scale=0.3, size=shape).astype(np.float32)
        for name, shape in checkpoints.shapes(network, vocabulary.size).items()
    }
    manifest = Manifest(
        run=run,
        network=network,
        training=TrainingConfig(steps=1),
        vocabulary_size=vocabulary.size,
        corpus_hash="0" * 16,
        posts=2,
        characters=12,
        steps=5,
        epochs=0.0,
        seconds=0.0,
        bits_per_character=None,
        created="2026-01-01T00:00:00+00:00",
        files={},
    )
    checkpoints.save(folder / run / BEST, manifest, vocabulary, weights)


def settings_of(home: Home) -> Settings:
    return load(home, {})


def saved_of(home: Home, target: Path, now: datetime = NOW) -> Saved:
    """A bundle of a home, by the command's own way."""
    return save(home, settings_of(home), target, now)


@pytest.fixture
def bundle(home: Home, tmp_path: Path) -> Path:
    """A bundle of that home, in a folder of its own."""
    (tmp_path / "bundles").mkdir()
    return saved_of(home, tmp_path / "bundles" / "bundle.zip").bundle
