"""The corpus on the console: counted, searched and shown as text; nobody is forgotten unasked."""

from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from bot.domain.audit import Signature
from bot.domain.member import Address, Platform, Role
from bot.flow.authors import AuthorHash
from bot.flow.cleaning_report import CleaningReport
from bot.flow.gather import gather
from bot.storage.posts import Pass
from corpus.cleaning import Reason
from corpus.post import Post
from tests.web.console.conftest import AsRole, Console, Serve

# As in the chat tests' house.
AUTHORS = AuthorHash(b"0" * 16)
ANNA, BORIS = "vk:42", "vk:7"
MARCH = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
EVIL = "<script>alert('пост')</script> & <img src=x onerror=alert(1)>"


async def fill(at: Console, *posts: Post) -> None:
    await gather(posts, at.chats.reach.posts, AUTHORS, keep_absent=True)


def wall() -> list[Post]:
    return [
        Post("мой кот опять ушёл жить к соседям, потому что у них жарят рыбу", "vk:-1", "11", ANNA, MARCH),
        Post("а у меня пёс", "vk:-1", "12", BORIS, MARCH, is_repost=True),
        Post(EVIL, "file:<b>jokes</b>.txt", "1", None, None),
    ]


async def test_what_was_read_is_counted_by_month_and_source(at: Console, as_role: AsRole) -> None:
    await fill(at, *wall())
    progress = Pass("vk:-1", 1, 2, 2, True, MARCH, MARCH)
    await at.chats.reach.posts.finish(progress)
    by = Signature("terminal:1", MARCH)
    await at.chats.reach.audit_log.add(by, "posts.import", "file:<i>x</i>.txt", new=1, edited=0)
    browser = await as_role(Role.ADMIN)
    text = (await browser.get("/console/corpus")).text
    assert '<p class="figure">3</p>' in text
    assert "2026-03" in text
    assert "file:&lt;b&gt;jokes&lt;/b&gt;.txt" in text
    assert "&lt;i&gt;x&lt;/i&gt;.txt, 1 new, 0 changed" in text
    assert "01.03.2026 12:00" in text  # in Moscow
    assert "No cleaning has told yet" in text


async def test_what_cleaning_dropped_is_shown_as_it_was_counted(serving: Serve) -> None:
    report = CleaningReport(MARCH, 12_000, 9_000, 1_234_567, {Reason.COPY: 2_000, "<u>new</u>": 1_000}, {})
    async with serving(cleaning=lambda: report) as at:
        browser = await at.logged_in(Address(Platform.TELEGRAM, 13))
        text = (await browser.get("/console/corpus")).text
    assert "copies" in text
    assert "16.7\u00a0%" in text
    assert "&lt;u&gt;new&lt;/u&gt;" in text
    assert "1\u202f234\u202f567" in text


