"""Whoever says no is gone from everything that is learned from, and stays away; the log never names them."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, insert, select

from bot.domain.audit import Signature
from bot.domain.box_wish import parse_boxes
from bot.domain.caption import Caption, captions_to_json
from bot.domain.draft import DraftState
from bot.domain.member import Address, Platform
from bot.domain.template import Example, Layout, Template
from bot.errors import Refused
from bot.flow.authors import AuthorHash, shown
from bot.flow.cleaning import make_corpus, remake_corpus
from bot.flow.forget import Forget
from bot.flow.forgotten_guard import ForgottenGuard
from bot.flow.gather import gather
from bot.flow.phrases import PhraseHash
from bot.flow.scrape import Scrape
from bot.pictures.by_author import PicturesByAuthor
from bot.pictures.own import OwnTemplates
from bot.ports import WritingRequest, WrittenText
from bot.storage import tables
from bot.storage.audit import AuditLog
from bot.storage.database import Database
from bot.storage.forgetting import Forgetting
from bot.storage.opt_outs import OptOuts
from bot.storage.posts import Posts
from corpus.cleaning import CleaningRules
from corpus.post import Post
from tests.flow.fakes import ListWall, StillClock

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
AUTHORS = AuthorHash(b"0123456789abcdef")
ANNA = Address(Platform.VK, 42)
ANNAS_HASH = AUTHORS.of("vk:42")
BORIS = Address(Platform.VK, 7)
ADMIN = Signature("telegram:13", NOW)

OWN = "мой кот опять ушёл жить к соседям, потому что у них каждый вечер жарят рыбу"
PROVERB = "без труда не вытащишь и рыбку из пруда, говорила моя бабушка"


def wall() -> list[Post]:
    return [
        Post(OWN, "vk:-1", "1", "vk:42", NOW),
        Post(f"{PROVERB} мне", "vk:-1", "2", "vk:42", NOW),
        Post(f"а моя тоже: {PROVERB}", "vk:-1", "3", "vk:7", NOW),
        Post("завтра дождь", "vk:-1", "4", None, NOW),
    ]


@pytest.fixture
async def corpus_file(database: Database, tmp_path: Path) -> Path:
    """The corpus of a wall that is stored."""
    await gather(wall(), Posts(database), AUTHORS, keep_absent=False)
    path = tmp_path / "corpus.txt"
    await make_corpus(Posts(database), CleaningRules(), path, 10)
    return path


@pytest.fixture
def pictures(tmp_path: Path) -> PicturesByAuthor:
    """What was learned from the wall's pictures: nothing yet."""
    return PicturesByAuthor(tmp_path / "templates", tmp_path / "pictures")


@pytest.fixture
async def forget(database: Database, corpus_file: Path, pictures: PicturesByAuthor) -> Forget:
    async def rewrite() -> None:
        await remake_corpus(Posts(database), CleaningRules(), corpus_file, 10)

    return Forget(Forgetting(database), OptOuts(database), AUTHORS, pictures, rewrite, StillClock(NOW))


async def put(database: Database, table: str, **values: Any) -> None:
    async with database.begin() as connection:
        await connection.execute(insert(tables.metadata.tables[table]).values(values))


async def rows(database: Database, table: str) -> int:
    async with database.begin() as connection:
        query = select(func.count()).select_from(tables.metadata.tables[table])
        return (await connection.execute(query)).scalar_one()


async def draft(database: Database, id_: int, text: str, state: DraftState) -> None:
    """One with a picture."""
    await put(
        database, "drafts", id=id_, text=text, state=state.value, prime="", temperature=0.8, checkpoint="run@1", seed=1,
        ended_by_itself=True, created_at=NOW, captions=captions_to_json([Caption("drake", (text, ""))]),
    )  # fmt: skip


async def texts(database: Database) -> set[str]:
    return {post.text for post in await Posts(database).all()}


async def everything_stored(database: Database) -> str:
    """All that any table says, as one text."""
    said = []
    async with database.begin() as connection:
        for table in tables.metadata.sorted_tables:
            said += [repr(tuple(row)) for row in (await connection.execute(select(table))).all()]
    return "\n".join(said)


