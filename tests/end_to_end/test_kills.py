"""Killed with SIGKILL in the middle of a scrape, of a training, of the running bot: each goes on where it was."""

import asyncio
import itertools
import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update

from bot.domain.draft import Decision, DraftState, Verdict
from bot.domain.member import Address, Platform
from bot.domain.place import Place
from bot.domain.slot import Slot
from bot.ports import WrittenText
from bot.sandbox.faults import Delay, Drop, FaultRule
from bot.sandbox.stage import Stage, staged
from bot.storage import schema, tables
from bot.storage.database import Database
from bot.storage.posts import Posts
from bot.storage.queue import Queue
from bot.storage.slots import Slots
from tests.end_to_end.conftest import killed, running, settings_of, until, wallflower, write_home

TINY = ("--hidden", "32", "--layers", "1", "--batch", "8", "--length", "32", "--precision", "fp32")


@asynccontextmanager
async def opened(home: Path) -> AsyncIterator[Database]:
    found, settings = settings_of(home)
    database = Database(found.database_url(settings))
    await schema.check(database)
    try:
        yield database
    finally:
        await database.close()


async def approve(database: Database, *texts: str) -> None:
    """Put texts into the queue as approved drafts."""
    queue, now = Queue(database), datetime.now(UTC)
    for text in texts:
        draft = await queue.add(WrittenText(text, True, "a checkpoint", 1), "", 0.8, now)
        await queue.decide(Decision(draft.id, Verdict.APPROVE, Address(Platform.VK, 2), now))


async def due_slot(database: Database, place: str) -> None:
    """A slot whose time was a minute ago and that was made before that."""
    now = datetime.now(UTC)
    past = now - timedelta(minutes=1)
    await Slots(database).add(Slot(0, (Place.parse(place),), past.time(), "UTC"), now - timedelta(hours=1))


def count_calls(stage: Stage, method: str) -> int:
    return sum(call.method == method for call in stage.vk.calls)


async def test_a_killed_scrape_goes_on_at_the_page_where_it_was(tmp_path: Path) -> None:
    async with staged(f"post number {n} of a wall that takes some pages" for n in range(1_500)) as stage:
        home = write_home(tmp_path / "home", stage)
        async with running(home, "scrape") as process:
            await until(lambda: count_calls(stage, "wall.get") >= 5)
            await killed(process)
        before = count_calls(stage, "wall.get")
        ended = await wallflower(home, "scrape")
        assert ended.code == 0, ended.error
        assert "where the last scrape stopped" in ended.output
        assert count_calls(stage, "wall.get") - before <= 15 - before + 2
        async with opened(home) as database:
            assert await Posts(database).count() == 1_500


async def test_a_killed_training_ends_with_the_same_weights_as_one_that_was_left_alone(
    tmp_path: Path, trained: Path
) -> None:
    left_alone, interrupted = tmp_path / "left-alone", tmp_path / "interrupted"
    for home in (left_alone, interrupted):
        home.mkdir()
        (home / "posts.txt").write_bytes((trained / "corpus.txt").read_bytes())
        assert (await wallflower(home, "import", str(home / "posts.txt"))).code == 0
    budget = ("train", "--steps", "400", *TINY)
    assert (await wallflower(left_alone, *budget)).code == 0
    often = {"WALLFLOWER_TRAINING_SAVE_EVERY_S": "0"}
    async with running(interrupted, *budget, **often) as process:
        await until(lambda: list(interrupted.glob("checkpoints/*/last/manifest.json")))
        await killed(process)
    assert (interrupted / "checkpoints" / "unfinished").exists(), "it ended before it could be killed"
    ended = await wallflower(interrupted, *budget, **often)
    assert ended.code == 0, ended.error
    assert "going on with the run" in ended.error
    assert weights_of(interrupted) == weights_of(left_alone)


def weights_of(home: Path) -> bytes:
    [manifest] = home.glob("checkpoints/*/last/manifest.json")
    name: str = json.loads(manifest.read_text("utf-8"))["files"]["weights"]
    return (manifest.parent / name).read_bytes()


async def test_a_bot_killed_after_a_post_went_out_and_before_that_was_recorded_does_not_post_it_again(
    stage: Stage, ready: Path
) -> None:
    wall = Place(Platform.VK, f"-{stage.group_id}")
    async with opened(ready) as database:
        await approve(database, "this goes out once", "this waits for tomorrow")
        await due_slot(database, str(wall))
        # The post takes effect, its answer is held back until long after the bot is dead.
        stage.vk.faults.add(FaultRule("wall.post", Delay(30, when="after"), times=1))
        posts_before = len(stage.vk.posts(-stage.group_id))
        async with running(ready, "run") as bot:
            await until(lambda: len(stage.vk.posts(-stage.group_id)) > posts_before)
            await killed(bot)
        [drafts] = [await Queue(database).waiting(DraftState.PUBLISHING)]
        assert [draft.text for draft in drafts] == ["this goes out once"]
        await let_leases_lapse(database)
        async with running(ready, "run") as bot:
            while not await Queue(database).waiting(DraftState.PUBLISHED):
                assert bot.returncode is None
                await asyncio.sleep(0.1)
            bot.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(bot.wait(), 15) == 0
        texts = [post.text for post in stage.vk.posts(-stage.group_id)]
        assert texts.count("this goes out once") == 1
        assert "this waits for tomorrow" not in texts


