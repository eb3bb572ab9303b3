"""`wallflower doctor` as an operator and a monitor meet it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import opened
from bot.domain.place import Place
from bot.domain.slot import Slot
from bot.sandbox.stage import Stage
from bot.sandbox.vk.state import TokenKind
from bot.storage.slots import Slots
from tests.end_to_end.conftest import running, settings_of, until, wallflower, write_home


async def test_all_is_well_beside_a_running_bot_until_a_key_is_withdrawn(stage: Stage, ready: Path) -> None:
    write_home(ready, stage, schedule="tick_s = 0.2\n", queue="keep = 1\n")
    user_key = stage.vk.add_token(TokenKind.USER, user_id=stage.admin.vk_id)
    env = ready / ".env"
    env.write_text(f"{env.read_text()}WALLFLOWER_VK_USER_KEY={user_key}\n")
    env.chmod(0o600)
    assert (await wallflower(ready, "scrape")).code == 0
    assert (await wallflower(ready, "corpus")).code == 0
    async with opened(*settings_of(ready)) as database:
        now, places = (
            datetime.now(UTC),
            (Place.parse(f"vk:-{stage.group_id}"), Place.parse(f"telegram:{stage.channel_id}")),
        )
        await Slots(database).add(Slot(0, places, (now + timedelta(hours=6)).time(), "UTC"), now)

    async with running(ready, "run"):
        await until(lambda: any(message.text for message in stage.telegram.messages(stage.moderator.telegram_id)[1:]))
        ended = await wallflower(ready, "doctor", "--json")
        told = json.loads(ended.output)
        worse = [one for one in told["findings"] if one["level"] in ("warning", "broken")]
        assert (worse, ended.code, ended.error) == ([], 0, "")
        areas = {one["area"] for one in told["findings"]}
        assert areas == {"home", "database", "roles", "voice", "pictures", "work", "vk", "telegram", "clock"}

        env.chmod(0o640)
        warned = await wallflower(ready, "doctor", "--quiet")
        assert warned.code == 1
        assert f"chmod 600 {env}" in " ".join(warned.output.split())

        stage.vk.revoke_token(user_key)
        broken = await wallflower(ready, "doctor")
        assert broken.code == 2
        assert "BROKEN" in broken.output
        assert "Traceback" not in broken.error
        for key in (user_key, stage.service_key, stage.community_key, stage.telegram_token):
            assert key not in broken.output + broken.error


async def test_no_network_at_all_is_told_in_sentences(ready: Path, stage: Stage) -> None:
    await stage.vk.stop()
    await stage.telegram.stop()
    ended = await wallflower(ready, "doctor", "--json")
    codes = {one["code"] for one in json.loads(ended.output)["findings"]}
    assert {"vk-unreachable", "telegram-unreachable", "clock-unknown"} <= codes
    assert (ended.code, ended.error) == (2, "")
