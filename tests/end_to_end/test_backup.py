"""A home is saved while its bot runs, restored in another place, and works there."""

import json
import shutil
from pathlib import Path

from bot.errors import Refused
from bot.sandbox.stage import Stage
from bot.settings import Home
from bot.storage.holding import held
from tests.end_to_end.conftest import running, until, wallflower
from tests.end_to_end.test_kills import approve, opened


def is_held(home: Path) -> bool:
    """Whether some process works on a home."""
    try:
        with held(home, alone=True):
            return False
    except Refused:
        return True


async def test_queue_and_checkpoint_work_after_a_restore_and_nobody_replaces_a_running_home(
    stage: Stage, ready: Path, trained: Path, tmp_path: Path
) -> None:
    shutil.copy(trained / "corpus.txt", ready / "corpus.txt")
    bundle, there = tmp_path / "bundle.zip", tmp_path / "there"
    async with opened(ready) as database:
        await approve(database, "this was approved")
    async with running(ready, "run"):
        await until(lambda: any(call.method == "groups.getLongPollServer" for call in stage.vk.calls))
        assert is_held(ready)
        ended = await wallflower(ready, "backup", str(bundle))
        assert ended.code == 0, ended.error
        assert ".env is not in it" in ended.error
        refused = await wallflower(ready, "restore", str(bundle), "--replace")
        assert refused.code == 2
        assert "in use" in refused.error
    assert not is_held(ready)

    ended = await wallflower(there, "restore", str(bundle))
    assert ended.code == 0, ended.error
    assert "/resume" in ended.error
    assert not (there / ".env").exists()
    queue = json.loads((await wallflower(there, "queue", "--json")).output)
    assert "this was approved" in [draft["text"] for draft in queue]
    written = await wallflower(there, "write", "--json", "--unguarded", "--max-chars", "20", "--seed", "1")
    assert written.code == 0, written.error
    live = Home(there).checkpoints.joinpath("live").read_text().strip()
    assert json.loads(written.output)[0]["checkpoint"].startswith(live)