async def test_their_posts_go_and_the_corpus_is_made_anew(
    forget: Forget, database: Database, corpus_file: Path
) -> None:
    """Others' posts stay, also with the same words."""
    forgotten = await forget.oneself(ANNA)

    assert (forgotten.posts, forgotten.is_news) == (2, True)
    assert await texts(database) == {post.text for post in wall()[2:]}
    assert "кот опять" not in corpus_file.read_text("utf-8")
    assert PROVERB in corpus_file.read_text("utf-8")


async def test_captions_read_from_their_pictures_go_and_are_known_again_as_theirs(
    forget: Forget, database: Database, pictures: PicturesByAuthor, tmp_path: Path
) -> None:
    """Also of somebody who never wrote a post."""
    caption = "когда обещал себе лечь пораньше, а уже четвёртый час утра"
    vera = Address(Platform.VK, 99)
    examples = (
        Example("ru", (caption, ""), by=(AUTHORS.of("vk:99"),)),
        Example("ru", ("его", ""), by=(AUTHORS.of("vk:7"),)),
    )
    made = Template(
        "ours", {"ru": "наш"}, Layout.TOP_BOTTOM, parse_boxes(()), examples=examples,
        learned_from=(AUTHORS.of("vk:7"), AUTHORS.of("vk:99")), is_shipped=False,
    )  # fmt: skip
    OwnTemplates(tmp_path / "templates").add(made, Image.new("RGB", (100, 100)))
    await draft(database, 1, f"да, {caption}", DraftState.PENDING)
    assert (await forget.stored(vera)).traces == 2
    assert await forget.is_known(vera)

    forgotten = await forget.person(vera, ADMIN)

    assert (forgotten.posts, forgotten.drafts, forgotten.traces) == (0, (1,), 2)
    assert (await forget.stored(vera)).traces == 0
    assert await pictures.captions({AUTHORS.of("vk:7")}) == ["его"]
    assert [listed.phrases > 0 for listed in await OptOuts(database).all()] == [True]


async def test_without_any_post_left_there_is_no_corpus(forget: Forget, corpus_file: Path, database: Database) -> None:
    """An old file would be learned from, and copied from unnoticed."""
    await forget.oneself(ANNA)
    await forget.oneself(BORIS)
    async with database.begin() as connection:
        await connection.execute(tables.posts.delete())
    await remake_corpus(Posts(database), CleaningRules(), corpus_file, 10)
    assert not corpus_file.exists()


async def test_a_later_scrape_and_a_later_import_bring_nothing_back(forget: Forget, database: Database) -> None:
    """Whatever name the source knows them by."""
    await forget.oneself(ANNA)
    left = await texts(database)

    result = await Scrape(ListWall(wall()), Posts(database), AUTHORS, StillClock(NOW)).run()
    assert result.new == 0
    other_names = [Post("a", "file:a.csv", "1", "42", NOW), Post("b", "file:a.csv", "2", "id42", NOW)]
    await gather(other_names, Posts(database), AUTHORS, keep_absent=True)

    assert await texts(database) == left


async def test_who_asks_is_not_named_anywhere_afterwards(forget: Forget, database: Database) -> None:
    """Not in the audit log either, which is kept for ever."""
    inbox = '{"kind": "Incoming", "sender": "vk:42", "text": "hello"}'
    others = inbox.replace("vk:42", "vk:7")
    await put(database, "inbox", platform="vk", key="1", received_at=NOW, contents=inbox, answering=False)
    await put(database, "inbox", platform="vk", key="2", received_at=NOW, contents=others, answering=False)
    await put(database, "chats", chat="vk:42", language="en")
    await put(database, "roles", person="vk:42", role="MODERATOR", granted_by="vk:7", granted_at=NOW)
    await draft(database, 1, "text", DraftState.PENDING)
    await put(database, "questions", chat="vk:2000000001", person="vk:42", draft_id=1, asked_at=NOW)
    await put(database, "cards", draft_id=1, chat="vk:42", message_id=5)
    for id_, chat in ((1, "vk:42"), (2, "vk:2000000001")):
        await put(
            database, "replies", id=id_, chat=chat, text="meme", temperature=0.8, checkpoint="run@1", written_at=NOW,
            is_primed=False,
        )  # fmt: skip
        await put(database, "reactions", reply_id=id_, person="vk:42", value=1)
    await put(database, "reactions", reply_id=2, person="vk:7", value=1)
    assert (await forget.stored(ANNA)).traces == 6

    await forget.oneself(ANNA)

    assert "vk:42" not in await everything_stored(database)
    assert (await rows(database, "reactions"), await rows(database, "replies")) == (1, 1)
    assert others in await everything_stored(database)
    entry = (await AuditLog(database).last(1))[0]
    assert (entry.actor, entry.action, entry.object) == (shown(ANNAS_HASH), "author.forget", shown(ANNAS_HASH))
    assert (await AuditLog(database).verify())[1] is None