async def test_a_bot_whose_call_was_lost_posts_it_when_the_wall_shows_that_it_is_not_there(
    stage: Stage, ready: Path
) -> None:
    async with opened(ready) as database:
        await approve(database, "lost at first")
        await due_slot(database, f"vk:-{stage.group_id}")
        stage.vk.faults.add(FaultRule("wall.post", Drop(when="before"), times=1))
        async with running(ready, "run") as bot:
            await until(lambda: count_calls(stage, "wall.post") >= 1)
            await killed(bot)
        await let_leases_lapse(database)
        async with running(ready, "run"):
            await until(lambda: "lost at first" in [post.text for post in stage.vk.posts(-stage.group_id)])


async def test_a_post_of_which_nobody_can_know_is_shown_to_an_admin_and_never_sent_again_by_itself(
    stage: Stage, home: Path
) -> None:
    admin = stage.admin.telegram_id
    settings = (home / "wallflower.toml").read_text("utf-8")
    before, now = (f'chats = ["telegram:{person}"]' for person in (stage.moderator.telegram_id, admin))
    (home / "wallflower.toml").write_text(settings.replace(before, now), "utf-8")

    def buttons() -> dict[str, tuple[int, str]]:
        """By the verb: the message that asks about the post, and what its button says to the bot."""
        found = {}
        for message in stage.telegram.messages(admin):
            keyboard: Any = message.inline_keyboard or {}
            for button in itertools.chain.from_iterable(keyboard.get("inline_keyboard", [])):
                found[button["callback_data"].partition(":")[0]] = message.id, button["callback_data"]
        return found

    def in_channel() -> int:
        texts = [message.text.text for message in stage.telegram.messages(stage.channel_id) if message.text]
        return texts.count("only once")

    async with opened(home) as database:
        await approve(database, "only once")
        await due_slot(database, f"telegram:{stage.channel_id}")
        # Whatever is sent arrives, and its answer is held back until long after the bot is dead.
        stage.telegram.faults.add(FaultRule("sendMessage", Delay(30, when="after")))
        async with running(home, "run") as bot:
            await until(in_channel)
            await killed(bot)
        stage.telegram.faults.clear()
        await let_leases_lapse(database)
        async with running(home, "run"):
            await until(lambda: {"there", "again"} <= set(buttons()))
            message_id, data = buttons()["there"]
            stage.telegram.press(admin, stage.bot_id, message_id, data)
            await until(lambda: "there" not in buttons())
        assert await Queue(database).waiting(DraftState.PUBLISHED)
    assert in_channel() == 1


async def let_leases_lapse(database: Database) -> None:
    """As if the time were over for which a claim holds."""
    async with database.begin() as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        await connection.execute(update(tables.publications).values(lease_until=past))


async def test_what_was_written_while_the_bot_was_dead_is_answered_once_on_both_platforms(
    stage: Stage, ready: Path
) -> None:
    def answers_on_vk() -> list[str]:
        messages = stage.vk.messages(stage.member.vk_id, -stage.group_id)
        return [message.text for message in messages if message.from_id == -stage.group_id]

    def answers_on_telegram() -> list[str]:
        messages = stage.telegram.messages(stage.member.telegram_id)
        return [message.text.text for message in messages if message.text and message.sender.is_bot]

    def ask(text: str) -> None:
        stage.vk.say(stage.member.vk_id, -stage.group_id, text)
        stage.telegram.say(stage.member.telegram_id, stage.bot_id, text)

    async with running(ready, "run") as bot:
        # The stage's people have pressed Start already: that is answered on Telegram.
        await until(lambda: len(answers_on_telegram()) == 1)
        ask("/help")
        await until(lambda: len(answers_on_vk()) == 1 and len(answers_on_telegram()) == 2)
        # The answer on VK arrives but the bot never learns of it.
        stage.vk.faults.add(FaultRule("messages.send", Delay(30, when="after"), times=1))
        stage.vk.say(stage.member.vk_id, -stage.group_id, "/meme")
        await until(lambda: len(answers_on_vk()) == 2)
        await killed(bot)
    ask("/help")
    async with running(ready, "run"):
        await until(lambda: len(answers_on_vk()) >= 3 and len(answers_on_telegram()) >= 3)
        await asyncio.sleep(1)
    assert len(answers_on_vk()) == 3
    assert len(answers_on_telegram()) == 3
