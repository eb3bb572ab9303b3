"""A stage that was kept goes on in another process: nothing that happened is lost, and no number is given twice."""

import io
from pathlib import Path

import pytest
from PIL import Image

from bot.sandbox import keeping
from bot.sandbox.stage import Stage, staged


def _picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def _live(stage: Stage) -> None:
    """A little of what happens in a day."""
    member = stage.member
    stage.telegram.send_photo(member.telegram_id, stage.bot_id, _picture(), "/meme")
    stage.telegram.say(stage.admin.telegram_id, stage.channel_id, "in the channel")
    named = stage.vk.upload(member.vk_id, _picture(), "a.png")
    first = stage.vk.say(member.vk_id, -stage.group_id, "look", attachments=[named])
    stage.vk.say(member.vk_id, -stage.group_id, "there", reply_to=first)
    stage.vk.post_to_wall(-stage.group_id, "a new post")
    asked = stage.telegram.say(member.telegram_id, stage.telegram_group_id, "to all")
    stage.telegram.say(stage.owner.telegram_id, stage.telegram_group_id, "to you", reply_to=asked.id)
    asked_there = stage.vk.say(member.vk_id, stage.vk_chat_peer, "look, all", attachments=[named])
    stage.vk.say(stage.owner.vk_id, stage.vk_chat_peer, "looked", reply_to=asked_there)


def _seen(stage: Stage) -> object:
    dialog = stage.telegram.messages(stage.member.telegram_id)
    said = stage.vk.messages(stage.member.vk_id, -stage.group_id)
    return (
        [(one.id, one.date, one.sender.id, one.words.text, one.photo) for one in dialog],
        [one.words.text for one in stage.telegram.messages(stage.channel_id)],
        [
            (one.id, one.words.text, one.reply_to.id if one.reply_to else None)
            for one in stage.telegram.messages(stage.telegram_group_id)
            if not one.is_service
        ],
        [
            (one.conversation_message_id, one.text, one.attachments, one.reply_to, one.action)
            for one in stage.vk.messages(stage.owner.vk_id, stage.vk_chat_peer)
        ],
        [(one.conversation_message_id, one.text, one.attachments, one.reply_to) for one in said],
        [(post.id, post.text) for post in stage.vk.posts(-stage.group_id)],
        (stage.service_key, stage.community_key),
    )


async def test_what_happened_is_there_again_with_its_pictures_and_keys(tmp_path: Path) -> None:
    clock = lambda: 1_800_000_000.0  # noqa: E731
    async with staged(["old", "older"], clock=clock) as stage:
        _live(stage)
        keeping.keep(stage, tmp_path / "kept.json")
        before = _seen(stage)
    async with staged(["old", "older"], clock=clock, kept=keeping.read(tmp_path / "kept.json")) as stage:
        assert _seen(stage) == before


async def test_no_number_of_an_earlier_life_is_given_again(tmp_path: Path) -> None:
    async with staged(["old"]) as stage:
        _live(stage)
        keeping.keep(stage, tmp_path / "kept.json")
        telegram = {one.id for one in stage.telegram.messages(stage.member.telegram_id)}
        updates = next(iter(stage.telegram.backend.state.bots.values())).updates.next_id
        events = {str(event["event_id"]) for event in stage.vk.events(stage.group_id)}
        photos = set(stage.vk.world.photos)
        in_group = {one.id for one in stage.telegram.messages(stage.telegram_group_id)}
        in_chat = stage.vk.messages(stage.owner.vk_id, stage.vk_chat_peer)[-1].conversation_message_id
    async with staged(["old"], kept=keeping.read(tmp_path / "kept.json")) as stage:
        assert stage.lives == 2
        assert stage.telegram.say(stage.member.telegram_id, stage.bot_id, "new").id not in telegram
        assert stage.telegram.say(stage.member.telegram_id, stage.telegram_group_id, "new").id not in in_group
        assert stage.vk.say(stage.member.vk_id, stage.vk_chat_peer, "new") == in_chat + 1
        queue = next(iter(stage.telegram.backend.state.bots.values())).updates
        assert min(update.update_id for update in queue.peek(10)) == updates
        named = stage.vk.upload(stage.member.vk_id, _picture(), "a.png")
        assert set(stage.vk.world.photos) > photos
        assert stage.vk.say(stage.member.vk_id, -stage.group_id, "new", attachments=[named]) == 3
        assert stage.vk.post_to_wall(-stage.group_id, "newer") == 3
        assert not events & {str(event["event_id"]) for event in stage.vk.events(stage.group_id)}


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[1]", b"\xff"])
def test_what_is_no_kept_stage_is_told_from_one(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "kept.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(keeping.NothingKeptError):
        keeping.read(file)