async def test_a_ban_and_roles_that_others_would_take_stay(forget: Forget, database: Database) -> None:
    """Being forgotten lifts no ban, and an admin deprives nobody of a role by forgetting them."""
    await put(database, "roles", person="vk:42", role="BANNED", granted_by="vk:7", granted_at=NOW)
    await put(database, "roles", person="vk:7", role="ADMIN", granted_by="vk:9", granted_at=NOW)

    await forget.oneself(ANNA)
    await forget.person(BORIS, ADMIN)

    assert await rows(database, "roles") == 2
    assert (await AuditLog(database).last(1))[0].actor == "telegram:13"


async def test_drafts_that_wait_with_their_words_are_rejected_and_those_that_are_out_are_listed(
    forget: Forget, database: Database
) -> None:
    """A phrase that others wrote too speaks against nothing."""
    holding = f"Итак, {OWN.upper()}!"
    for id_, state in enumerate(DraftState, start=1):
        await draft(database, id_, holding, state)
    await draft(database, 90, f"Итак, {PROVERB}", DraftState.PENDING)
    await put(
        database, "decisions", draft_id=1, verdict="edit", moderator="vk:7", decided_at=NOW, text_before=OWN,
        text_after="short", captions_before=captions_to_json([Caption("drake", (OWN, ""))]),
    )  # fmt: skip

    forgotten = await forget.person(ANNA, ADMIN)

    async with database.begin() as connection:
        found = {row.id: row for row in (await connection.execute(select(tables.drafts))).all()}
    ids = dict(zip(DraftState, range(1, 90), strict=False))
    assert forgotten.drafts == (ids[DraftState.PENDING], ids[DraftState.APPROVED])
    assert forgotten.published == (ids[DraftState.PUBLISHING], ids[DraftState.PUBLISHED], ids[DraftState.UNSURE])
    assert {found[id_].state for id_ in forgotten.drafts} == {"rejected"}
    assert found[90].state == "pending"
    assert {row.text == holding for id_, row in found.items() if id_ in forgotten.published} == {True}
    others = [row for id_, row in found.items() if id_ not in forgotten.published]
    assert all(OWN.upper() not in f"{row.text} {row.captions}" for row in others)
    async with database.begin() as connection:
        decision = (await connection.execute(select(tables.decisions))).one()
    assert OWN not in f"{decision.text_before} {decision.captions_before}"
    assert (await OptOuts(database).all())[0].to_take_down == forgotten.published


async def test_asking_twice_changes_nothing_and_is_no_second_entry(forget: Forget, database: Database) -> None:
    """A handler may run again after a crash; what was kept to recognise phrases stays."""
    await forget.oneself(ANNA)
    before = await OptOuts(database).phrases()
    again = await forget.oneself(ANNA)

    assert (again.is_news, again.posts) == (False, 0)
    assert await OptOuts(database).phrases() == before
    assert await rows(database, "audit") == 1


async def test_posts_that_come_up_under_another_name_are_added_to_what_is_recognised(
    forget: Forget, database: Database
) -> None:
    """An admin knows an author of an old file by name, and forgets them too."""
    old = "старый пост из файла, который никто кроме меня никогда не писал и не напишет"
    await gather([Post(old, "file:a.csv", "1", "anna", NOW)], Posts(database), AUTHORS, keep_absent=True)
    forgotten = await forget.author("anna", ADMIN)

    assert forgotten.posts == 1
    assert old not in await texts(database)
    assert [each.posts for each in await OptOuts(database).all()] == [1]


