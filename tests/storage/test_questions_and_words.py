"""What a person was asked, and which words were banned, is kept for every process on the database."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.audit import Signature
from bot.domain.member import Address, Platform
from bot.domain.question import Question, QuestionKind
from bot.errors import Refused
from bot.ports import WrittenText
from bot.storage.audit import AuditLog
from bot.storage.banned_words import BannedWords
from bot.storage.database import Database
from bot.storage.questions import Questions
from bot.storage.queue import Queue

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ANNA = Address(Platform.TELEGRAM, 1)
CHAT = Address(Platform.TELEGRAM, -100)
BY = Signature(str(ANNA), NOW)


async def test_a_question_is_open_for_an_hour_and_the_newest_counts(database: Database) -> None:
    draft = await Queue(database).add(WrittenText("a post", True, "run-1", 7), "", 0.8, NOW)
    questions = Questions(database)
    await questions.ask(CHAT, ANNA, Question(QuestionKind.TEXT, draft.id), NOW)
    await questions.ask(CHAT, ANNA, Question(QuestionKind.BOX, draft.id, 0), NOW)
    assert await questions.asked(CHAT, ANNA, NOW) == Question(QuestionKind.BOX, draft.id, 0)
    await questions.ask(CHAT, ANNA, Question(QuestionKind.WORD, draft.id), NOW)
    asked = await questions.asked(CHAT, ANNA, NOW + timedelta(minutes=59))
    assert asked == Question(QuestionKind.WORD, draft.id)
    assert await questions.asked(ANNA, ANNA, NOW) is None
    assert await questions.asked(CHAT, ANNA, NOW + timedelta(hours=1)) is None
    await questions.stop_asking(CHAT, ANNA)
    assert await questions.asked(CHAT, ANNA, NOW) is None


async def test_a_word_is_banned_once_and_lifted_once(database: Database) -> None:
    words = BannedWords(database)
    assert await words.ban("слон*", 5, BY)
    assert not await words.ban("слон*", 5, BY)
    assert await words.ban("duck", 5, BY)
    assert await words.all() == ("duck", "слон*")
    assert await words.lift("duck", BY)
    assert not await words.lift("duck", BY)
    assert await words.all() == ("слон*",)
    actions = [(entry.action, entry.details) for entry in await AuditLog(database).last(9)]
    assert actions == [
        ("word.ban", '{"word":"слон*"}'),
        ("word.ban", '{"word":"duck"}'),
        ("word.lift", '{"word":"duck"}'),
    ]


async def test_no_more_words_are_banned_than_the_writer_takes(database: Database) -> None:
    words = BannedWords(database)
    results = await asyncio.gather(*(words.ban(f"word{n}", 2, BY) for n in range(3)), return_exceptions=True)
    assert sum(isinstance(result, Refused) for result in results) >= 1
    assert len(await words.all()) <= 2
    with pytest.raises(Refused, match="at most"):
        await words.ban("another", len(await words.all()), BY)
