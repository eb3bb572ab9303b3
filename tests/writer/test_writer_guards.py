"""The writer process measures each text against the corpus file as it is at that moment."""

from pathlib import Path

import pytest

from bot.errors import Refused
from bot.ports import WritingRequest
from bot.writer.__main__ import main
from bot.writer.client import WriterProcess
from bot.writer.originals import CorpusGuards
from corpus.separator import write_posts
from model.guards.banned_words import BannedWords
from model.guards.measuring import Measurement

LETTERS = "абвгд .\n!"


def measure(guards: CorpusGuards, text: str) -> Measurement:
    return guards.current().measure(text, "", BannedWords(coarse=False))


async def test_what_the_guards_measured_comes_back_with_the_text(root: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    async with WriterProcess(root, corpus) as writer:
        (written,) = await writer.write(WritingRequest(seed=1, max_chars=40))
        assert written.measured is not None
        assert written.measured.copied_characters is None
        write_posts(corpus, [f"{LETTERS}{written.text}{LETTERS}"])
        (again,) = await writer.write(WritingRequest(seed=1, max_chars=40))
    assert again.measured is not None
    assert again.measured.copied_characters == again.measured.characters == len(written.text.strip())
    assert written.text in again.measured.nearest


async def test_the_communitys_banned_words_are_looked_for_and_may_not_be_begun_with(root: Path) -> None:
    async with WriterProcess(root) as writer:
        found = await writer.write(WritingRequest(prime="аб", seed=1, max_chars=40, count=5))
        again = await writer.write(WritingRequest(seed=1, count=50, max_chars=40, banned_words=("*б*",)))
        with pytest.raises(Refused, match="banned"):
            await writer.write(WritingRequest(prime="а б", banned_words=("б",)))
    assert all(text.measured is not None and not text.measured.banned for text in found)
    assert [bool(text.measured and text.measured.banned) for text in again] == ["б" in text.text for text in again]


def test_the_guards_are_built_anew_when_the_corpus_is_another_one(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    guards = CorpusGuards(corpus)
    assert measure(guards, "кот").copied_characters is None
    write_posts(corpus, ["кот", "пёс"])
    assert measure(guards, "кот").copied_characters == 3
    assert guards.current() is guards.current()
    write_posts(corpus, ["лось"])
    assert measure(guards, "кот").copied_characters == 1
    corpus.unlink()
    assert measure(guards, "кот").copied_characters is None


def test_a_corpus_that_cannot_be_read_leaves_what_was_read_before(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    corpus = tmp_path / "corpus.txt"
    write_posts(corpus, ["кот"])
    guards = CorpusGuards(corpus)
    assert measure(guards, "кот").copied_characters == 3
    corpus.write_bytes(b"\xff\xfe")
    assert measure(guards, "кот").copied_characters == 3
    assert "Drafts are compared with the posts read before" in caplog.text


def test_posts_stand_apart_by_as_many_lines_as_the_settings_say(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    write_posts(corpus, ["кот", "пёс"], empty_lines=1)
    assert measure(CorpusGuards(corpus, empty_lines=1), "кот\n\nпёс").copied_characters == 3


@pytest.mark.parametrize("arguments", [["checkpoints", "corpus.txt"], ["checkpoints", "corpus.txt", "ten"]])
def test_a_corpus_without_its_number_of_empty_lines_is_a_wrong_call(arguments: list[str]) -> None:
    assert main(arguments) == 2