async def test_posts_are_text_wherever_they_are_shown(at: Console, as_role: AsRole) -> None:
    await fill(at, *wall())
    browser = await as_role(Role.ADMIN)
    for path in ("/console/corpus/posts", "/console/corpus/posts?q=alert", "/console/corpus/posts/3"):
        text = (await browser.get(path)).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;alert(&#39;пост&#39;)" in text


async def test_a_search_takes_any_signs_as_text(at: Console, as_role: AsRole) -> None:
    await fill(at, *wall())
    browser = await as_role(Role.ADMIN)
    hits = {"КОТ": 1, "%": 0, "_": 0, "": 3, "  ": 3, "' or 1=1 --": 0, "\0": 0, "🦀" * 1_000: 0, '"><script>': 0}
    for wanted, count in hits.items():
        shown = await browser.get(f"/console/corpus/posts?{urlencode({'q': wanted})}")
        assert shown.status == 200
        assert shown.text.count('<li class="card">') == count, wanted
        assert '"><script>' not in shown.text


async def test_a_page_that_does_not_exist_is_the_nearest(at: Console, as_role: AsRole) -> None:
    await fill(at, *(Post(f"пост {number}", "vk:-1", str(number)) for number in range(30)))
    browser = await as_role(Role.ADMIN)
    for page in ("-1", "0", "99999999999999999999", "x", "²", ""):
        shown = await browser.get(f"/console/corpus/posts?page={quote(page)}")
        assert (shown.status, "1 of 2" in shown.text) == (200, True), page
    assert "2 of 2" in (await browser.get("/console/corpus/posts?page=77")).text


async def test_a_post_that_does_not_exist_is_not_found(at: Console, as_role: AsRole) -> None:
    await fill(at, *wall())
    browser = await as_role(Role.ADMIN)
    for number in ("0", "-1", "99", "x", "9" * 30, "1%00", "1;--"):
        assert (await browser.get(f"/console/corpus/posts/{number}")).status == 404, number


async def test_a_post_of_a_wall_leads_there_and_to_its_authors_others(at: Console, as_role: AsRole) -> None:
    await fill(at, *wall())
    browser = await as_role(Role.ADMIN)
    text = (await browser.get("/console/corpus/posts/1")).text
    assert 'href="https://vk.ru/wall-1_11"' in text
    of_anna = await browser.get(f"/console/corpus/posts?author={AUTHORS.of(ANNA)}")
    assert "кот" in of_anna.text
    assert "пёс" not in of_anna.text
    assert (await browser.get("/console/corpus/posts?author=%25")).status == 404


async def test_forgetting_shows_first_what_is_stored_and_removes_nothing_unless_sure(
    at: Console, as_role: AsRole
) -> None:
    """Neither looking, nor a form without the tick, removes anything."""
    await fill(at, *wall())
    browser = await as_role(Role.ADMIN)
    looked = await browser.get("/console/corpus/forget?who=vk.com/id42")
    assert looked.status == 200
    assert "Forget vk:42" in looked.text
    assert "1, from 01.03.2026 to 01.03.2026" in looked.text
    unsure = await browser.post("/console/corpus/forget", who="vk:42")
    assert unsure.status == 422
    assert "Nothing was removed" in unsure.text
    assert await at.chats.reach.posts.count() == 3
    assert [entry.action for entry in await at.chats.reach.audit_log.last(9)] == ["console.login"]


async def test_whoever_is_forgotten_surely_is_gone_as_by_the_command(at: Console, as_role: AsRole) -> None:
    await fill(at, *wall())
    browser = await as_role(Role.ADMIN)
    done = await browser.post("/console/corpus/forget", who="vk:42", sure="yes")
    assert "vk:42" in await browser.notice(done)
    assert [post.text for post in await at.chats.reach.posts.all() if "кот" in post.text] == []
    last = (await at.chats.reach.audit_log.last(1))[0]
    assert (last.action, last.actor) == ("author.forget", "telegram:13")
    assert "vk:42" not in last.object
    await fill(at, *wall())
    assert await at.chats.reach.posts.count() == 2


async def test_an_author_without_a_name_is_forgotten_by_the_posts_key(at: Console, as_role: AsRole) -> None:
    await fill(at, *wall())
    browser = await as_role(Role.ADMIN)
    author = AUTHORS.of(ANNA)
    assert "1, from" in (await browser.get(f"/console/corpus/forget?author={author}")).text
    assert (await browser.post("/console/corpus/forget", author=author)).status == 422
    done = await browser.post("/console/corpus/forget", author=author, sure="yes")
    assert f"author:{author[:16]}" in await browser.notice(done)
    assert await at.chats.reach.posts.count() == 2
    # Now there is nothing of theirs to show, nor to forget.
    assert (await browser.get(f"/console/corpus/forget?author={author}")).status == 404


async def test_whoever_can_not_be_told_is_said_so(at: Console, as_role: AsRole) -> None:
    browser = await as_role(Role.ADMIN)
    for who in ("nobody", "<script>alert(1)</script>", "vk:0", "telegram:-5", "vk:" + "9" * 50):
        shown = await browser.get(f"/console/corpus/forget?{urlencode({'who': who})}")
        assert shown.status == 422
        assert "<script>alert" not in shown.text
        assert await browser.notice(await browser.post("/console/corpus/forget", who=who, sure="yes"))
    assert (await browser.get("/console/corpus/forget?author=' or 1=1")).status == 404
