"""What happened on a stage, as a file, so that another process can go on where one ended: posts, chats, numbers, keys.

What the stage is made with (people, community, the old posts of its wall) is not in it: `staged` makes that again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ConfigDict, TypeAdapter, ValidationError

from bot.sandbox.telegram.state import Animation, Chat, Document, FormattedText, JsonObject, Photo
from bot.sandbox.telegram.state import Message as TelegramMessage
from bot.sandbox.vk.state import CHAT_START, Attachment, Conversation, Post
from bot.sandbox.vk.state import Message as VkMessage

if TYPE_CHECKING:
    from bot.sandbox.stage import Stage


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message on Telegram, without what can be looked up by its ids."""

    id: int
    date: int
    sender_id: int
    text: FormattedText | None
    caption: FormattedText | None
    photo: Photo | None
    animation: Animation | None
    document: Document | None
    reply_to: int | None
    inline_keyboard: JsonObject | None
    media_group_id: str | None
    edit_date: int | None
    via_bot: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """`lives` counts the processes so far: each has random ids of its own. Chats go by the person's id.

    `old_posts` is how many the wall was made with: `posts` came behind them.
    """

    __pydantic_config__ = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    lives: int
    old_posts: int
    service_key: str
    community_key: str
    posts: list[Post]
    last_wall_id: int
    dialogues: dict[int, list[VkMessage]]
    chats: dict[int, list[KeptMessage]]
    channel: list[KeptMessage]
    last_channel_id: int
    telegram_group: list[KeptMessage]
    last_telegram_group_id: int
    vk_chat: list[VkMessage]
    next_message_id: int
    next_update_id: int


_KEPT = TypeAdapter(Kept)


class NothingKeptError(ValueError):
    """The file isn't there, or holds something else."""


def keep(stage: Stage, file: Path) -> None:
    """Write what has happened. Raises OSError."""
    wall = stage.vk.world.wall(-stage.group_id)
    dialogs = {one.telegram_id: stage.telegram.messages(one.telegram_id) for one in stage.people.values()}
    chats = [message.chat for messages in dialogs.values() for message in messages[:1]]
    channel, group = (stage.telegram.backend.state.chats[id_] for id_ in (stage.channel_id, stage.telegram_group_id))
    kept = Kept(
        lives=stage.lives,
        old_posts=stage.old_posts,
        service_key=stage.service_key,
        community_key=stage.community_key,
        posts=[post for post in wall.posts.values() if post.id > stage.old_posts],
        last_wall_id=wall.last_id,
        dialogues={one.vk_id: stage.vk.messages(one.vk_id, -stage.group_id) for one in stage.people.values()},
        chats={person: _kept(messages) for person, messages in dialogs.items()},
        channel=_kept(channel.messages.values()),
        last_channel_id=channel.last_message_id,
        telegram_group=_kept(group.messages.values()),
        last_telegram_group_id=group.last_message_id,
        vk_chat=_vk_chat(stage).messages,
        next_message_id=1 + max((chat.last_message_id for chat in chats), default=0),
        next_update_id=next(iter(stage.telegram.backend.state.bots.values())).updates.next_id,
    )
    unfinished = file.with_suffix(".new")
    unfinished.write_bytes(_KEPT.dump_json(kept))
    unfinished.replace(file)


def read(file: Path) -> Kept:
    """Raises NothingKeptError."""
    try:
        return _KEPT.validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise NothingKeptError(f"{file} holds nothing of a sandbox") from error


def put_back(stage: Stage, kept: Kept) -> None:
    """Let it all have happened on a fresh stage. No bot is told: those that were there know it already."""
    state = stage.telegram.backend.state
    for person_id, messages in kept.chats.items():
        dialog = stage.telegram.dialog(person_id)
        dialog.is_started = True
        _put_back(stage, dialog, messages)
        dialog.last_message_id = kept.next_message_id - 1
    state.private_message_ids[stage.bot_id] = count(kept.next_message_id)
    channel, group = state.chats[stage.channel_id], state.chats[stage.telegram_group_id]
    _put_back(stage, channel, kept.channel)
    channel.last_message_id = kept.last_channel_id
    _put_back(stage, group, kept.telegram_group)
    group.last_message_id = kept.last_telegram_group_id
    world = stage.vk.world
    for post in kept.posts:
        world.add_post(post)
        _put_back_files(stage, post.attachments)
    world.wall(-stage.group_id).last_id = kept.last_wall_id
    for person_id, said in kept.dialogues.items():
        world.groups[stage.group_id].message_allowed.add(person_id)
        conversation = world.dialogue(person_id, -stage.group_id)
        for message in said:
            conversation.messages.append(message)
            world.index_message(conversation, message)
            _put_back_files(stage, message.attachments)
    # With how the chat began: its messages are numbered by where they stand.
    _vk_chat(stage).messages[:] = kept.vk_chat
    for message in kept.vk_chat:
        _put_back_files(stage, message.attachments)
    world.go_on_behind_what_is_there()


def _vk_chat(stage: Stage) -> Conversation:
    return stage.vk.world.chats[stage.vk_chat_peer - CHAT_START]


def _kept(messages: Iterable[TelegramMessage]) -> list[KeptMessage]:
    return [
        KeptMessage(
            message.id, message.date, message.sender.id, message.text, message.caption, message.photo,
            message.animation, message.document, message.reply_to.id if message.reply_to is not None else None,
            message.inline_keyboard, message.media_group_id, message.edit_date,
            message.via_bot.id if message.via_bot is not None else None,
        )
        for message in messages
        if not message.is_service
    ]  # fmt: skip


def _put_back(stage: Stage, chat: Chat, messages: Iterable[KeptMessage]) -> None:
    state = stage.telegram.backend.state
    for kept in messages:
        message = TelegramMessage(kept.id, chat, kept.date, state.users[kept.sender_id])
        message.text, message.caption = kept.text, kept.caption
        message.photo, message.animation, message.document = kept.photo, kept.animation, kept.document
        message.reply_to = chat.messages.get(kept.reply_to) if kept.reply_to is not None else None
        message.inline_keyboard, message.media_group_id = kept.inline_keyboard, kept.media_group_id
        message.edit_date = kept.edit_date
        message.via_bot = state.users[kept.via_bot] if kept.via_bot is not None else None
        chat.messages[kept.id] = message
        if kept.photo is not None:
            for size in kept.photo.sizes:
                state.files[size.file.unique_id] = size.file
                state.photos[size.file.unique_id] = kept.photo
        if kept.animation is not None:
            state.files[kept.animation.file.unique_id] = kept.animation.file
            state.animations[kept.animation.file.unique_id] = kept.animation
        if kept.document is not None:
            state.files[kept.document.file.unique_id] = kept.document.file


def _put_back_files(stage: Stage, attachments: Iterable[Attachment]) -> None:
    world = stage.vk.world
    for one in attachments:
        if one.photo is not None:
            world.add_photo(one.photo)
        if one.doc is not None:
            world.docs[one.doc.owner_id, one.doc.id] = one.doc
