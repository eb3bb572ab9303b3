"""Homes to be looked over: on the sandboxes, with everything as it should be, for a test to spoil."""

import shutil
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.doctor.case import Surroundings
from bot.doctor.examination import examine
from bot.doctor.finding import Finding, Level
from bot.sandbox.stage import Stage, staged
from bot.sandbox.vk.state import TokenKind
from bot.settings import Home
from bot.storage.database import Database
from model import checkpoint as checkpoints
from model.checkpoint import Manifest, Weights, shapes
from model.configuration import NetworkConfig, TrainingConfig
from model.vocabulary import Vocabulary

import numpy as np  # isort: skip

POSTS = [f"the {number}th post of this wall says nothing at all" for number in range(400)]


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Both sandboxes with a community."""
    async with staged(POSTS[:120]) as made:
        yield made


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A folder without anything."""
    found = Home(tmp_path / "home")
    found.folder.mkdir()
    return found


@pytest.fixture
async def stored(home: Home, new_file: Path) -> AsyncIterator[Database]:
    """The home's own, with this version's tables; it switches no platform on."""
    made = Database(f"sqlite:///{shutil.copy(new_file, home.folder / 'wallflower.db')}")
    yield made
    await made.close()


class Write:
    """Writes the settings and secrets of a home on the sandboxes."""

    def __init__(self, home: Home, stage: Stage) -> None:
        self.home = home
        self.stage = stage
        self.user_key = stage.vk.add_token(TokenKind.USER, user_id=stage.admin.vk_id)

    def __call__(self, *, secrets: dict[str, str] | None = None, without: str = "", **sections: str) -> None:
        """`without` is a section that is left out; `secrets` take the place of those of the stage."""
        text = self.stage.settings(**sections)
        if without:
            text = text.replace(f"[{without}]\nenabled = true", f"[{without}]\nenabled = false")
        (self.home.folder / "wallflower.toml").write_text(text, "utf-8")
        keys = dict(line.split("=", 1) for line in self.stage.secrets().splitlines())
        keys["WALLFLOWER_VK_USER_KEY"] = self.user_key
        keys |= {f"WALLFLOWER_{name}": value for name, value in (secrets or {}).items()}
        env = self.home.folder / ".env"
        env.write_text("".join(f"{name}={value}\n" for name, value in keys.items()), "utf-8")
        env.chmod(0o600)


@pytest.fixture
def write(home: Home, stage: Stage) -> Write:
    """Writes settings."""
    return Write(home, stage)


def weights(vocabulary: Vocabulary, config: NetworkConfig) -> Weights:
    """Of a network that knows how frequent each letter is and nothing else: it writes noise, and no loops."""
    made = {name: np.zeros(shape, np.float32) for name, shape in shapes(config, vocabulary.size).items()}
    counts = np.bincount(vocabulary.encode("".join(POSTS)), minlength=vocabulary.size)
    return {**made, "output.bias": np.log(counts + 1.0).astype(np.float32)}


def add_run(
    home: Home, name: str, made: datetime | None = None, spoil: Callable[[Weights], None] = lambda _: None
) -> Path:
    """A run that is live; `spoil` changes its weights. Returns the folder of its best checkpoint."""
    config, vocabulary = NetworkConfig(hidden=32, layers=1, embedding=16), Vocabulary.of(POSTS)
    chosen = weights(vocabulary, config)
    spoil(chosen)
    created = (made or datetime.now(UTC)).isoformat(timespec="seconds")
    manifest = Manifest(
        run=name, network=config, training=TrainingConfig(minutes=1.0), vocabulary_size=vocabulary.size,
        corpus_hash="0" * 16,
        posts=400, characters=20_000, steps=10, epochs=1.0, seconds=1.0, bits_per_character=None, created=created,
        files={},
    )  # fmt: skip
    best = home.checkpoints / name / "best"
    checkpoints.save(best, manifest, vocabulary, chosen)
    (home.checkpoints / "live").write_text(f"{name}\n")
    return best


async def looked_over(home: Home, surroundings: Surroundings = Surroundings(), **more: float) -> list[Finding]:  # noqa: B008
    """What the doctor says, with nothing of the environment."""
    return await examine(home, {}, surroundings, **more)


async def trouble(home: Home, surroundings: Surroundings = Surroundings()) -> dict[str, Finding]:  # noqa: B008
    """What is not fine, by its code."""
    return {one.code: one for one in await looked_over(home, surroundings) if one.level is not Level.FINE}


def at(days: float) -> Surroundings:
    """The same machine, so many days later."""
    return Surroundings(now=lambda: datetime.now(UTC) + timedelta(days=days))
