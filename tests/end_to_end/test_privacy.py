"""A person is forgotten, a home is exported and deleted, as its owner does it at the terminal."""

import asyncio
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.app import author_hash
from bot.cli import cli
from bot.flow.authors import shown
from bot.settings import Home
from bot.storage import learned
from bot.storage.learned import Learned
from tests.end_to_end.conftest import running, until, wallflower

ANNAS = "мой кот опять ушёл жить к соседям, потому что у них каждый вечер жарят рыбу"


@pytest.fixture(scope="module")
def asked_once(tmp_path_factory: pytest.TempPathFactory, trained: Path) -> Path:
    """A home with posts of somebody who then asked to be forgotten; the live checkpoint has read them."""
    home = Path(shutil.copytree(trained, tmp_path_factory.mktemp("asked") / "owned"))
    table = home / "posts.csv"
    table.write_text(f'text,author\n"{ANNAS}",vk:42\n"завтра дождь, говорит сосед",vk:7\n', "utf-8")
    assert asyncio.run(wallflower(home, "import", str(table))).code == 0
    table.unlink()
    hashed = author_hash(Home(home)).of
    learned.write(home / "checkpoints" / live(home), Learned(frozenset({hashed("vk:42"), hashed("vk:7")})))
    ended = asyncio.run(wallflower(home, "forget", "https://vk.com/id42"))
    assert ended.code == 0, ended.error
    assert "1 posts" in ended.output
    return home


@pytest.fixture
def asked(tmp_path: Path, asked_once: Path) -> Path:
    """The same as a home of one's own."""
    return Path(shutil.copytree(asked_once, tmp_path / "owned"))


def live(home: Path) -> str:
    return (home / "checkpoints" / "live").read_text("utf-8").strip()


async def test_a_person_is_forgotten_and_the_owner_sees_what_is_left_to_do(asked: Path) -> None:
    """The list, the mark on the checkpoint, the check and the purge; none of them names the person."""
    who = shown(author_hash(Home(asked)).of("vk:42"))
    found = json.loads((await wallflower(asked, "forget", "--list", "--json")).output)
    assert [(row["author"], row["posts"]) for row in found["forgotten"]] == [(who, 1)]
    assert list(found["checkpoints"]) == [live(asked)]
    listed = await wallflower(asked, "checkpoint", "list")
    assert f"{live(asked)} has learned from posts that were forgotten" in " ".join(listed.error.split())

    checked = await wallflower(asked, "forget", "--check", "--texts", "10", "--json")
    assert checked.code == 0, checked.error
    told = json.loads(checked.output)
    assert (told["is_clean"], told["live"]["texts"], told["before"]) == (True, 10, None)

    purged = await wallflower(asked, "forget", "--purge")
    assert purged.code == 0, purged.error
    assert "the live one does" in purged.error
    assert live(asked) in {path.name for path in (asked / "checkpoints").iterdir()}


async def test_nothing_is_trained_from_what_was_forgotten_nor_beside_another_training(asked: Path) -> None:
    """Each refusal is a sentence."""
    begun = await wallflower(asked, "train", "--steps", "1", "--from", live(asked))
    assert begun.code == 2
    assert "forgotten" in begun.error

    async with running(asked, "train", "--minutes", "9", "--hidden", "16", "--layers", "1", "--from", "nothing"):
        await until((asked / "checkpoints" / "unfinished").exists)
        beside = await wallflower(asked, "train", "--steps", "1")
    assert beside.code == 2
    assert "another training" in beside.error


@pytest.mark.parametrize("author", ["vk:424242", "vk.com/id424242", "Annna"])
async def test_a_name_that_nobody_has_is_asked_about_and_not_stored(asked: Path, author: str) -> None:
    """Somebody who waits to be forgotten must not be let down by a slip; --unseen is for who comes later."""
    before = (await wallflower(asked, "forget", "--list", "--json")).output
    slip = await wallflower(asked, "forget", author)
    assert slip.code == 2
    assert "nobody was forgotten" in slip.error
    assert (await wallflower(asked, "forget", "--list", "--json")).output == before

    assert (await wallflower(asked, "forget", author, "--unseen")).code == 0
    assert (await wallflower(asked, "forget", "--list", "--json")).output != before
    assert "forgotten already" in (await wallflower(asked, "forget", author)).output


@pytest.mark.parametrize("arguments", [("forget",), ("forget", "vk:42", "--list"), ("forget", "--check", "--purge")])
def test_what_is_said_by_halves_is_refused(asked: Path, arguments: tuple[str, ...]) -> None:
    """Nothing happens then."""
    ended = CliRunner().invoke(cli, ["--home", str(asked), *arguments])
    assert ended.exit_code == 2
    assert "whom to forget" in ended.output


async def test_a_home_is_exported_and_then_deleted(asked: Path, tmp_path: Path) -> None:
    """Everything that is stored; and only by the right name."""
    ended = await wallflower(asked, "export", str(tmp_path / "all.zip"))
    assert ended.code == 0, ended.error
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        posts = archive.read("tables/posts.jsonl").decode("utf-8")
    assert "завтра дождь" in posts
    assert ANNAS not in posts

    wrong = await wallflower(asked, "delete", "--yes-really", "another")
    assert (wrong.code, asked.exists()) == (2, True)
    deleted = await wallflower(asked, "delete", "--yes-really", "owned")
    assert deleted.code == 0, deleted.error
    assert not asked.exists()


async def test_a_running_bot_trains_anew_by_itself(ready: Path) -> None:
    """What the training says is in a file of the home; here it says that there are no posts to train on."""
    learned.write(ready / "checkpoints" / live(ready), Learned(frozenset({author_hash(Home(ready)).of("vk:42")})))
    ended = await wallflower(ready, "forget", "vk:42", "--unseen")
    assert ended.code == 0, ended.error
    log = ready / "retrain.log"
    async with running(ready, "run"):
        await until(lambda: log.exists() and "no posts yet" in log.read_text("utf-8"))
    assert not (ready / "checkpoints" / "unfinished").exists()
