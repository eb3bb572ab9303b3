"""The audit log on the console: readable, filtered, checked when asked; what a forger wrote is text."""

import json

from sqlalchemy import text as sql

from bot.domain.audit import BEFORE_THE_FIRST, Entry, Signature, check
from bot.domain.member import Role
from tests.chat.fakes import NOON
from tests.web.console.conftest import AsRole, Browser, Console

EVIL = "<script>alert(1)</script>"
ANNA = Signature("telegram:1", NOON)


async def add(at: Console, action: str, object_: str, actor: str = "telegram:1", **details: str | float | None) -> None:
    await at.chats.reach.audit_log.add(Signature(actor, NOON), action, object_, **details)


async def in_russian(browser: Browser) -> Browser:
    await browser.post("/console/language", language="ru")
    return browser


async def test_entries_are_read_in_the_persons_language(at: Console, as_role: AsRole) -> None:
    """Also their details: roles and states by their names."""
    await add(at, "role.change", "telegram:5", before="member", after="moderator")
    await add(at, "draft.approve", "draft:12", actor="vk:7", approvals=1, state="approved")
    await add(at, "draft.expire", "draft:13", actor="wallflower")
    await add(at, "home.backup", "x.wallflower", actor="terminal:1000", secrets="false")
    browser = await as_role(Role.ADMIN)
    english = (await browser.get("/console/audit")).text
    for told in ("role changed", "draft 12", "the bot itself", "terminal, user 1000", "02.03.2026 15:00:00"):
        assert told in english
    russian = (await (await in_russian(browser)).get("/console/audit")).text
    for told in ("смена роли", "участник", "модератор", "черновик 12", "одобрен", "сам бот", "с ключами", "нет"):
        assert told in russian


async def test_an_entry_of_an_unknown_kind_is_shown_as_it_stands(at: Console, as_role: AsRole) -> None:
    """Newer versions log more; what somebody wrote into an entry is text."""
    await add(at, "moon.paint", EVIL, actor=EVIL[:40], colour=EVIL)
    shown = await (await as_role(Role.ADMIN)).get("/console/audit")
    assert "moon.paint" in shown.text
    assert "<script>alert" not in shown.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown.text


async def test_a_forged_entry_breaks_no_page(at: Console, as_role: AsRole) -> None:
    """And neither the file, nor the check that finds it."""
    await add(at, "draft.approve", "draft:1")
    browser = await as_role(Role.OWNER)
    await disarm(at)
    for details in ("", "[1]", "{", '{"a":{"b":[1]}}', f'"{EVIL}"', f'{{"{EVIL}":"{EVIL}"}}', "9" * 100_000):
        await forge(at, "details", details)
        shown = await browser.get("/console/audit")
        assert (shown.status, "<script>alert" in shown.text) == (200, False)
        assert len(shown.text) < 100_000
    for instant in ("", "yesterday", "2026-01-01T00:00:00", "9" * 40, EVIL):
        await forge(at, "at", instant)
        shown = await browser.get("/console/audit")
        assert (shown.status, "<script>alert" in shown.text) == (200, False)
    assert (await browser.get("/console/audit/log.jsonl")).status == 200
    await browser.post("/console/audit/check")
    assert "entry 1 is not as it was written. Its contents were changed." in (await browser.get("/console/audit")).text


async def test_entries_are_filtered_by_who_and_what(at: Console, as_role: AsRole) -> None:
    for number in range(3):
        await add(at, "draft.approve", f"draft:{number}")
    await add(at, "word.ban", "words", actor="vk:7", word="слон")
    browser = await as_role(Role.ADMIN)

    async def found(query: str) -> int:
        shown = await browser.get(f"/console/audit?{query}")
        assert shown.status == 200
        return shown.text.count('id="entry-')

    assert await found("actor=telegram:1") == 3
    assert await found("actor=telegram:1&action=word.ban") == 0
    assert await found("action=word.ban") == 1
    assert await found("actor=%25") == await found("actor=%00") - 5 == await found("actor=' or 1=1 --") == 0
    assert await found(f"actor={'x' * 5_000}") == 0


async def test_the_log_is_leafed_through(at: Console, as_role: AsRole) -> None:
    for number in range(120):
        await add(at, "draft.approve", f"draft:{number}")
    browser = await as_role(Role.ADMIN)
    first, last = await browser.get("/console/audit"), await browser.get("/console/audit?page=3")
    assert "1 of 3" in first.text
    assert "draft 119" in first.text
    assert "draft 0" in last.text
    assert "Entries: 121" in first.text  # with the login


async def test_the_chain_is_checked_when_somebody_asks(at: Console, as_role: AsRole) -> None:
    """Before that the page says that it was not; a head that was kept elsewhere is looked for."""
    await add(at, "draft.approve", "draft:1")
    browser = await as_role(Role.ADMIN)
    assert "was not checked here" in (await browser.get("/console/audit")).text
    head = (await at.chats.reach.audit_log.last(1))[0].hash
    held = await browser.post("/console/audit/check", head=head)
    assert "is in the log" in await browser.notice(held)
    text = (await browser.get("/console/audit")).text
    assert "2 entries checked" in text
    assert head in text
    for lost in ("0" * 63 + "1", "' or 1=1 --", "\0", EVIL):
        told = await browser.notice(await browser.post("/console/audit/check", head=lost))
        assert ("No entry has this hash" in told) is (lost != "\0")


async def test_owners_get_the_whole_log_as_a_file_that_can_be_checked(at: Console, as_role: AsRole) -> None:
    """By another program: the hashes are in it."""
    for number in range(120):
        await add(at, "word.ban", "words", word=f"слово {number} 🦀")
    shown = await (await as_role(Role.OWNER)).get("/console/audit/log.jsonl")
    assert shown.headers["Content-Disposition"] == 'attachment; filename="audit.jsonl"'
    entries = [Entry(**json.loads(line)) for line in shown.text.splitlines()]
    assert len(entries) == 121
    last = None
    for entry in entries:
        assert check(last, entry) is None
        last = entry
    assert entries[0].previous == BEFORE_THE_FIRST
    assert (await (await as_role(Role.ADMIN)).get("/console/audit/log.jsonl")).status == 403


async def disarm(at: Console) -> None:
    """What somebody with all rights on the database can do."""
    async with at.chats.database.begin() as connection:
        await connection.execute(sql("DROP TRIGGER audit_no_update"))


async def forge(at: Console, column: str, value: str) -> None:
    """Change the first entry."""
    async with at.chats.database.begin() as connection:
        changed = sql(f"UPDATE audit SET {column} = :value WHERE sequence = 1")  # noqa: S608 - a name of ours
        await connection.execute(changed, {"value": value})
