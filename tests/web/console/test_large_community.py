"""Pages of a community with 30,000 posts and 10,000 entries in its audit log: small, and soon there."""

import time
from datetime import timedelta

from bot.domain.audit import Entry, Signature
from bot.domain.member import Role
from bot.storage import tables
from tests.chat.fakes import NOON
from tests.web.console.conftest import AsRole, Console

# Seconds of the processor, of the server and of the browser here together: some five times what a page takes alone on a
# quiet machine, so that a busy one does not fail.
_MOST_CPU_S = 1.0
_MOST_BYTES = 100_000


async def fill(at: Console) -> None:
    """Posts of ten years, and a log of as many."""
    posts = [
        {
            "source": "vk:-1",
            "remote_id": str(number),
            "text": f"пост номер {number}: " + "кот опять ушёл к соседям, у них жарят рыбу. " * 3,
            "author_hash": f"{number % 500:064x}",
            "posted_at": NOON - timedelta(hours=3 * number),
            "edited_at": None,
            "is_repost": False,
            "is_advertising": False,
            "seen_pass": 1,
        }
        for number in range(30_000)
    ]
    entries: list[dict[str, object]] = []
    last: Entry | None = None
    for number in range(10_000):
        by = Signature(f"telegram:{number % 7 + 1}", NOON + timedelta(minutes=number))
        last = Entry.following(last, by, "draft.approve", f"draft:{number}", {"approvals": 1, "state": "approved"})
        entries.append({name: getattr(last, name) for name in Entry.__slots__})
    async with at.chats.database.begin() as connection:
        await connection.execute(tables.posts.insert(), posts)
        await connection.execute(tables.audit.insert(), entries)


async def test_pages_of_a_large_community_are_small_and_quick(at: Console, as_role: AsRole) -> None:
    """Also a search through every post, the last page of a list, and a check of the whole log."""
    await fill(at)
    browser = await as_role(Role.OWNER)
    await browser.get("/console/corpus")  # what is made once, for all pages
    for path in (
        "/console/corpus",
        "/console/corpus/posts",
        "/console/corpus/posts?page=1200",
        "/console/corpus/posts?q=СОСЕДЯМ",
        "/console/corpus/posts?q=29999:",
        f"/console/corpus/forget?author={1:064x}",
        "/console/audit",
        "/console/audit?page=200",
        "/console/audit?actor=telegram:3&action=draft.approve",
    ):
        began = time.process_time()
        shown = await browser.get(path)
        took_s = time.process_time() - began
        assert shown.status == 200
        assert len(shown.text.encode()) < _MOST_BYTES, path
        assert took_s < _MOST_CPU_S, f"{path}: {took_s:.2f} s"
    began = time.process_time()
    await browser.post("/console/audit/check")
    assert time.process_time() - began < 3 * _MOST_CPU_S
    assert "10001 entries checked" in (await browser.get("/console/audit")).text