async def test_only_the_person_agrees_again(forget: Forget, database: Database) -> None:
    """Then the next full scrape finds the posts, and nothing of the old ones is recognised any more."""
    assert not await forget.remember(ANNA)
    await forget.oneself(ANNA)
    assert await forget.remember(ANNA)

    assert await OptOuts(database).all() == []
    assert await OptOuts(database).phrases() == []
    await Scrape(ListWall(wall()), Posts(database), AUTHORS, StillClock(NOW)).run()
    assert OWN in await texts(database)
    assert (await AuditLog(database).last(1))[0].action == "author.remember"
    assert "vk:42" not in await everything_stored(database)


async def test_what_is_stored_of_a_person_is_told_in_numbers(forget: Forget) -> None:
    """And whether they said no."""
    before = await forget.stored(ANNA)
    assert (before.posts, before.first_post, before.opted_out_at) == (2, NOW, None)
    await forget.oneself(ANNA)
    after = await forget.stored(ANNA)
    assert (after.posts, after.traces, after.opted_out_at) == (0, 0, NOW)


async def test_who_says_no_while_the_corpus_is_being_made_is_not_in_it(
    forget: Forget, database: Database, corpus_file: Path
) -> None:
    """However the two are timed, what is on the disk in the end holds nothing of theirs."""
    rules = CleaningRules()
    await asyncio.gather(
        *(make_corpus(Posts(database), rules, corpus_file, 10) for _ in range(3)), forget.oneself(ANNA)
    )
    assert "кот опять" not in corpus_file.read_text("utf-8")


async def test_nothing_of_a_forgotten_post_is_left_in_the_files_of_sqlite(
    forget: Forget, database: Database, tmp_path: Path
) -> None:
    """Deleted rows are overwritten, and the write-ahead log is emptied."""
    if not database.is_sqlite:
        pytest.skip("PostgreSQL: see docs/privacy.md")
    await forget.oneself(ANNA)
    files = list(tmp_path.glob("wallflower.db*"))
    assert files
    for file in files:
        assert OWN.encode() not in file.read_bytes()


class Copyist:
    """A writer that gives one text after the other, and the last one for ever."""

    def __init__(self, *texts_: str) -> None:
        self.texts = list(texts_)

    async def write(self, request: WritingRequest) -> list[WrittenText]:
        given = [self.texts.pop(0) if len(self.texts) > 1 else self.texts[0] for _ in range(request.count)]
        return [WrittenText(text, True, "run@1", 1) for text in given]


@pytest.fixture
async def guarded(forget: Forget, database: Database) -> Callable[..., ForgottenGuard]:
    def make(*texts_: str) -> ForgottenGuard:
        return ForgottenGuard(Copyist(*texts_), OptOuts(database), PhraseHash(AUTHORS))

    return make


async def test_the_bot_writes_nothing_with_their_words_while_the_old_network_is_live(
    guarded: Callable[..., ForgottenGuard], forget: Forget
) -> None:
    """The guard against copies can't see that any more: the posts are gone from the corpus."""
    writer = guarded(f"о: {OWN}", "свой текст", f"и {OWN}", "ещё один")
    assert len(await writer.write(WritingRequest(count=1))) == 1

    await forget.oneself(ANNA)
    written = await writer.write(WritingRequest(count=2))
    assert [text.text for text in written] == ["свой текст", "ещё один"]


async def test_a_network_that_writes_nothing_else_is_asked_a_few_times_and_then_given_up(
    guarded: Callable[..., ForgottenGuard], forget: Forget
) -> None:
    """The bot must not hang on it."""
    await forget.oneself(ANNA)
    assert await guarded(OWN).write(WritingRequest(count=3, seed=7)) == []


async def test_an_import_that_breaks_off_keeps_nobody_away(forget: Forget, database: Database) -> None:
    """The rules of importing hold as before: an empty file is refused."""
    with pytest.raises(Refused):
        await gather([], Posts(database), AUTHORS, keep_absent=False)
