"""Bad input ends in one clear sentence that says what to do, exit code 2, and nothing half-written."""

import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from bot.sandbox.stage import Stage, staged
from bot.sandbox.vk.state import TokenKind
from bot.terminal import MISTAKE, TRY_AGAIN
from tests.end_to_end.conftest import Ended, wallflower, write_home


def is_one_sentence(ended: Ended, code: int = MISTAKE) -> str:
    """The error, which must be the only thing said: no traceback, and the exit code of what a person must mend."""
    assert ended.code == code, ended
    assert "Traceback" not in ended.error
    lines = [line for line in ended.error.splitlines() if line.strip()]
    assert len(lines) == 1, ended.error
    assert lines[0].startswith("wallflower: ")
    return lines[0]


def count_posts(home: Path) -> int:
    if not (home / "wallflower.db").exists():
        return 0
    with sqlite3.connect(home / "wallflower.db") as connection:
        found = connection.execute("SELECT count(*) FROM posts").fetchone()
    return int(found[0])


async def test_a_truncated_export_imports_nothing(tmp_path: Path) -> None:
    export = {"name": "x", "type": "public_channel", "id": 1, "messages": [
        {"id": n, "type": "message", "date": "2026-11-21T10:00:00", "text": f"post {n}"} for n in range(3_000)
    ]}  # fmt: skip
    file = tmp_path / "result.json"
    file.write_text(json.dumps(export)[:-5_000], "utf-8")
    said = is_one_sentence(await wallflower(tmp_path, "import", str(file)))
    assert "result.json" in said
    assert count_posts(tmp_path) == 0


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("empty.txt", b""),
        ("table.csv", b"a;b\n1;2\n"),
        ("list.json", b'{"hello": 1}'),
        ("broken.jsonl", b'{"text": "x"}\n{"text": \n'),
        ("absent.txt", None),
    ],
)
async def test_a_file_of_the_wrong_kind_is_named(tmp_path: Path, name: str, contents: bytes | None) -> None:
    if contents is not None:
        (tmp_path / name).write_bytes(contents)
    assert name in is_one_sentence(await wallflower(tmp_path, "import", str(tmp_path / name)))
    assert count_posts(tmp_path) == 0


async def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    (tmp_path / "posts.txt").write_text("one\n\ntwo\n")
    said = is_one_sentence(await wallflower(tmp_path / "file" / "home", "import", str(tmp_path / "posts.txt")))
    assert "--home" in said


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="needs /proc, a folder in which nobody can make a file")
async def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    """Its disk may come later: whoever keeps services running may try again."""
    (tmp_path / "posts.txt").write_text("one\n\ntwo\n")
    said = is_one_sentence(await wallflower(Path("/proc"), "import", str(tmp_path / "posts.txt")), TRY_AGAIN)
    assert "/proc" in said


async def test_an_empty_wall_is_said_and_changes_nothing(tmp_path: Path) -> None:
    async with staged([]) as stage:
        home = write_home(tmp_path / "home", stage)
        assert "no posts" in is_one_sentence(await wallflower(home, "scrape"))
    assert count_posts(home) == 0


async def test_a_key_without_the_right_to_read_the_wall_is_named(stage: Stage, home: Path) -> None:
    said = is_one_sentence(await wallflower(home, "scrape", WALLFLOWER_VK_SERVICE_KEY="vk1.a.not-a-key-at-all"))
    assert "service key" in said
    community = stage.vk.add_token(TokenKind.COMMUNITY, group_id=stage.group_id)
    said = is_one_sentence(await wallflower(home, "scrape", WALLFLOWER_VK_SERVICE_KEY=community))
    assert community not in said
    assert count_posts(home) == 0


async def test_no_key_and_no_wall_are_said_with_the_setting(tmp_path: Path) -> None:
    assert "WALLFLOWER_VK_SERVICE_KEY" in is_one_sentence(await wallflower(tmp_path, "scrape"))
    ended = await wallflower(tmp_path, "scrape", WALLFLOWER_VK_SERVICE_KEY="vk1.a.key")
    assert "group_id" in is_one_sentence(ended)


