"""The live checkpoint, whole or not, and the corpus."""

from datetime import UTC, datetime, timedelta

from bot.doctor.finding import Level
from bot.settings import Home
from bot.storage import opt_outs
from bot.storage.database import Database
from corpus.separator import join
from model.checkpoint import Weights
from tests.doctor.conftest import POSTS, add_run, trouble

CODES = {
    "no-checkpoint", "checkpoint-unusable", "checkpoint-unsound", "checkpoint-old", "checkpoint-marked",
    "checkpoint-waits", "no-corpus", "corpus-unreadable", "few-posts",
}  # fmt: skip


async def test_a_sound_checkpoint_and_a_corpus_are_fine(home: Home) -> None:
    add_run(home, "monday")
    home.corpus_file.write_text(join(POSTS), "utf-8")
    assert not CODES & (await trouble(home)).keys()


async def test_without_a_checkpoint_or_a_corpus_it_is_told_how_to_get_one(home: Home) -> None:
    found = await trouble(home)
    assert found["no-checkpoint"].remedy == "wallflower train"
    assert found["no-corpus"].remedy == "wallflower corpus"


async def test_a_checkpoint_that_was_cut_short_is_told(home: Home) -> None:
    best = add_run(home, "monday")
    (weights,) = best.glob("weights-*")
    weights.write_bytes(weights.read_bytes()[:-10])
    assert "cut short" in (await trouble(home))["checkpoint-unusable"].sentence


async def test_a_checkpoint_that_writes_one_letter_only_is_told(home: Home) -> None:
    def spoil(weights: Weights) -> None:
        weights["output.bias"][5] = 1000.0

    add_run(home, "monday", spoil=spoil)
    assert "repeat themselves" in (await trouble(home))["checkpoint-unsound"].sentence


async def test_an_old_checkpoint_and_a_short_corpus_are_noted(home: Home) -> None:
    add_run(home, "monday", made=datetime.now(UTC) - timedelta(days=90))
    home.corpus_file.write_text(join(POSTS[:20]), "utf-8")
    found = await trouble(home)
    assert "90 days old" in found["checkpoint-old"].sentence
    assert "20 posts" in found["few-posts"].sentence
    assert {found["checkpoint-old"].level, found["few-posts"].level} == {Level.NOTE}


async def test_a_corpus_that_is_no_text_is_told(home: Home) -> None:
    home.corpus_file.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in (await trouble(home))["corpus-unreadable"].sentence


async def test_a_checkpoint_that_has_read_forgotten_posts_is_told_unless_the_bot_mends_it(
    home: Home, stored: Database
) -> None:
    """It began with a network from elsewhere, so it may have read anybody's."""
    add_run(home, "monday")
    async with stored.begin() as connection:
        now = datetime.now(UTC)
        await opt_outs.opt_out(connection, "a" * 64, ["b" * 64], now, is_sqlite=True)
    found = await trouble(home)
    assert found["checkpoint-waits"].level is Level.NOTE
    (home.folder / "wallflower.toml").write_text("[training]\nretrain = false\n")
    found = await trouble(home)
    assert "wallflower train" in found["checkpoint-marked"].remedy
