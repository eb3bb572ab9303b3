"""The console as a moderator meets it: from a command in chat to a decision on a page, which the chat then shows."""

import re
import socket
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from bot.app import opened
from bot.ports import WrittenText
from bot.sandbox.stage import Stage
from bot.storage.queue import Queue
from tests.end_to_end.conftest import running, settings_of, until, wallflower, write_home

TEXT = "never was there such a post"
_PATIENCE_S = 200.0


async def test_a_link_from_the_chat_leads_to_a_decision_that_the_chat_shows(stage: Stage, ready: Path) -> None:
    """An admin on VK gets in by it; the card of a moderator on Telegram tells what they decided."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    write_home(ready, stage, queue="keep = 0\n", web=f'listen = "{address}"\n')
    async with opened(*settings_of(ready)) as database:
        await Queue(database).add(WrittenText(TEXT, True, "run@1", 1), "", 0.8, datetime.now(UTC))
    moderator, admin, wall = stage.moderator.telegram_id, stage.admin.vk_id, -stage.group_id

    def card() -> str:
        texts = [one.text.text for one in stage.telegram.messages(moderator) if one.text and TEXT in one.text.text]
        return texts[-1] if texts else ""

    def link() -> str:
        told = " ".join(one.text for one in stage.vk.messages(admin, wall))
        found = re.search(rf"http://{re.escape(address)}(/console/login/link/\S+)", told)
        return found[1] if found else ""

    jar = aiohttp.CookieJar(unsafe=True)
    async with running(ready, "run"), aiohttp.ClientSession(f"http://{address}", cookie_jar=jar) as browser:
        await until(card, _PATIENCE_S)
        stage.vk.say(admin, wall, "/console")
        await until(link, _PATIENCE_S)

        assert await _status(browser, link()) == 200  # as what shows previews does
        assert await _status(browser, "/console/") == 303
        async with browser.post(link(), allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, "/console/")
        assert await _status(browser, link()) == 410

        async with browser.get("/console/queue") as answer:
            page = await answer.text()
        assert TEXT in page
        csrf = re.search(r'name="csrf" value="(\w+)"', page)
        assert csrf is not None
        form = {"csrf": csrf[1], "seen": "0", "shelf": "waiting"}
        async with browser.post("/console/queue/1/approve", data=form, allow_redirects=False) as answer:
            assert answer.status == 303
        await until(lambda: f"vk:{admin}" in card(), _PATIENCE_S)

    told = await wallflower(ready, "audit", "--json")
    assert f'"vk:{admin}"' in told.output
    assert '"console.login"' in told.output


async def _status(browser: aiohttp.ClientSession, path: str) -> int:
    async with browser.get(path, allow_redirects=False) as answer:
        return answer.status
