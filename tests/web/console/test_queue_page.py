"""The queue's pages: what is done there is what is done in chat, and whatever people wrote is text."""

import re

import pytest

from bot.chat.words_en import ENGLISH
from bot.domain.draft import DraftState, Verdict
from bot.domain.member import Role
from bot.domain.votes import VotingRules
from bot.errors import Unsure
from bot.web.console.words.queue import EN
from tests.chat.fakes import MODERATORS_CHAT, OTHER_MODERATOR, PEOPLE
from tests.chat.fakes import House as Chats
from tests.web.console.conftest import AsRole, Browser, Console, Serve, Shown

MODERATOR = PEOPLE[Role.MODERATOR]


async def state(at: Console, draft_id: int = 1) -> DraftState:
    return (await at.chats.reach.queue.get(draft_id)).state


async def told(browser: Browser, shown: Shown) -> str:
    """The notice on the page that a form led back to."""
    return (await browser.notice(shown)).replace("&#39;", "'")


async def test_a_card_shows_what_chat_shows_and_its_forms(at: Console, as_role: AsRole) -> None:
    """Text, figures, age, checkpoint, and what this role may do."""
    await at.chats.draft()
    page = (await (await as_role(Role.MODERATOR)).get("/console/queue")).text
    for part in ("text 1", "Draft 1", "temperature 0.8", "checkpoint base-ru", ENGLISH.card_pending, "1 second ago"):
        assert part in page
    for verb in ("approve", "now", "another", "reject", "ban"):
        assert f'action="/console/queue/1/{verb}"' in page
    assert "This page shows what was there at" in page
    assert "/console/queue/write" not in page
    assert "/console/queue/write" in (await (await as_role(Role.ADMIN)).get("/console/queue")).text


@pytest.mark.parametrize(
    ("verb", "after", "notice"),
    [
        ("approve", DraftState.APPROVED, ENGLISH.notice_approved),
        ("reject", DraftState.REJECTED, ENGLISH.notice_rejected),
        ("another", DraftState.REJECTED, ENGLISH.notice_replaced),
    ],
)
async def test_a_verdict_on_the_page_is_the_chats(
    at: Console, as_role: AsRole, verb: str, after: DraftState, notice: str
) -> None:
    """The draft moves, the log has an entry, the cards in chat say who did it, and one goes on at the next card."""
    await at.chats.draft()
    browser = await as_role(Role.MODERATOR)
    shown = await browser.post(f"/console/queue/1/{verb}", seen="0", shelf="waiting", then="7")
    assert shown.location == "/console/queue?shelf=waiting#draft-7"
    assert await told(browser, shown) == notice
    assert await state(at) is after
    [decision] = await at.chats.reach.queue.decisions(1)
    assert (decision.verdict, decision.moderator) == (Verdict(verb), MODERATOR)
    assert f"draft.{verb}" in [entry.action for entry in await at.chats.reach.audit_log.last(9)]
    assert str(MODERATOR) in at.chats.telegram.cards(MODERATORS_CHAT)[0].text


async def test_a_draft_goes_out_at_once_and_is_taken_back_within_a_minute(at: Console, as_role: AsRole) -> None:
    """And after that only by an admin."""
    for _ in range(2):
        await at.chats.draft()
    moderator, admin = await as_role(Role.MODERATOR), await as_role(Role.ADMIN)
    for draft_id in (1, 2):
        shown = await moderator.post(f"/console/queue/{draft_id}/now", seen="0")
        assert await told(moderator, shown) == ENGLISH.notice_now
    await at.chats.tick()
    page = (await moderator.get("/console/queue/1")).text
    assert "https://vk.com/wall-1_1" in page
    assert "/console/queue/1/cancel" in page
    assert "/console/queue/1/takedown" not in page
    shown = await moderator.post("/console/queue/1/cancel", view="own")
    assert shown.location == "/console/queue/1"
    assert await told(moderator, shown) == ENGLISH.notice_taken_down
    at.chats.clock.forward(minutes=2)
    shown = await moderator.post("/console/queue/2/cancel")
    assert await told(moderator, shown) == ENGLISH.notice_cancel_over
    assert (await moderator.post("/console/queue/2/takedown")).status == 403
    assert await told(admin, await admin.post("/console/queue/2/takedown")) == ENGLISH.notice_taken_down
    assert await state(at, 2) is DraftState.TAKEN_DOWN


