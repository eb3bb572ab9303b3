"""A running bot as the programs see it that watch it."""

import asyncio
import socket
from pathlib import Path

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from bot.sandbox.stage import Stage
from tests.end_to_end.conftest import running, wallflower, write_home

_PATIENCE_S = 200.0


async def test_a_bot_becomes_ready_and_counts_what_it_does(tmp_path: Path, stage: Stage) -> None:
    """Without a checkpoint yet; and behind a proxy it tells strangers nothing but that."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    home = write_home(tmp_path / "home", stage, web=f'listen = "{address}"\nbehind_proxy = true\n')
    made = await wallflower(home, "key", "add", "prometheus")
    assert made.code == 0, made.error
    key = next(word for word in made.output.split() if word.startswith("wf_"))
    async with running(home, "run") as bot, aiohttp.ClientSession(f"http://{address}") as session:
        told = await _ready(session, bot)
        assert {name: part["state"] for name, part in told.items()} == {
            "database": "answers", "writer": "no checkpoint yet", "vk": "heard", "telegram": "heard",
        }  # fmt: skip
        async with session.get("/metrics") as answer:
            assert answer.status == 401
        async with session.get("/metrics", headers={"Authorization": f"Bearer {key}"}) as answer:
            assert answer.status == 200
            found = {family.name: family for family in text_string_to_metric_families(await answer.text())}
        calls = {(one.labels["platform"], one.labels["method"]) for one in found["wallflower_api_calls"].samples}
        assert {("telegram", "getMe"), ("vk", "groups.getLongPollServer")} <= calls
        assert found["wallflower_checkpoint_live"].samples[0].value == 0
        starts = [one.value for one in found["wallflower_writer_starts"].samples if one.name.endswith("_total")]
        assert starts == [1]
        assert stage.telegram_token not in str(found)


async def _ready(session: aiohttp.ClientSession, bot: asyncio.subprocess.Process) -> dict[str, dict[str, object]]:
    """The parts, once all are well."""
    parts: dict[str, dict[str, object]] = {}
    async with asyncio.timeout(_PATIENCE_S):
        while bot.returncode is None:
            try:
                async with session.get("/readyz") as answer:
                    parts = (await answer.json())["parts"]
                    if answer.status == 200:
                        return parts
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.1)
    raise AssertionError(f"the bot ended, or never was ready: {parts}")
