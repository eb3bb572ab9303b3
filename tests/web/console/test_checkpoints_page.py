"""The pages about checkpoints: a training as it goes, what runs write, two side by side, one made live."""

import asyncio
import re
import sys
import threading
from html import unescape

import pytest

from bot.domain.checkpoint_run import Ladder, LadderStep
from bot.domain.member import Role
from bot.laboratory import HomeLaboratory
from bot.retraining import alone_in
from bot.settings import Home
from bot.storage import ladders
from model import checkpoint
from model.configuration import NetworkConfig, TrainingConfig
from model.training_curve import CurveFile
from model.training_progress import Progress
from tests.backup.conftest import save_run
from tests.chat.fakes import NOON
from tests.end_to_end.conftest import until
from tests.web.console.conftest import AsRole, Console

PAGE = "/console/checkpoints"
COMPARED = (
    '{"posts": 40, "differences": [{"name": "bits per character", "new": 2.1, "live": 2.5, "margin": 0.05, '
    '"is_share": false}]}'
)


@pytest.fixture
def runs(laboratory_home: Home) -> Home:
    """Two runs: `monday` is live, `sunday` was before."""
    for run in ("sunday", "monday"):
        save_run(laboratory_home.checkpoints, run)
        checkpoint.make_live(laboratory_home.checkpoints, run)
    return laboratory_home


async def test_without_checkpoints_a_training_can_be_begun(at: Console, as_role: AsRole) -> None:
    page = await (await as_role(Role.ADMIN)).get(PAGE)
    assert page.status == 200
    assert "There are no checkpoints yet" in page.text
    assert "/console/checkpoints/train" in page.text


async def test_a_run_is_made_live_and_the_one_before_brought_back(at: Console, as_role: AsRole, runs: Home) -> None:
    """By the same code as at the terminal, so that the audit log tells of it."""
    browser = await as_role(Role.ADMIN)
    page = await browser.get(PAGE)
    assert "Back to sunday" in page.text
    told = await browser.notice(await browser.post(f"{PAGE}/run/sunday/use"))
    assert told == "sunday is live now; it was monday."
    assert checkpoint.live(runs.checkpoints).parent.name == "sunday"
    assert "Back to monday" in (await browser.get(PAGE)).text
    (entry,) = await at.chats.reach.audit_log.last(1)
    assert (entry.action, entry.object) == ("checkpoint.use", "sunday")


async def test_a_moderator_sees_and_does_nothing_here(as_role: AsRole, runs: Home) -> None:
    browser = await as_role(Role.MODERATOR)
    assert (await browser.get(PAGE)).status == 403
    assert (await browser.post(f"{PAGE}/run/sunday/use")).status == 403
    assert (await browser.post(f"{PAGE}/train")).status == 403
    assert checkpoint.live(runs.checkpoints).parent.name == "monday"


@pytest.mark.parametrize("run", ["tuesday", "..%2f..", "%00", "live", "x" * 300])
async def test_what_is_no_run_has_no_page(as_role: AsRole, runs: Home, run: str) -> None:
    browser = await as_role(Role.OWNER)
    assert (await browser.get(f"{PAGE}/run/{run}")).status == 404
    assert (await browser.post(f"{PAGE}/run/{run}/use")).status == 404
    assert (await browser.get(f"{PAGE}/compare?first={run}&second=monday")).status in (404, 422)


async def test_what_runs_wrote_is_text(as_role: AsRole, runs: Home) -> None:
    """Whatever a network writes."""
    step = LadderStep(0.8, ("<script>alert(1)</script>\nsecond line",), 0.9, 0.1, 0.0)
    ladders.write(runs.checkpoints / "sunday", "sunday@5", Ladder(NOON, (step,), is_measured=True))
    page = await (await as_role(Role.ADMIN)).get(f"{PAGE}/run/sunday")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\nsecond line" in page.text
    assert "90 % known words" in page.text


async def test_a_training_is_begun_once_and_ended(at: Console, as_role: AsRole, laboratory: HomeLaboratory) -> None:
    browser = await as_role(Role.ADMIN)
    assert await browser.notice(await browser.post(f"{PAGE}/train")) == "The training has begun."
    assert (await laboratory.training()).is_ours
    assert "works already" in await browser.notice(await browser.post(f"{PAGE}/train"))
    assert "interrupted" in await browser.notice(await browser.post(f"{PAGE}/train/end"))
    assert not (await laboratory.training()).is_at_work
    assert "nothing here" in await browser.notice(await browser.post(f"{PAGE}/train/end"))


