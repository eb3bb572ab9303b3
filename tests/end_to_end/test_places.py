"""The running bot brings one approved draft to two places, each in its own way."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import opened
from bot.domain.draft import Decision, Verdict
from bot.domain.member import Address, Platform
from bot.domain.place import Place
from bot.domain.slot import Slot
from bot.ports import WrittenText
from bot.sandbox.faults import ApiError, Every, FaultRule
from bot.sandbox.stage import Stage
from bot.storage.queue import Queue
from bot.storage.slots import Slots
from tests.end_to_end.conftest import running, settings_of, until, write_home

TEXT = "never was there such a post"


async def test_a_place_adds_its_hashtags_and_what_no_key_may_post_is_handed_over(stage: Stage, ready: Path) -> None:
    """VK lets no key post: the admin gets the text alone, and below it the question whether it is posted."""
    wall, channel = Place(Platform.VK, f"-{stage.group_id}"), Place(Platform.TELEGRAM, str(stage.channel_id))
    write_home(ready, stage, schedule="tick_s = 0.2\n", queue="keep = 0\n")
    with (ready / "wallflower.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[[places]]\nplace = "{channel}"\nheader = "Мем дня"\nhashtags = ["мем"]\n')
    stage.vk.faults.add(FaultRule("wall.post", ApiError(27), at=Every(1)))
    now = datetime.now(UTC)
    async with opened(*settings_of(ready)) as database:
        draft = await Queue(database).add(WrittenText(TEXT, True, "run@1", 1), "", 0.8, now)
        await Queue(database).decide(Decision(draft.id, Verdict.APPROVE, Address(Platform.VK, 2), now))
        a_minute_ago = (now - timedelta(minutes=1)).time()
        await Slots(database).add(Slot(0, (wall, channel), a_minute_ago, "UTC"), now - timedelta(hours=1))

    def said(chat: int) -> list[str]:
        return [message.text.text for message in stage.telegram.messages(chat) if message.text]

    async with running(ready, "run"):
        await until(lambda: any(TEXT in text for text in said(stage.channel_id)))
        await until(lambda: any(f"пора опубликовать в {wall}" in text for text in said(stage.admin.telegram_id)))
    assert [text for text in said(stage.channel_id) if TEXT in text] == [f"Мем дня\n\n{TEXT}\n\n#мем"]
    told = said(stage.admin.telegram_id)
    (question,) = [text for text in told if "пора опубликовать" in text]
    assert "ошибка 27" in question
    assert TEXT in told[: told.index(question)]
    assert TEXT not in [post.text for post in stage.vk.posts(-stage.group_id)]
