"""Templates on the console: pictures of what is typed, captions that are written, uploads that may be anything."""

import asyncio
import io
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from html import escape
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest
from PIL import Image
from starlette.requests import Request

from bot.chat.memes import MAX_OWN
from bot.domain.caption import Caption
from bot.domain.measured import Measured
from bot.domain.member import Role
from bot.domain.session import LoginWay
from bot.domain.template import Example
from bot.errors import Misconfigured, Refused, Retryable
from bot.painter.client import PainterProcess
from bot.painter.keeper import ProcessTemplates
from bot.painter.painter import ProcessPainter
from bot.web.console.assets import Assets
from bot.web.console.easel import Easel
from bot.web.console.house import House
from bot.web.console.reception import Reception
from bot.web.console.refusals import TooMany
from bot.web.console.rendering import Rendering
from bot.web.console.visitor import Visitor
from tests.chat.fakes import PEOPLE, template
from tests.pictures import hostile_files
from tests.web.console.conftest import AsRole, Browser, Console, Serve, Shown

EVIL = "<script>alert(1)</script>"
FINE = Measured(characters=20, lines=1, copied_characters=0, looped_share=0.0, known_words=1.0)
ADD = "/console/templates/_add"
HOSTILE = {
    "empty": b"",
    "none": None,
    "broken": b"GIF89a" + b"\xff" * 100,
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "size": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (100_000).to_bytes(4) * 2 + b"\x08\x02\0\0\0",
    "noise": os.urandom(1_000_000),
    "jpeg": hostile_files.jpeg_claiming(60_000, 60_000),
    "gif": hostile_files.gif(60_000, 60_000, 1),
}


def shelve(at: Console) -> None:
    """Two templates, one of the community's own with hostile words wherever words are."""
    evil = template("own", EVIL, examples=(Example("en", (EVIL,)),), is_shipped=False)
    at.chats.painter.shelf = (
        replace(evil, titles={"en": EVIL, "ru": EVIL}, aliases=(EVIL,)),
        template("drake", "no", "yes"),
    )


@pytest.fixture
async def real(serving: Serve, house: House, tmp_path: Path) -> AsyncIterator[Console]:
    """The console over the real painter and a real folder of own templates."""
    folder = tmp_path / "templates"
    async with PainterProcess() as easel:
        painter = ProcessPainter(easel, folder)
        keeper = ProcessTemplates(easel, folder, tmp_path / "pictures")
        async with serving(reach=replace(house.reach, painter=painter, own_templates=keeper)) as at:
            yield at


def png(width: int = 200, height: int = 120) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "#446688").save(made, "PNG")
    return made.getvalue()


async def upload(browser: Browser, picture: bytes | None, csrf: str | None = None, **fields: str) -> Shown:
    """Send the form for a new template, as browsers do."""
    form = aiohttp.FormData()
    form.add_field("csrf", browser.csrf if csrf is None else csrf)
    for name, value in fields.items():
        form.add_field(name, value)
    if picture is not None:
        form.add_field("picture", io.BytesIO(picture), filename="../../evil.png", content_type="image/png")
    async with browser.session.post(ADD, data=form, allow_redirects=False, headers=browser.headers) as answer:
        return Shown(answer.status, await answer.text(), dict(answer.headers))


async def test_all_templates_are_shown_and_what_is_written_on_them_is_text(at: Console, as_role: AsRole) -> None:
    shelve(at)
    browser = await as_role(Role.ADMIN)
    for path in ("/console/templates", "/console/templates/own", "/console/templates/drake"):
        shown = await browser.get(path)
        assert shown.status == 200
        assert "<script>alert" not in shown.text
    assert "&lt;script&gt;" in (await browser.get("/console/templates")).text


async def test_a_template_is_found_by_exactly_its_name(at: Console, as_role: AsRole) -> None:
    shelve(at)
    browser = await as_role(Role.MODERATOR)
    for name in ("nothing", "Drake", "..%2f..%2fetc", "%00", "a" * 5_000):
        assert (await browser.get(f"/console/templates/{name}")).status == 404, name
        assert (await browser.get(f"/console/templates/{name}/meme")).status == 404, name


