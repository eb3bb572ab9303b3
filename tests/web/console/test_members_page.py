"""Roles, banned words and programs' keys on the console: the chat's rules hold, and what strangers typed is text."""

import re

from bot.domain.audit import Signature
from bot.domain.member import Address, Platform, Role
from bot.storage.api_keys import ApiKeys
from bot.storage.banned_words import BannedWords
from bot.web.callers import hashed
from tests.chat.fakes import PEOPLE
from tests.web.console.conftest import AsRole, Console

VISITOR = Address(Platform.TELEGRAM, 99)


async def test_everybody_with_a_role_is_listed_with_where_it_is_from(at: Console, as_role: AsRole) -> None:
    browser = await as_role(Role.OWNER)
    await browser.post("/console/members/role", person="telegram:99", role="moderator")
    text = (await browser.get("/console/members")).text
    assert "telegram:99" in text
    assert re.search(r"<bdi>telegram:14</bdi>, 02\.03\.2026 15:00", text)
    assert "the settings" in text


async def test_a_role_is_given_and_taken_by_the_chats_own_command(at: Console, as_role: AsRole) -> None:
    """The person hears of it, and the audit log tells of it, as in chat."""
    browser, members = await as_role(Role.ADMIN), at.chats.reach.members
    given = await browser.post("/console/members/role", person="telegram:99", role="moderator")
    assert "moderator" in await browser.notice(given)
    assert await members.role(VISITOR) is Role.MODERATOR
    assert at.chats.telegram.texts(VISITOR)
    await browser.post("/console/members/role", person="telegram:99", role="member")
    assert await members.role(VISITOR) is Role.MEMBER
    last = (await at.chats.reach.audit_log.last(1))[0]
    assert (last.actor, last.action, last.object) == (str(PEOPLE[Role.ADMIN]), "role.change", "telegram:99")


async def test_what_the_rules_refuse_in_chat_is_refused_here(at: Console, as_role: AsRole) -> None:
    """Nobody gives what they have not, or takes from those above them."""
    admin, owner, members = await as_role(Role.ADMIN), await as_role(Role.OWNER), at.chats.reach.members
    for browser, person, role in (
        (admin, "telegram:99", "admin"),
        (admin, "telegram:99", "owner"),
        (admin, "telegram:14", "banned"),
        (admin, "telegram:13", "owner"),
        (owner, "telegram:14", "member"),
    ):
        before = await members.role(Address.parse(person))
        assert await browser.notice(await browser.post("/console/members/role", person=person, role=role))
        assert await members.role(Address.parse(person)) is before


async def test_who_is_banned_is_thrown_out_and_may_come_back(at: Console, as_role: AsRole) -> None:
    admin, moderator = await as_role(Role.ADMIN), await as_role(Role.MODERATOR)
    assert (await moderator.get("/console/")).status == 200
    await admin.post("/console/members/ban", person="telegram:12")
    assert (await moderator.get("/console/")).status == 303
    await admin.post("/console/members/unban", person="telegram:12")
    assert await at.chats.reach.members.role(PEOPLE[Role.MODERATOR]) is Role.MEMBER


async def test_nobody_is_changed_when_nobody_can_be_told(at: Console, as_role: AsRole) -> None:
    browser = await as_role(Role.OWNER)
    for person in ("<script>alert(1)</script>", "", "a b\nc", "telegram:-5", "x" * 5_000):
        for action in ("role", "ban", "unban"):
            notice = await browser.notice(await browser.post(f"/console/members/{action}", person=person, role="admin"))
            assert notice
            assert "<script>" not in notice
    assert {entry.action for entry in await at.chats.reach.audit_log.last(9)} == {"console.login"}
    assert (await browser.post("/console/members/role", person="telegram:99", role="tsar")).status == 404


async def test_a_word_is_banned_here_as_from_a_card_and_only_admins_lift_it(at: Console, as_role: AsRole) -> None:
    """Drafts that hold it are rejected."""
    draft = await at.chats.draft()
    moderator, admin = await as_role(Role.MODERATOR), await as_role(Role.ADMIN)
    assert "text" in await moderator.notice(await moderator.post("/console/words/ban", word="TEXT"))
    assert (await at.chats.reach.queue.get(draft.id)).state == "rejected"
    shown = (await moderator.get("/console/words")).text
    assert "<bdi>telegram:12</bdi>" in shown
    assert "/console/words/lift" not in shown
    assert (await moderator.post("/console/words/lift", word="text")).status == 403
    assert "voldemort" in shown  # by the settings
    assert "/console/words/lift" in (await admin.get("/console/words")).text
    await admin.post("/console/words/lift", word="text")
    assert await at.chats.reach.banning.words() == ()


async def test_what_can_not_be_banned_is_said_so(at: Console, as_role: AsRole) -> None:
    browser = await as_role(Role.MODERATOR)
    for word in ("", "*", "я", "\0\0", "аб" * 500):
        assert await browser.notice(await browser.post("/console/words/ban", word=word))
    assert await at.chats.reach.banning.words() == ()


async def test_a_banned_word_is_text(at: Console, as_role: AsRole) -> None:
    """Whatever somebody else may have put there, and whoever they say they are."""
    by = Signature("<script>alert(2)</script>", at.chats.clock.now())
    await BannedWords(at.chats.database).ban("<script>alert(1)</script>", 9, by)
    text = (await (await as_role(Role.ADMIN)).get("/console/words")).text
    assert "<script>alert" not in text
    assert text.count("&lt;script&gt;alert(1)") == 3
    assert "&lt;script&gt;alert(2)" in text


async def test_a_programs_key_is_shown_once_and_works_until_it_is_revoked(at: Console, as_role: AsRole) -> None:
    browser, keys = await as_role(Role.OWNER), ApiKeys(at.chats.database)
    made = await browser.post("/console/members/keys/add", name="my-program")
    assert made.status == 200
    assert made.headers["Cache-Control"] == "no-store"
    found = re.search(r"<code>(wf_[\w-]+)</code>", made.text)
    assert found is not None
    assert await keys.name_of(hashed(found[1])) == "my-program"
    listed = (await browser.get("/console/members/keys")).text
    assert "my-program" in listed
    assert found[1] not in listed
    assert found[1] not in str(await at.chats.reach.audit_log.last(9))
    # The page loaded again sends the same form again.
    assert (await browser.post("/console/members/keys/add", name="my-program")).status == 422
    await browser.post("/console/members/keys/revoke", name="my-program")
    assert await keys.name_of(hashed(found[1])) is None


async def test_a_key_with_a_name_that_can_not_be_is_not_made(at: Console, as_role: AsRole) -> None:
    browser = await as_role(Role.OWNER)
    for name in ("", "-", "a b", "<b>", "ключ", "x" * 41, "a\0"):
        shown = await browser.post("/console/members/keys/add", name=name)
        assert shown.status == 422
        assert "<b>" not in shown.text
        assert await browser.notice(await browser.post("/console/members/keys/revoke", name=name))
    assert await ApiKeys(at.chats.database).all() == []
