"""The writer process goes on from control lines, where the live checkpoint knows the template; no prime breaks it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import Refused, Unlearned
from bot.ports import WritingRequest
from bot.writer.client import WriterProcess
from bot.writer.originals import CorpusGuards
from corpus import captions
from corpus.separator import write_posts
from model import checkpoint as checkpoints
from model.guards.banned_words import BannedWords
from model.told import OPENING

PRIME = captions.control_line("drake", "понедельник")
DRAKE = WritingRequest(PRIME, max_chars=len(PRIME) + 40, count=3, seed=1, template="drake", parts=captions.parts(2))


@pytest.fixture
def memes(save_run: Callable[[str], Path]) -> Path:
    folder = save_run("memes")
    checkpoints.make_live(folder, "memes")
    return folder


async def test_of_a_caption_only_the_words_of_its_boxes_are_measured(memes: Path) -> None:
    async with WriterProcess(memes) as writer:
        for text in await writer.write(DRAKE):
            assert text.text.startswith(PRIME)
            assert text.measured is not None
            assert text.measured.characters == len(captions.words(text.text).strip())
            assert not text.measured.banned


async def test_a_caption_has_as_many_parts_as_it_is_asked_for_however_random_the_network(memes: Path) -> None:
    """But where it was cut at the limit."""
    async with WriterProcess(memes) as writer:
        found = await writer.write(replace(DRAKE, temperature=2.0, count=100, max_chars=400))
    whole = [text.text for text in found if text.ended_by_itself]
    assert len(whole) > 50
    assert captions.HEADING == OPENING
    assert {len(captions.split("drake", text).boxes) for text in whole} == {2}


async def test_a_caption_that_a_template_comes_with_is_a_copy(memes: Path, tmp_path: Path) -> None:
    originals = tmp_path / "captions.txt"
    async with WriterProcess(memes, tmp_path / "corpus.txt", captions=originals) as writer:
        (first, *_) = await writer.write(DRAKE)
        words = captions.words(first.text).strip()
        write_posts(originals, [words])
        (again, *_) = await writer.write(DRAKE)
    assert again.measured is not None
    assert again.measured.copied_characters == again.measured.characters == len(words)


def test_posts_and_captions_are_compared_with_together(tmp_path: Path) -> None:
    corpus, originals = tmp_path / "corpus.txt", tmp_path / "captions.txt"
    guards = CorpusGuards(corpus, captions_file=originals)
    found = []
    for path, text in ((originals, "кот спит"), (corpus, "лось"), (originals, "пёс")):
        write_posts(path, [text])
        measured = [guards.current().measure(each, "", BannedWords(coarse=False)) for each in ("кот спит", "лось")]
        found.append([each.copied_characters for each in measured])
    assert found == [[8, 1], [8, 4], [1, 4]]
    assert list(guards.posts()) == ["лось"]


async def test_a_template_that_the_checkpoint_has_not_learned_is_said_to_be_so(
    memes: Path, save_run: Callable[[str], Path]
) -> None:
    async with WriterProcess(memes) as writer:
        with pytest.raises(Unlearned, match="no captions for 'cat'"):
            await writer.write(WritingRequest(captions.control_line("cat"), template="cat", parts=3))
        assert len(await writer.write(DRAKE)) == 3
        checkpoints.make_live(save_run("first"), "first")
        with pytest.raises(Unlearned):
            await writer.write(DRAKE)


async def test_a_banned_word_may_not_be_asked_for_but_a_template_may_be_called_so(memes: Path) -> None:
    async with WriterProcess(memes) as writer:
        assert len(await writer.write(replace(DRAKE, banned_words=("drake",)))) == 3
        with pytest.raises(Refused, match="banned"):
            await writer.write(replace(DRAKE, banned_words=("понедельник",)))


async def test_a_strangers_words_with_sigils_in_them_make_no_caption_of_a_post(memes: Path) -> None:
    async with WriterProcess(memes) as writer:
        found = await writer.write(WritingRequest(PRIME, temperature=2.0, max_chars=len(PRIME) + 40, count=50, seed=1))
        with pytest.raises(Refused, match="banned"):
            await writer.write(WritingRequest("\x01дурак", banned_words=("дурак",)))
    assert not any(map(captions.is_sigil, "".join(text.text.removeprefix(PRIME) for text in found)))


async def test_a_checkpoint_without_the_sigils_reads_them_as_unknown_and_writes_none(root: Path) -> None:
    async with WriterProcess(root) as writer:
        found = await writer.write(WritingRequest(PRIME, max_chars=len(PRIME) + 40, count=20, seed=1))
    assert all(text.text.startswith(PRIME) for text in found)
    assert not any(map(captions.is_sigil, "".join(text.text.removeprefix(PRIME) for text in found)))