async def test_the_picture_follows_what_is_typed(real: Console) -> None:
    """With and without a script: the page names the picture's address, the address is the picture."""
    browser = await real.logged_in(PEOPLE[Role.MODERATOR])
    query = urlencode([("box", "писать <b>самому</b>"), ("box", "попросить & ждать")])
    page = await browser.get(f"/console/templates/drake?{query}")
    assert page.status == 200
    assert "писать &lt;b&gt;самому&lt;/b&gt; / попросить &amp; ждать" in page.text
    assert f"/console/templates/drake/meme?{query}".replace("&", "&amp;") in page.text
    async with browser.session.get(f"/console/templates/drake/meme?{query}") as answer:
        data = await answer.read()
        assert (answer.content_type, answer.headers["Cache-Control"]) == ("image/jpeg", "private, max-age=300")
    assert Image.open(io.BytesIO(data)).width == 600
    async with browser.session.get("/console/templates/drake/meme?example=1&small=1") as answer:
        assert Image.open(io.BytesIO(await answer.read())).width == 300


async def test_words_that_no_member_may_write_are_not_painted(at: Console, as_role: AsRole) -> None:
    """The page tells why in place of the picture; so does the picture's address, for the script."""
    shelve(at)
    browser = await as_role(Role.OWNER)
    for words in ("voldemort", "V0LDEMORT", "хуй", "x" * (MAX_OWN + 1)):
        for path in ("/console/templates/drake", "/console/templates/drake/meme"):
            shown = await browser.get(f"{path}?{urlencode({'box': words})}")
            assert (shown.status, bool(shown.text)) == (422, True), words
        to_script = await browser.get(f"{path}?{urlencode({'box': words})}", **{"X-Console-Live": "1"})
        assert (to_script.status, to_script.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert (await browser.get("/console/templates/drake/meme")).headers["Content-Type"] == "image/jpeg"


async def test_more_texts_than_boxes_are_not_looked_at(at: Console, as_role: AsRole) -> None:
    shelve(at)
    query = urlencode([("box", str(number)) for number in range(500)])
    shown = await (await as_role(Role.MODERATOR)).get(f"/console/templates/drake/meme?{query}")
    assert shown.text == "drake: 0 / 1"


async def test_what_can_not_be_painted_is_said_so(at: Console, as_role: AsRole) -> None:
    shelve(at)
    at.chats.painter.most_characters = 3
    browser = await as_role(Role.MODERATOR)
    assert (await browser.get("/console/templates/drake/meme?box=abcdef")).status == 422
    assert "abcdef" in (await browser.get("/console/templates/drake?box=abcdef")).text  # what was typed is not lost


async def test_the_network_writes_words_that_can_then_be_changed(at: Console, as_role: AsRole) -> None:
    """They stand in the boxes afterwards; nothing was put anywhere."""
    shelve(at)
    at.chats.guard(FINE)
    browser = await as_role(Role.MODERATOR)
    written = await browser.post("/console/templates/drake/caption", about="коты & псы")
    assert written.status == 303
    boxes = parse_qs(urlsplit(written.location).query)
    assert len(boxes["box"]) == 2
    assert boxes["about"] == ["коты & псы"]
    page = (await browser.get(written.location)).text
    assert all(escape(text) in page for text in boxes["box"])
    assert sum((await at.chats.reach.queue.counts()).values()) == 0


async def test_a_network_that_can_not_write_says_why(at: Console, as_role: AsRole) -> None:
    shelve(at)
    browser = await as_role(Role.MODERATOR)
    for fault in (Retryable("busy", 3), Refused("no"), Misconfigured("no checkpoint")):
        at.chats.writer.fault = fault
        assert await browser.notice(await browser.post("/console/templates/drake/caption"))
    asked = len(at.chats.writer.asked)
    assert await browser.notice(await browser.post("/console/templates/drake/caption", about="voldemort"))
    assert len(at.chats.writer.asked) == asked


async def test_an_own_template_is_added_used_and_removed(real: Console) -> None:
    """By the chat's own code; of the file only pixels are kept."""
    browser = await real.logged_in(PEOPLE[Role.ADMIN])
    added = await upload(browser, png(), name="Cat", title_ru="Кот", boxes="сверху\nлапа: 10,60,35,20\n")
    assert added.location == "/console/templates/cat"
    page = await browser.get("/console/templates/cat")
    assert "лапа" in page.text
    async with browser.session.get("/console/templates/cat/meme?box=мяу") as answer:
        assert Image.open(io.BytesIO(await answer.read())).size == (600, 360)
    last = (await real.house.reach.audit_log.last(1))[0]
    assert (last.actor, last.action, last.object) == ("telegram:13", "template.add", "cat")
    gone = await browser.post("/console/templates/cat/remove")
    assert await browser.notice(gone)
    assert (await browser.get("/console/templates/cat")).status == 404
    assert "drake" in await browser.notice(await browser.post("/console/templates/drake/remove"))
    assert (await browser.get("/console/templates/drake")).status == 200


async def test_a_hostile_file_becomes_no_template(real: Console) -> None:
    browser = await real.logged_in(PEOPLE[Role.ADMIN])
    for name, picture in HOSTILE.items():
        shown = await upload(browser, picture, name="cat", boxes="сверху", title_en='"><script>')
        assert (shown.status, 'role="alert"' in shown.text) == (422, True), name
        assert 'value="cat"' in shown.text  # what was typed is not lost
        assert '"><script>' not in shown.text
    assert real.house.reach.own_templates.names() == ()


async def test_a_form_with_nonsense_makes_no_template(real: Console) -> None:
    browser = await real.logged_in(PEOPLE[Role.ADMIN])
    for fields in (
        {"name": "../../etc"},
        {"name": ""},
        {"name": "КОТ"},
        {"name": "a" * 5_000},
        {"name": "cat", "boxes": "где-нибудь"},
        {"name": "cat", "boxes": "x: 90,90,50,50"},
        {"name": "cat", "boxes": "top\n" * 500},
    ):
        assert (await upload(browser, png(), **fields)).status == 422, fields
    assert real.house.reach.own_templates.names() == ()


async def test_a_name_that_is_taken_stays_whose_it_is(real: Console) -> None:
    browser = await real.logged_in(PEOPLE[Role.ADMIN])
    assert (await upload(browser, png(), name="cat")).status == 303
    assert (await upload(browser, png(300, 300), name="cat")).status == 422
    async with browser.session.get("/console/templates/cat/meme") as answer:
        assert Image.open(io.BytesIO(await answer.read())).size == (600, 360)


async def test_a_large_body_is_taken_from_admins_and_only_there(real: Console) -> None:
    """And no larger than a photo may be; nobody else's is read at all."""
    admin, moderator = await real.logged_in(PEOPLE[Role.ADMIN]), await real.logged_in(PEOPLE[Role.MODERATOR])
    noise = os.urandom(3_000_000)
    assert (await upload(admin, noise, name="cat")).status == 422  # read, and no picture
    assert (await upload(moderator, noise, name="cat")).status == 403
    assert (await upload(admin, noise, csrf="wrong", name="cat")).status == 403
    assert (await admin.post("/console/words/ban", word="x" * 100_000)).status == 413
    stranger = await real.browser()
    assert (await upload(stranger, noise, csrf="", name="cat")).status == 303
    reader, writer = await asyncio.open_connection("127.0.0.1", int(real.url.rpartition(":")[2]))
    head = f"POST {ADD} HTTP/1.1\r\nHost: x\r\nContent-Length: {10**9}\r\nContent-Type: multipart/form-data\r\n\r\n"
    writer.write(head.encode() + b"x" * 40_000)
    assert (await reader.read(30)).startswith(b"HTTP/1.1 413")
    writer.close()


async def test_the_picture_for_typing_is_not_painted_without_end(at: Console) -> None:
    """Whoever keeps asking is told to wait, and others are not: members' memes wait for the same painter."""
    shelve(at)
    seconds = [0.0]
    easel = Easel(at.chats.reach, now_s=lambda: seconds[0])
    eager, other = await visitors(at, Role.MODERATOR, Role.ADMIN)
    caption = Caption("drake", ("a", "b"))
    for _ in range(400):
        await easel.paint(eager, caption, 300, is_own=True)
    with pytest.raises(TooMany) as wait:
        await easel.paint(eager, caption, 300, is_own=True)
    await easel.paint(other, caption, 300, is_own=True)
    seconds[0] += wait.value.wait_s
    await easel.paint(eager, caption, 300, is_own=True)


async def visitors(at: Console, *roles: Role) -> list[Visitor]:
    """People who are logged in."""
    found = []
    reception = Reception(at.house, Rendering([], Assets(), "UTC"))
    for role in roles:
        token = await at.house.sessions.begin(PEOPLE[role], LoginWay.LINK, "", at.chats.clock.now())
        cookie = f"wallflower_80={token}".encode()
        scope = {"type": "http", "method": "GET", "path": "/", "server": ("x", 80), "scheme": "http"}
        found.append(await reception.visitor(Request({**scope, "query_string": b"", "headers": [(b"cookie", cookie)]})))
    return found