async def test_a_real_training_is_drawn_while_it_goes(as_role: AsRole, laboratory_home: Home) -> None:
    """Its curve grows from look to look, and stays when it has ended."""
    from model.training import train  # noqa: PLC0415 - torch

    run = laboratory_home.checkpoints / "tuesday"
    curve, half, go_on = CurveFile(run), threading.Event(), threading.Event()

    def told(progress: Progress) -> None:
        curve(progress)
        if progress.step >= 20 and not half.is_set():
            half.set()
            go_on.wait(60)

    def work() -> None:
        posts = [f"пост номер {number} о том, что бывает" for number in range(200)]
        config = TrainingConfig(steps=40, batch=8, length=16, precision="fp32", patience=0, validations=8)
        with alone_in(laboratory_home):
            (laboratory_home.checkpoints / "unfinished").write_text("tuesday\n", "utf-8")
            train(posts, run, NetworkConfig(embedding=8, hidden=16, layers=1), config, told)

    browser = await as_role(Role.ADMIN)
    training = asyncio.create_task(asyncio.to_thread(work))
    try:
        await until(half.is_set, 120)
        first = await browser.get(f"{PAGE}/training")
        assert "The training tuesday is under way." in first.text
        assert "wallflower train" in first.text  # not begun here, so not ended here
        assert (points := _points(first.text))
        tag = {name.lower(): value for name, value in first.headers.items()}["etag"]
        assert (await browser.get(f"{PAGE}/training", **{"If-None-Match": tag})).status == 304
    finally:
        go_on.set()
        await training
    checkpoint.make_live(laboratory_home.checkpoints, "tuesday")
    (laboratory_home.checkpoints / "unfinished").unlink()
    last = await browser.get(f"{PAGE}/run/tuesday")
    assert _points(last.text) > points
    assert "Nothing is being trained." in (await browser.get(f"{PAGE}/training")).text


def _points(text: str) -> int:
    """Of the longest line."""
    return max((found.count(",") for found in re.findall(r'points="([^"]*)"', text)), default=0)


async def test_two_runs_side_by_side(at: Console, as_role: AsRole, runs: Home, laboratory: HomeLaboratory) -> None:
    """Measured beside the bot, shown when that is done; the same two ways round are two questions."""
    browser = await as_role(Role.ADMIN)
    laboratory._command = (sys.executable, "-c", f"print({COMPARED!r})")
    same = await browser.post(f"{PAGE}/compare", first="monday", second="monday")
    assert await browser.notice(same) == "Choose two different checkpoints."
    began = await browser.post(f"{PAGE}/compare", first="sunday", second="monday")
    assert began.location == f"{PAGE}/compare?first=sunday&second=monday"
    await until(lambda: (errand := laboratory.errand()) is not None and errand.is_done)
    page = await browser.get(began.location)
    row = re.search(r"Bits per character</th>(.*?)</tr>", page.text, re.DOTALL)
    assert row is not None
    assert re.findall(r">([^<>\n]+)</td>", row[1]) == ["2.100", "2.500", "0.050", "better"]
    assert "Bits on 40 posts" in page.text
    other = await browser.get(f"{PAGE}/compare?first=monday&second=sunday")
    assert "<form" in other.text
    assert "2.100" not in other.text


async def test_what_is_measured_already_keeps_others_waiting(as_role: AsRole, runs: Home) -> None:
    browser = await as_role(Role.ADMIN)
    assert "being measured" in await browser.notice(await browser.post(f"{PAGE}/run/sunday/ladder"))
    assert "sunday is being measured" in (await browser.get(PAGE)).text
    refused = await browser.post(f"{PAGE}/compare", first="sunday", second="monday")
    assert "being measured already" in await browser.notice(refused)


async def test_in_russian_it_is_russian(at: Console, as_role: AsRole, runs: Home) -> None:
    """Each page, whole."""
    browser = await as_role(Role.ADMIN)
    await browser.post("/console/language", language="ru")
    for path in (PAGE, f"{PAGE}/run/monday", f"{PAGE}/compare?first=sunday&second=monday"):
        page = await browser.get(path)
        content = page.text.partition("<main")[2].partition(">")[2].partition("</main>")[0]
        shown = unescape(re.sub(r"<[^>]*>", " ", content))
        assert set(re.findall(r"[A-Za-z]{3,}", shown)) <= {"monday", "sunday", "wallflower", "train"}, path
