"""What there is to see on the sandboxes, as plain values: the wall, the channel, each person's chat on each platform.

All words in it were written by strangers, or by a network: whoever shows them shows them as text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Literal, TypeAlias

from bot.sandbox.stage import Person, Stage
from bot.sandbox.telegram.state import Message as TelegramMessage
from bot.sandbox.vk.state import Attachment, Post
from bot.sandbox.vk.state import Message as VkMessage

Platform: TypeAlias = Literal["telegram", "vk"]

PLATFORMS: tuple[Platform, ...] = ("telegram", "vk")
WALL, CHANNEL = "wall", "channel"

# How far back a feed goes: more than anybody scrolls, and little enough to be put together several times a second.
_MOST_POSTS = 30
_MOST_MESSAGES = 60

# How VK writes whom a text mentions: [club1|@wallflower].
_MENTION = re.compile(r"\[(?:id|club|public)\d+\|([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Picture:
    """`path` is what the page asks for it by; a side of 0 is one that nobody measured."""

    path: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Button:
    """`data` is what is pressed; a button that leads to an address has none."""

    label: str
    data: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A post, or a message in a chat. `is_own`: the person whose chat it is wrote it. `at`: seconds since 1970."""

    id: str
    author: str
    is_own: bool
    at: int
    text: str
    is_edited: bool = False
    pictures: tuple[Picture, ...] = ()
    files: tuple[str, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    answers: str = ""
    """The beginning of the message that it answers."""


def feeds(stage: Stage) -> dict[str, list[Item]]:
    """All there is, by the feed's name: wall, channel, `member-telegram`, …; the newest post first, but the newest
    message last.
    """
    seen = {WALL: list(_wall(stage)), CHANNEL: list(_channel(stage))}
    for role, person in stage.people.items():
        for platform in PLATFORMS:
            seen[f"{role}-{platform}"] = chat_items(stage, person, platform)
    return seen


def chat_items(stage: Stage, person: Person, platform: Platform) -> list[Item]:
    """A person's private chat with the bot."""
    return list(_telegram_chat(stage, person) if platform == "telegram" else _vk_chat(stage, person))


def _wall(stage: Stage) -> Iterator[Item]:
    for post in islice(stage.vk.posts(-stage.group_id), _MOST_POSTS):
        yield Item(
            str(post.id),
            _vk_name(stage, post.signer_id or post.from_id),
            is_own=False,
            at=post.date,
            text=_vk_text(post.text),
            is_edited=post.edited is not None,
            pictures=_vk_pictures(_all_attachments(post)),
            files=_vk_files(_all_attachments(post)),
        )


def _all_attachments(post: Post) -> list[Attachment]:
    return [*post.attachments, *(one for copy in post.copy_history for one in copy.attachments)]


def _channel(stage: Stage) -> Iterator[Item]:
    posts = [message for message in stage.telegram.messages(stage.channel_id) if not message.is_service]
    for album in reversed(_albums(posts[-_MOST_POSTS:])):
        yield _of_telegram(album, stage.channel_title, is_own=False)


def _telegram_chat(stage: Stage, person: Person) -> Iterator[Item]:
    messages = [message for message in stage.telegram.messages(person.telegram_id) if not message.is_service]
    for album in _albums(messages[-_MOST_MESSAGES:]):
        sender = album[0].sender
        yield _of_telegram(album, sender.first_name, is_own=sender.id == person.telegram_id)


def _albums(messages: Sequence[TelegramMessage]) -> list[list[TelegramMessage]]:
    """Messages of one album together; every other one alone."""
    grouped = groupby(messages, lambda message: message.media_group_id or f"alone {message.id}")
    return [list(album) for _, album in grouped]


def _of_telegram(album: Sequence[TelegramMessage], author: str, *, is_own: bool) -> Item:
    first = album[0]
    return Item(
        str(first.id),
        author,
        is_own=is_own,
        at=first.date,
        text="\n".join(message.words.text for message in album if message.words.text),
        is_edited=any(message.edit_date is not None for message in album),
        pictures=tuple(picture for message in album for picture in _telegram_pictures(message)),
        files=tuple(message.document.name for message in album if message.document is not None),
        buttons=_telegram_buttons(first),
        answers=_beginning(first.reply_to.words.text) if first.reply_to is not None else "",
    )


def _telegram_pictures(message: TelegramMessage) -> Iterator[Picture]:
    if message.photo is not None:
        largest = message.photo.sizes[-1]
        yield Picture(f"telegram/{largest.file.unique_id}", largest.width, largest.height)
    if message.animation is not None:
        moving = message.animation
        yield Picture(f"telegram/{moving.file.unique_id}", moving.width, moving.height)


def _telegram_buttons(message: TelegramMessage) -> tuple[tuple[Button, ...], ...]:
    rows = (message.inline_keyboard or {}).get("inline_keyboard", [])
    if not isinstance(rows, list):
        return ()
    return tuple(
        tuple(
            Button(str(button["text"]), str(button.get("callback_data", "")), str(button.get("url", "")))
            for button in row
        )
        for row in rows
    )


def _vk_chat(stage: Stage, person: Person) -> Iterator[Item]:
    messages = stage.vk.messages(person.vk_id, -stage.group_id)
    for message in messages[-_MOST_MESSAGES:]:
        if message.action is not None:
            continue
        yield Item(
            str(message.conversation_message_id),
            _vk_name(stage, message.from_id),
            is_own=message.from_id == person.vk_id,
            at=message.date,
            text=_vk_text(message.text),
            is_edited=message.edited is not None,
            pictures=_vk_pictures(message.attachments),
            files=_vk_files(message.attachments),
            buttons=_vk_buttons(message),
            answers=_beginning(_vk_text(message.reply_to.text)) if message.reply_to is not None else "",
        )


def _vk_name(stage: Stage, member_id: int) -> str:
    if member_id < 0:
        return stage.vk.world.groups[-member_id].name
    return stage.vk.world.users[member_id].first_name


def _vk_text(text: str) -> str:
    return _MENTION.sub(r"\1", text)


def _vk_pictures(attachments: Sequence[Attachment]) -> tuple[Picture, ...]:
    photos = [Picture(f"vk/{one.photo.name}", one.photo.width, one.photo.height) for one in attachments if one.photo]
    moving = [Picture(f"vk/{one.doc.name}", 0, 0) for one in attachments if one.doc and one.doc.ext == "gif"]
    return (*photos, *moving)


def _vk_files(attachments: Sequence[Attachment]) -> tuple[str, ...]:
    """What can't be shown, by its name or address."""
    files = [one.doc.title for one in attachments if one.doc and one.doc.ext != "gif"]
    return (*files, *(str((one.body or {}).get("url") or one.kind) for one in attachments if one.body is not None))


def _vk_buttons(message: VkMessage) -> tuple[tuple[Button, ...], ...]:
    rows = (message.keyboard or {}).get("buttons", [])
    if not isinstance(rows, list):
        return ()
    return tuple(tuple(_vk_button(button["action"]) for button in row) for row in rows)


def _vk_button(action: dict[str, object]) -> Button:
    payload = action.get("payload")
    data = "" if payload is None else payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)
    label = str(action.get("label", ""))
    return Button(label, "" if "link" in action else data or label, str(action.get("link", "")))


def _beginning(text: str) -> str:
    line = text.partition("\n")[0]
    return line if len(line) <= 80 else f"{line[:79]}…"
