"""Open questions: at most one for each person in each chat."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select

from bot.domain.member import Address
from bot.domain.question import Question, QuestionKind
from bot.storage import tables
from bot.storage.database import Database

# Who is asked and says nothing for so long has forgotten it: what they say then is talk.
_LIVES = timedelta(hours=1)

questions = tables.questions


class Questions:
    """Queries on open questions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ask(self, chat: Address, person: Address, question: Question, now: datetime) -> None:
        """The person's next message in this chat answers `question`; what was asked before is dropped."""
        async with self._database.begin() as connection:
            await connection.execute(delete(questions).where(*_of(chat, person)))
            await connection.execute(
                questions.insert().values(
                    chat=str(chat), person=str(person), kind=question.kind.value, draft_id=question.draft_id,
                    box=question.box, asked_at=now,
                )
            )  # fmt: skip

    async def asked(self, chat: Address, person: Address, now: datetime) -> Question | None:
        """What the person was asked within the last hour, or None."""
        query = select(questions).where(*_of(chat, person), questions.c.asked_at > now - _LIVES)
        async with self._database.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else Question(QuestionKind(row.kind), row.draft_id, row.box)

    async def stop_asking(self, chat: Address, person: Address) -> None:
        """The question is answered or dropped."""
        async with self._database.begin() as connection:
            await connection.execute(delete(questions).where(*_of(chat, person)))

    async def forget_boxes(self, draft_id: int) -> None:
        """Nobody is asked for a box of this draft any more."""
        async with self._database.begin() as connection:
            of_boxes = questions.c.draft_id == draft_id, questions.c.box.is_not(None)
            await connection.execute(delete(questions).where(*of_boxes))


def _of(chat: Address, person: Address) -> tuple[ColumnElement[bool], ...]:
    return questions.c.chat == str(chat), questions.c.person == str(person)
