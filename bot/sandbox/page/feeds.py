"""What there is to see on the sandboxes, as plain values: the wall, the channel, the chats and groups on each platform.

All words in it were written by strangers, or by a network: whoever shows them shows them as text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from bot.sandbox.rooms import PLATFORMS, Platform, Room, telegram_chat, vk_peer
from bot.sandbox.stage import Person, Stage
from bot.sandbox.telegram.state import Message as TelegramMessage
from bot.sandbox.vk.state import Attachment, Post
from bot.sandbox.vk.state import Message as VkMessage

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
    """A post, or a message in a chat. `by` is the role of the person who wrote it, "" for the bot and the community.

    `at`: seconds since 1970. `via` is the bot through whose inline mode a message was sent.
    """

    id: str
    author: str
    at: int
    text: str
    by: str = ""
    via: str = ""
    is_edited: bool = False
    pictures: tuple[Picture, ...] = ()
    files: tuple[str, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    answers: str = ""
    """The beginning of the message that it answers."""
    answers_picture: Picture | None = None


def feeds(stage: Stage) -> dict[str, list[Item]]:
    """All there is, by the feed's name: wall, channel, `member-telegram`, …, `group-telegram`, …; the newest post
    first, but the newest message last.
    """
    seen = {WALL: list(_wall(stage)), CHANNEL: list(_channel(stage))}
    for platform in PLATFORMS:
        for role, person in stage.people.items():
            seen[f"{role}-{platform}"] = chat_items(stage, person, platform)
        seen[f"group-{platform}"] = chat_items(stage, stage.admin, platform, "group")
    return seen


def chat_items(stage: Stage, person: Person, platform: Platform, room: Room = "private") -> list[Item]:
    """A chat as a person sees it."""
    return list((_telegram_chat if platform == "telegram" else _vk_chat)(stage, person, room))


def _wall(stage: Stage) -> Iterator[Item]:
    for post in islice(stage.vk.posts(-stage.group_id), _MOST_POSTS):
        yield Item(
            str(post.id),
            _vk_name(stage, post.signer_id or post.from_id),
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
        yield _of_telegram(album, stage.channel_title)


def _telegram_chat(stage: Stage, person: Person, room: Room) -> Iterator[Item]:
    there = stage.telegram.messages(telegram_chat(stage, person, room))
    roles = {one.telegram_id: role for role, one in stage.people.items()}
    messages = [message for message in there if not message.is_service]
    for album in _albums(messages[-_MOST_MESSAGES:]):
        sender = album[0].sender
        yield _of_telegram(album, sender.first_name, roles.get(sender.id, ""))


def _albums(messages: Sequence[TelegramMessage]) -> list[list[TelegramMessage]]:
    """Messages of one album together; every other one alone."""
    grouped = groupby(messages, lambda message: message.media_group_id or f"alone {message.id}")
    return [list(album) for _, album in grouped]


def _of_telegram(album: Sequence[TelegramMessage], author: str, by: str = "") -> Item:
    first, answered = album[0], album[0].reply_to
    return Item(
        str(first.id),
        author,
        at=first.date,
        text="\n".join(message.words.text for message in album if message.words.text),
        by=by,
        via=(first.via_bot.username or "") if first.via_bot is not None else "",
        is_edited=any(message.edit_date is not None for message in album),
        pictures=tuple(picture for message in album for picture in _telegram_pictures(message)),
        files=tuple(message.document.name for message in album if message.document is not None),
        buttons=_telegram_buttons(first),
        answers=_beginning(answered.words.text) if answered is not None else "",
        answers_picture=next(_telegram_pictures(answered), None) if answered is not None else None,
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


def _vk_chat(stage: Stage, person: Person, room: Room) -> Iterator[Item]:
    messages = stage.vk.messages(person.vk_id, vk_peer(stage, room))
    roles = {one.vk_id: role for role, one in stage.people.items()}
    for message in messages[-_MOST_MESSAGES:]:
        if message.action is not None:
            continue
        answered = message.reply_to
        yield Item(
            str(message.conversation_message_id),
            _vk_name(stage, message.from_id),
            at=message.date,
            text=_vk_text(message.text),
            by=roles.get(message.from_id, ""),
            is_edited=message.edited is not None,
            pictures=_vk_pictures(message.attachments),
            files=_vk_files(message.attachments),
            buttons=_vk_buttons(message),
            answers=_beginning(_vk_text(answered.text)) if answered is not None else "",
            answers_picture=next(iter(_vk_pictures(answered.attachments)), None) if answered is not None else None,
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
