"""Reads what Bots Long Poll brings: messages and presses of buttons. Everything else is passed over."""

import json
import re
from collections.abc import Mapping

from bot.domain.member import Address, Platform
from bot.domain.message import Incoming, Press
from bot.platforms.vk.answers import UnexpectedAnswerError, instant_of, int_of, object_of, text_of
from bot.platforms.vk.keyboard import action_of
from bot.platforms.vk.photos import photo_of

# Peers from here on are chats of several people; below, a peer is the person.
FIRST_CHAT_PEER = 2_000_000_000

# What VK's client sends along with the button that opens a conversation with a community.
_START_BUTTON = {"command": "start"}

# `client_info.lang_id`, the language of the person's client.
_LANGUAGES = {0: "ru", 1: "uk", 2: "be", 3: "en", 4: "es", 5: "fi", 6: "de", 7: "it"}


def read_event(raw: object, group_id: int) -> Incoming | Press | None:
    """The message or the press that `raw`, one of the long poll's updates, is; None for what the bot does not answer.

    Not answered are other kinds of events, the community's own messages, those of other communities, and what a chat
    says by itself ("Anna invited Boris"). Raises UnexpectedAnswerError for a message or press that can't be read.
    """
    event = object_of(raw, "an event")
    kind = event.get("type")
    if kind not in ("message_new", "message_event"):
        return None
    key = text_of(event.get("event_id"), "an event's id")
    if not key:
        raise UnexpectedAnswerError("an event's id is empty")
    thing = object_of(event.get("object"), "an event's object")
    return _message(key, thing, group_id) if kind == "message_new" else _press(key, thing)


def _message(key: str, thing: Mapping[str, object], group_id: int) -> Incoming | None:
    # Before 5.103 the message was the object itself.
    message = object_of(thing.get("message", thing), "a message")
    sender = int_of(message.get("from_id"), "a message's sender")
    if sender <= 0 or message.get("out") in (1, True) or message.get("action") is not None:
        return None
    peer = _positive(message.get("peer_id"), "a message's chat")
    reply = message.get("reply_message")
    return Incoming(
        key=key,
        chat=Address(Platform.VK, peer),
        sender=Address(Platform.VK, sender),
        message_id=int_of(message.get("conversation_message_id"), "a message's number"),
        text=_text(message, group_id),
        is_private=peer < FIRST_CHAT_PEER,
        sent_at=instant_of(message.get("date"), "a message's date"),
        reply_to=_number_or_none(reply) if isinstance(reply, dict) else None,
        language=_language(thing.get("client_info")),
        reply_author=_author_or_none(reply) if isinstance(reply, dict) else None,
        photo=photo_of(message),
        reply_photo=photo_of(reply) if isinstance(reply, dict) else None,
    )


def _press(key: str, thing: Mapping[str, object]) -> Press:
    return Press(
        key=key,
        chat=Address(Platform.VK, _positive(thing.get("peer_id"), "a press's chat")),
        sender=Address(Platform.VK, _positive(thing.get("user_id"), "a press's person")),
        message_id=int_of(thing.get("conversation_message_id"), "a press's message"),
        action=action_of(thing.get("payload")),
        answer_to=text_of(thing.get("event_id"), "a press's id"),
    )


def _text(message: Mapping[str, object], group_id: int) -> str:
    """What was typed; for VK's own Start button, whose label is in the person's language, `/start`."""
    typed = _without_address(text_of(message.get("text"), "a message's text"), group_id)
    payload = message.get("payload")
    if isinstance(payload, str):
        try:
            payload = json.loads(payload)
        except (ValueError, RecursionError):
            return typed
    return "/start" if payload == _START_BUTTON else typed


def _without_address(text: str, group_id: int) -> str:
    """`text` without the bot's own name in front, by which a chat's members address it: `[club1|@bot], /meme`."""
    return re.sub(rf"^\s*\[(?:club|public|event){group_id}\|[^\[\]]*\][\s,:]*", "", text)


def _language(client: object) -> str | None:
    lang_id = client.get("lang_id") if isinstance(client, dict) else None
    return _LANGUAGES.get(lang_id) if isinstance(lang_id, int) else None


def _number_or_none(reply: Mapping[str, object]) -> int | None:
    """A reply's number; a reply to what the bot can't see has none."""
    try:
        return _positive(reply.get("conversation_message_id"), "the number of a message that is answered")
    except UnexpectedAnswerError:
        return None


def _author_or_none(reply: Mapping[str, object]) -> Address | None:
    """The person whose message is answered; communities have negative numbers and are nobody."""
    try:
        return Address(Platform.VK, _positive(reply.get("from_id"), "the author of a message that is answered"))
    except UnexpectedAnswerError:
        return None


def _positive(value: object, what: str) -> int:
    number = int_of(value, what)
    if number <= 0:
        raise UnexpectedAnswerError(f"{what} is not positive")
    return number