async def test_the_bot_without_a_platform_or_with_a_refused_key_says_so(stage: Stage, ready: Path) -> None:
    off = {"WALLFLOWER_VK_ENABLED": "false", "WALLFLOWER_TELEGRAM_ENABLED": "false"}
    assert "no platform is on" in is_one_sentence(await wallflower(ready, "run", **off))
    vk_only = {"WALLFLOWER_TELEGRAM_ENABLED": "false"}
    weak = stage.vk.add_token(TokenKind.COMMUNITY, group_id=stage.group_id, rights=["photos"])
    for key in ("vk1.a.no-such-key", weak):
        said = _last_line(await wallflower(ready, "run", **vk_only, WALLFLOWER_VK_COMMUNITY_KEY=key))
        assert key not in said
    telegram_only = {"WALLFLOWER_VK_ENABLED": "false"}
    for token in ("no token", "123456:not-a-token-that-anybody-has-given"):
        said = _last_line(await wallflower(ready, "run", **telegram_only, WALLFLOWER_TELEGRAM_TOKEN=token))
        assert token not in said


def _last_line(ended: Ended) -> str:
    """A bot that has begun to run has logged something before it says why it can't."""
    assert ended.code == 2, ended
    assert "Traceback" not in ended.error
    last = ended.error.strip().splitlines()[-1]
    assert last.startswith("wallflower: ")
    return last


async def test_writing_without_a_checkpoint_says_what_to_do(tmp_path: Path) -> None:
    assert "train" in is_one_sentence(await wallflower(tmp_path, "write")).lower()


@pytest.mark.parametrize("damage", ["other version", "truncated weights", "no json"])
async def test_a_checkpoint_that_can_not_be_used_is_refused_with_its_place(ready: Path, damage: str) -> None:
    [manifest] = (ready / "checkpoints").glob("*/best/manifest.json")
    if damage == "other version":
        fields = json.loads(manifest.read_text("utf-8"))
        manifest.write_text(json.dumps(fields | {"format": 99}), "utf-8")
    elif damage == "no json":
        manifest.write_text("{", "utf-8")
    else:
        [weights] = manifest.parent.glob("weights*")
        os.truncate(weights, weights.stat().st_size // 2)
    assert "checkpoints" in is_one_sentence(await wallflower(ready, "write"))


async def test_training_on_nothing_and_on_too_little_is_refused(tmp_path: Path) -> None:
    assert "import" in is_one_sentence(await wallflower(tmp_path, "train", "--steps", "1"))
    (tmp_path / "posts.txt").write_text("one\n\ntwo\n")
    await wallflower(tmp_path, "import", str(tmp_path / "posts.txt"))
    ended = await wallflower(tmp_path, "train", "--steps", "1")
    assert ended.code == 2
    assert "too little" in ended.error
    assert not list((tmp_path / "checkpoints").glob("*/best"))


async def test_options_out_of_range_are_refused(ready: Path) -> None:
    for arguments in (("--temperature", "-1"), ("--temperature", "nan"), ("--top-p", "2"), ("--count", "0")):
        ended = await wallflower(ready, "write", *arguments)
        assert ended.code == 2, arguments
        assert "Traceback" not in ended.error


async def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    assert (await wallflower(tmp_path, "migrate")).code == 0
    with sqlite3.connect(tmp_path / "wallflower.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer version" in is_one_sentence(await wallflower(tmp_path, "queue"))


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "wallflower.db").write_bytes(b"certainly not a database, but long enough to look at" * 20)
    assert "database" in is_one_sentence(await wallflower(tmp_path, "queue"))


async def test_brackets_in_a_draft_or_a_path_are_text_and_no_markup(tmp_path: Path, trained: Path) -> None:
    home = tmp_path / "[bold]home[/nonsense]"
    shutil.copytree(trained / "checkpoints", home / "checkpoints")
    (home / "posts.txt").write_text("one [/red] post\n\nand another\n")
    assert (await wallflower(home, "import", str(home / "posts.txt"))).code == 0
    ended = await wallflower(home, "queue", "--write", "1")
    assert ended.code == 0, ended.error
    ended = await wallflower(home, "corpus")
    assert "[/nonsense]" in ended.output.replace("\n", ""), ended
    with sqlite3.connect(home / "wallflower.db") as connection:
        connection.execute("UPDATE drafts SET text = '[/red] [link=x]'")
    assert "[/red]" in (await wallflower(home, "queue")).output


async def test_at_temperature_zero_the_likeliest_text_is_written_whatever_the_guards_would_say(ready: Path) -> None:
    ended = await wallflower(ready, "write", "--temperature", "0", "--count", "2", "--json")
    texts = [post["text"] for post in json.loads(ended.output)]
    assert len(texts) == 2
    assert len(set(texts)) == 1