async def test_a_rejection_comes_with_its_reason_and_can_be_taken_back(at: Console, as_role: AsRole) -> None:
    await at.chats.draft()
    browser = await as_role(Role.MODERATOR)
    long = await browser.post("/console/queue/1/reject", reason="r" * 501)
    assert long.status == 422
    assert "r" * 501 in long.text
    assert await state(at) is DraftState.PENDING
    await browser.post("/console/queue/1/reject", reason="<b>dull</b>")
    assert (await at.chats.reach.queue.decisions(1))[0].reason == "<b>dull</b>"
    page = (await browser.get("/console/queue?shelf=rejected")).text
    assert "&lt;b&gt;dull&lt;/b&gt;" in page
    assert "<b>dull" not in page
    assert await told(browser, await browser.post("/console/queue/1/takeback")) == ENGLISH.notice_taken_back
    assert await state(at) is DraftState.PENDING


async def test_a_reason_is_given_afterwards_by_who_rejected(at: Console, as_role: AsRole) -> None:
    """And by nobody else."""
    await at.chats.draft()
    browser, other = await as_role(Role.MODERATOR), await at.logged_in(OTHER_MODERATOR)
    await browser.post("/console/queue/1/reject")
    assert (await other.post("/console/queue/1/why", reason="mine")).status == 409
    assert await told(browser, await browser.post("/console/queue/1/why", view="own", reason="dull")) == EN.reasoned
    assert "Reason: dull" in (await other.get("/console/queue/1")).text


async def test_an_edit_is_kept_and_an_outdated_one_keeps_what_was_typed(at: Console, as_role: AsRole) -> None:
    """Whoever was slower sees the present text above their own, and may save again."""
    await at.chats.draft()
    first, second = await as_role(Role.MODERATOR), await at.logged_in(OTHER_MODERATOR)
    shown = await first.post("/console/queue/1/edit", seen="0", text="one line\r\nand another", view="own")
    assert await told(first, shown) == EN.edited_for_others
    assert (await at.chats.reach.queue.get(1)).text == "one line\nand another"
    assert "one line" in at.chats.telegram.cards(MODERATORS_CHAT)[0].text
    late = await second.post("/console/queue/1/edit", seen="0", text="my <better> text")
    assert late.status == 409
    assert "my &lt;better&gt; text</textarea>" in late.text
    assert 'name="seen" value="1"' in late.text
    assert "somebody else edited the text" in late.text
    assert (await at.chats.reach.queue.get(1)).text == "one line\nand another"
    page = (await second.get("/console/queue/1")).text
    assert "<ins>one line and another</ins>" in page


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("  ", "it takes 1 to 4096 characters"),
        ("x" * 4_097, "it takes 1 to 4096 characters"),
        ("a Duck!", "the banned word “duck”"),
    ],
)
async def test_a_text_that_cannot_go_out_is_said_beside_its_field(
    at: Console, as_role: AsRole, text: str, problem: str
) -> None:
    """With what was typed still in it."""
    await at.chats.draft()
    browser = await as_role(Role.MODERATOR)
    await browser.post("/console/queue/1/ban", word="duck")
    draft = await at.chats.draft()
    shown = await browser.post(f"/console/queue/{draft.id}/edit", seen="0", text=text)
    assert shown.status == 422
    assert problem in shown.text
    assert f"{text}</textarea>" in shown.text
    assert (await at.chats.reach.queue.get(draft.id)).text == draft.text


async def test_a_pictures_boxes_are_edited_together(at: Console, as_role: AsRole) -> None:
    """In one decision, which says what became of each box; the picture is the console's own to show."""
    draft = await at.chats.picture_draft()
    browser = await as_role(Role.MODERATOR)
    address = f"/console/queue/{draft.id}"
    picture = await browser.get(f"{address}/picture")
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.headers["Cache-Control"].startswith("private")
    shown = await browser.post(f"{address}/boxes", **{"seen": "0", "box-1": "top", "box-2": "", "view": "own"})
    assert await told(browser, shown) == EN.edited_for_others
    (changed,) = (await at.chats.reach.queue.get(draft.id)).captions
    assert changed.boxes == ("top", "")
    assert len(await at.chats.reach.queue.decisions(draft.id)) == 1
    empty = await browser.post(f"{address}/boxes", **{"seen": "1", "box-1": "", "box-2": " "})
    assert empty.status == 422
    assert "without any words" in empty.text
    assert (await (await at.browser()).get(f"{address}/picture")).status == 303
    assert (await browser.get("/console/queue/999/picture")).status == 404


