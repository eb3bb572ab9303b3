"""Moderators on both platforms decide on one draft by the buttons of real messages, over HTTP."""

import itertools
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.app import opened
from bot.ports import WrittenText
from bot.sandbox.stage import Stage
from bot.sandbox.telegram.state import Message
from bot.storage.queue import Queue
from tests.end_to_end.conftest import running, settings_of, until, write_home

TEXT = "never was there such a post"


async def test_two_moderators_on_two_platforms_bring_a_draft_out_and_an_admin_takes_it_down(
    stage: Stage, ready: Path
) -> None:
    """One votes on the card in Telegram, the other opens the card from /queue on VK; the post is there, then gone."""
    schedule = f'tick_s = 0.2\nplace = "telegram:{stage.channel_id}"\n'
    write_home(ready, stage, schedule=schedule, queue="keep = 0\n", moderation="approvals = 2\n")
    async with opened(*settings_of(ready)) as database:
        await Queue(database).add(WrittenText(TEXT, True, "run@1", 1), "", 0.8, datetime.now(UTC))
    moderator, admin, wall = stage.moderator.telegram_id, stage.admin.vk_id, -stage.group_id

    def press(message: Message, verb: str) -> None:
        action = next(one for one in _actions(message) if one.startswith(f"{verb}:"))
        stage.telegram.press(moderator, stage.bot_id, message.id, action)

    def card() -> Message | None:
        texts = [one for one in stage.telegram.messages(moderator) if one.text and TEXT in one.text.text]
        return texts[-1] if texts else None

    def says(words: str) -> bool:
        found = card()
        return found is not None and found.text is not None and words in found.text.text

    def on_vk(words: str) -> int | None:
        found = [one for one in stage.vk.messages(admin, wall) if words in one.text]
        return found[-1].conversation_message_id if found else None

    def posted() -> bool:
        return any(post.text and post.text.text == TEXT for post in stage.telegram.messages(stage.channel_id))

    async with running(ready, "run"):
        await until(card)
        shown = card()
        assert shown is not None
        press(shown, "approve")
        await until(lambda: says("1 из 2"))

        stage.vk.say(admin, wall, "/queue")
        await until(lambda: on_vk("Номер внизу"))
        page = on_vk("Номер внизу")
        assert page is not None
        stage.vk.press(admin, wall, page, {"a": "open:1"})
        await until(lambda: on_vk(f"\n\n{TEXT}"))
        on_card = on_vk(f"\n\n{TEXT}")
        assert on_card is not None
        stage.vk.press(admin, wall, on_card, {"a": "now:1"})
        await until(posted)
        # The cards are drawn anew one after the other: the one with the next button last, perhaps.
        await until(lambda: says("Опубликован") and on_vk("Опубликован"))

        stage.vk.press(admin, wall, on_card, {"a": "takedown:1"})
        await until(lambda: not posted())
        await until(lambda: says(f"vk:{admin} снимает"))
        final = card()
        assert final is not None
        assert _actions(final) == []


def _actions(message: Message) -> list[str]:
    keyboard: Any = message.inline_keyboard or {}
    rows = itertools.chain.from_iterable(keyboard.get("inline_keyboard", []))
    return [str(button["callback_data"]) for button in rows]
