"""Whoever reads Russian finds no English on the console, least of all where something went wrong."""

import re
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest

from bot.domain.checkpoint_run import Errand, ErrandKind, KnownRun
from bot.domain.draft import Decision, Verdict
from bot.domain.finding import Examined, Finding
from bot.domain.member import Role
from bot.domain.place import Place
from bot.domain.publication import PublicationState
from bot.domain.slot import Slot
from bot.domain.trouble import Trouble
from bot.flow.watched_writer import WatchedWriter
from bot.laboratory import HomeLaboratory
from bot.ports import WrittenText
from bot.retraining import Retraining
from bot.settings import Home
from bot.storage.census import Census
from bot.storage.chores import Chores
from bot.storage.opt_outs import OptOuts
from bot.storage.retrains import Retrains
from bot.web.console.house import House
from bot.web.console.words.troubles import SENTENCES
from bot.web.readiness import Readiness
from bot.web.vitals import Vitals
from tests.chat.fakes import NOON, PEOPLE
from tests.chat.fakes import House as Chats
from tests.web.console.conftest import Browser, Console, Serve
from tests.web.console.latin import english_in
from tests.web.console.test_every_route import routes
from tests.web.console.test_finding_words import ALL, facts_of

OWNER = PEOPLE[Role.OWNER]
UNREADABLE = (
    "monday/best/manifest.json: the file was cut short or altered. Train a new one, or choose another checkpoint."
)
GONE = "VK gave no good answer to wall.post: it did not come in time. Try again later"


class FindsEverything:
    """An examiner to whom nothing is in order, and everything."""

    def __init__(self) -> None:
        self._found = tuple(one.found(**facts_of(one)) for one in ALL)

    async def look(self) -> Sequence[Finding]:
        return list(self._found)

    def examine(self) -> bool:
        return False

    async def examined(self) -> Examined | None:
        return Examined(NOON, self._found)


class Fails(HomeLaboratory):
    """A laboratory in which a run can't be read and a comparison came to nothing."""

    async def runs(self) -> tuple[KnownRun, ...]:
        return KnownRun("monday", problem=UNREADABLE), KnownRun("sunday", is_live=True)

    def errand(self) -> Errand | None:
        return Errand(ErrandKind.COMPARE, ("monday", "sunday"), NOON, is_done=True, problem=f"wallflower: {UNREADABLE}")


@pytest.fixture
async def laboratory(chats: Chats, laboratory_home: Home) -> AsyncIterator[HomeLaboratory]:
    """Over an empty home."""
    laboratory_home.folder.mkdir()
    retraining = Retraining(laboratory_home, OptOuts(chats.database), Retrains(chats.database), timedelta(days=1))
    made = Fails(laboratory_home, chats.database, chats.writer, retraining)
    yield made
    await made.close()


async def russian(at: Console) -> Browser:
    await at.chats.reach.community.set_language(OWNER, "ru")
    return await at.logged_in(OWNER)


@pytest.fixture
async def busy(chats: Chats) -> Chats:
    """Drafts, a slot, and a publication of which nobody knows."""
    queue, publications = chats.reach.queue, chats.reach.publications
    for text in ("Первый", "Второй"):
        draft = await queue.add(WrittenText(text, True, "запуск@1", 1), "", 0.8, NOON)
        await queue.decide(Decision(draft.id, Verdict.APPROVE, OWNER, NOON))
    await publications.at_once(1, [Place.parse("vk:-1")], NOON, approvals=1)
    claimed = await publications.claim(NOON, NOON + timedelta(minutes=1), lambda _, one: one.text)
    assert claimed is not None
    await publications.settle(claimed[0], PublicationState.UNSURE, NOON, problem=GONE)
    await chats.reach.slots.add(Slot(0, (Place.parse("vk:-1"),), NOON.time(), "Europe/Moscow"), NOON)
    return chats


async def test_no_page_says_anything_in_english(busy: Chats, serving: Serve) -> None:
    """Each address of the console, with a number that there is and with one that there is not."""
    async with serving() as at:
        browser, english, pages = await russian(at), {}, 0
        paths = [path for method, path, gate in routes(at.house) if method == "GET" and gate is not None]
        for address in {re.sub(r"\{\w+(:\w+)?\}", number, path) for path in paths for number in ("1", "999999")}:
            shown = await browser.get(address)
            if shown.headers.get("Content-Type", "").startswith("text/html"):
                pages += 1
                english[address] = english_in(shown.text)
        assert {address: runs for address, runs in english.items() if runs} == {}
        assert pages >= 20


async def test_reasons_are_told_where_they_stand(busy: Chats, serving: Serve) -> None:
    async with serving() as at:
        browser = await russian(at)
        assert "ответ не пришёл вовремя" in (await browser.get("/console/queue/1")).text
        assert "файл обрезан или изменён" in (await browser.get("/console/checkpoints")).text
        compared = (await browser.get("/console/checkpoints/compare?first=monday&second=sunday")).text
        assert "файл обрезан или изменён" in compared


async def test_the_doctor_and_the_log_speak_russian(serving: Serve, house: House, laboratory: HomeLaboratory) -> None:
    """All that may be found, and all that the log may warn of."""
    database = house.reach.queue._database
    vitals = Vitals(
        Readiness(database, WatchedWriter(), {}, lambda: False),
        Census(database),
        Chores(database),
        laboratory.runs,
        lambda: [Trouble("2026-11-21T12:00:00Z", "warning", sentence) for sentence in SENTENCES],
    )
    async with serving(vitals=vitals, examiner=FindsEverything()) as at:
        page = (await (await russian(at)).get("/console/health")).text
        assert english_in(page) == []
        assert "warning" not in re.sub(r"<[^>]+>", "", page)


def test_english_would_be_found() -> None:
    """The tests above can fail."""
    assert english_in("<p>Всё хорошо</p><p>it is <b>not</b> well</p><code>wallflower run now</code>") == ["it is"]
    assert english_in('<span lang="en">quoted as it was</span> wallflower doctor') == []