async def test_a_banned_word_takes_other_drafts_along(at: Console, as_role: AsRole) -> None:
    for _ in range(3):
        await at.chats.draft()
    browser = await as_role(Role.MODERATOR)
    assert (await browser.post("/console/queue/1/ban", word="x")).status == 422
    notice = await told(browser, await browser.post("/console/queue/2/ban", word="TEXT"))
    assert notice == EN.banned.format(word="text", drafts="3 drafts")
    assert [await state(at, number) for number in (1, 2, 3)] == [DraftState.REJECTED] * 3


@pytest.mark.parametrize(("count", "status"), [("3", 303), ("0", 422), ("21", 422), ("²", 422), ("9" * 999, 422)])
async def test_an_admin_has_more_written(at: Console, as_role: AsRole, count: str, status: int) -> None:
    """As /queue 3 does, with its cards in chat; another number is refused beside the field."""
    browser = await as_role(Role.ADMIN)
    shown = await browser.post("/console/queue/write", count=count)
    assert shown.status == status
    if status == 303:
        assert await told(browser, shown) == ENGLISH.queue_written.format(drafts="3 drafts")
        assert len(at.chats.telegram.cards(MODERATORS_CHAT)) == 3
    else:
        assert "A number from 1 to 20, please." in shown.text
        assert at.chats.writer.asked == []


async def test_of_chat_and_page_the_first_decides(at: Console, as_role: AsRole) -> None:
    """The other one hears who was faster, and a vote on a text that was edited meanwhile does not count."""
    await at.chats.draft()
    browser = await as_role(Role.MODERATOR)
    await at.chats.press(OTHER_MODERATOR, "reject:1")
    notice = await told(browser, await browser.post("/console/queue/1/approve", seen="0"))
    assert notice == f"Draft 1 is decided: rejected ({OTHER_MODERATOR})"
    await at.chats.draft()
    await at.chats.press(OTHER_MODERATOR, "edit:2")
    await at.chats.say(OTHER_MODERATOR, "a better text", MODERATORS_CHAT)
    assert await told(browser, await browser.post("/console/queue/2/approve", seen="0")) == ENGLISH.notice_outdated
    assert await state(at, 2) is DraftState.PENDING
    await browser.post("/console/queue/2/approve", seen="1")
    assert await at.chats.press(OTHER_MODERATOR, "reject:2.1") == f"Draft 2 is decided: approved ({MODERATOR})"


async def test_votes_are_counted_together(chats: Chats, serving: Serve) -> None:
    """One in chat and one on the page make two."""
    chats.vote(VotingRules(approvals=2))
    await chats.draft()
    await chats.press(OTHER_MODERATOR, "approve:1")
    async with serving(reach=chats.reach) as at:
        browser = await at.logged_in(MODERATOR)
        assert f"👍 Approvals: 1 of 2: {OTHER_MODERATOR}" in (await browser.get("/console/queue")).text
        shown = await browser.post("/console/queue/1/approve", seen="0")
        assert await told(browser, shown) == ENGLISH.notice_approved
        assert await state(at) is DraftState.APPROVED


async def test_stored_scripts_are_text_everywhere(at: Console, as_role: AsRole) -> None:
    """In cards, histories, pictures' names and fields."""
    hostile = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>"
    await at.chats.draft()
    await at.chats.rewrite(1, hostile)
    browser = await as_role(Role.OWNER)
    await browser.post("/console/queue/1/edit", seen="0", text=f"{hostile} again")
    await browser.post("/console/queue/1/reject", seen="1", reason=hostile)
    for address in ("/console/queue?shelf=rejected", "/console/queue/1"):
        page = (await browser.get(address)).text
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize(
    "query",
    [
        "shelf=nonsense",
        "shelf=waiting&start=-1",
        "start=%00",
        "start=" + "9" * 500,
        "start=1'--",
        "shelf=%F0%9F&start=²",
    ],
)
async def test_hostile_addresses_show_the_queue(at: Console, as_role: AsRole, query: str) -> None:
    await at.chats.draft()
    shown = await (await as_role(Role.MODERATOR)).get(f"/console/queue?{query}")
    assert shown.status == 200
    assert "text 1" in shown.text


async def test_a_shelf_is_leafed_through_without_passing_anything_over(at: Console, as_role: AsRole) -> None:
    """A page begins at a draft: what is decided meanwhile on earlier pages moves nothing."""
    await at.chats.reach.compose.queue(25)
    browser = await as_role(Role.MODERATOR)
    address, seen = "/console/queue", list[str]()
    for _ in range(3):
        page = (await browser.get(address)).text
        assert len(page.encode()) < 100_000
        seen += re.findall(r'data-draft="(\d+)"', page)
        await at.chats.reach.decide.reject(len(seen), MODERATOR)
        link = re.search(r'rel="next" href="([^"]+)"', page)
        address = link[1].replace("&amp;", "&") if link else ""
    assert seen == [str(number) for number in range(1, 26)]
    assert address == ""


async def test_what_nobody_knows_is_settled_on_the_drafts_page(at: Console, as_role: AsRole) -> None:
    """By admins, as with the buttons of the notice in chat; whoever comes later hears that it is settled."""
    at.chats.channel.plan, at.chats.channel.can_look = [Unsure("the answer was lost")], False
    await at.chats.approved()
    await at.chats.slot("telegram:@channel")
    at.chats.clock.forward(hours=1)
    await at.chats.tick()
    assert await state(at) is DraftState.UNSURE
    admin, moderator = await as_role(Role.ADMIN), await as_role(Role.MODERATOR)
    address = "/console/queue/1/publications/1/there"
    assert address in (await admin.get("/console/queue/1")).text
    assert address not in (await moderator.get("/console/queue/1")).text
    assert await told(admin, await admin.post(address)) == ENGLISH.notice_there
    assert await state(at) is DraftState.PUBLISHED
    assert await told(admin, await admin.post(address)) == ENGLISH.notice_settled


async def test_an_album_shows_its_pictures_side_by_side_and_loses_one(at: Console, as_role: AsRole) -> None:
    """Each has its own address and its own words; the boxes of all are saved together."""
    draft = await at.chats.album_draft(3)
    browser, address = await as_role(Role.MODERATOR), f"/console/queue/{draft.id}"
    page = (await browser.get("/console/queue")).text
    own = (await browser.get(address)).text
    for number, caption in enumerate(draft.captions, start=1):
        shown = f"{address}/picture?of=0" + (f"&amp;number={number}" if number > 1 else "")
        alt = caption.text.replace("\n", "\n")
        for text in (page, own):
            assert f'src="{shown}" alt="{EN.picture_of.format(text=alt)}"' in text
        picture = await browser.get(shown.replace("&amp;", "&"))
        assert picture.text == f"drake: {' / '.join(caption.boxes)}"
    assert (await browser.get(f"{address}/picture?number=4")).status == 404
    boxes = {f"box-{number}": f"words {number}" for number in range(1, 7)}
    saved = await browser.post(f"{address}/boxes", seen="0", view="own", **boxes)
    assert await told(browser, saved) == EN.edited_for_others
    assert (await at.chats.reach.queue.get(draft.id)).text == "\n\n".join(boxes.values())
    dropped = await browser.post(f"{address}/drop", seen="1", view="own", picture="2")
    assert await told(browser, dropped) == ENGLISH.notice_dropped
    left = await at.chats.reach.queue.get(draft.id)
    assert [caption.boxes[0] for caption in left.captions] == ["words 1", "words 5"]
    assert (await browser.post(f"{address}/drop", seen="1", picture="2")).status == 409
    assert (await browser.post(f"{address}/drop", seen="2", picture="nonsense")).status == 409
    assert (await at.chats.reach.queue.get(draft.id)).captions == left.captions
    history = (await browser.get(address)).text
    assert "words 3" in history
    await browser.post(f"{address}/drop", seen="2", picture="1")
    assert (await browser.post(f"{address}/drop", seen="3", picture="1")).status == 409
    assert f"{address}/drop" not in (await browser.get(address)).text
