"""Writes to VK's chats in the community's name. A message's number is its `conversation_message_id` throughout."""

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bot.domain.member import Address
from bot.domain.message import Buttons, Message, Press, Sent
from bot.domain.picture import Picture
from bot.errors import Refused
from bot.platforms.vk.answers import UnexpectedAnswerError, int_of, list_of, object_of, text_of
from bot.platforms.vk.batches import Batches
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.failures import ApiRefusalError
from bot.platforms.vk.keyboard import inline_keyboard
from bot.platforms.vk.message_split import split_message
from bot.platforms.vk.uploads import Uploads, check_all

MAX_SNACKBAR = 90  # characters of the note that answers a press


# Pictures whose names at VK are remembered: a card is shown to many and redrawn often.
_REMEMBERED = 1_000


class VkChat:
    """VK's chats through a community key."""

    def __init__(self, client: VkClient, uploads: Uploads | None = None) -> None:
        self._batches = Batches(client)
        self._uploads = uploads or Uploads(client, self._batches)
        self._attachments: OrderedDict[bytes, str] = OrderedDict()

    async def send(self, chat: Address, message: Message, key: str) -> Sent:
        """Send, in several messages if the text is long, and return the number of the last, which has the buttons and
        the pictures.

        The same `key` to the same chat is sent once, however often this is called. Mentions in the text (`@all`) notify
        nobody. Raises Retryable, Refused, Misconfigured.
        """
        keyboard = inline_keyboard(message.buttons)
        pieces = split_message(message.text)
        attachment = await self._attachment(chat, message.pictures)
        number = 0
        for index, text in enumerate(pieces):
            is_last = index == len(pieces) - 1
            with self._doubted(message.pictures if is_last else ()):
                number = await self._batches.ask(  # which may be repeated: VK knows the repeat by random_id
                    "messages.send",
                    _number_of_sent,
                    # With peer_ids, even of one peer, the answer has the conversation_message_id; with peer_id not.
                    peer_ids=chat.number,
                    random_id=random_id(chat, key, index),
                    message=text,
                    attachment=attachment if is_last else None,
                    keyboard=keyboard if is_last else None,
                    forward=_reply(chat, message.reply_to) if index == 0 else None,
                    disable_mentions=True,
                )
        return Sent(number)

    async def edit(self, chat: Address, sent: Sent, message: Message) -> None:
        """Give a message a new text, new buttons and new pictures; it loses what it has none of now.

        Of a text that would be several messages this is the last, as in `send`. Raises Retryable, Refused,
        Misconfigured.
        """
        attachment = await self._attachment(chat, message.pictures)
        with self._doubted(message.pictures):
            await self._batches.ask(
                "messages.edit",
                _anything,
                peer_id=chat.number,
                # One parameter under two names: the documentation has the long one, the schema of 5.199 the short one.
                conversation_message_id=sent.message_id,
                cmid=sent.message_id,
                message=split_message(message.text)[-1],
                attachment=attachment,
                keyboard=inline_keyboard(message.buttons),
                keep_forward_messages=True,
                disable_mentions=True,
            )

    async def edit_buttons(self, chat: Address, message_id: int, buttons: Buttons) -> None:
        """As the port says. VK takes away what an edit does not give again, so the message is read first.

        Raises Retryable, Misconfigured, and Refused where the message is gone.
        """
        found = await self._batches.ask(
            "messages.getByConversationMessageId",
            _text_and_attachment,
            peer_id=chat.number,
            conversation_message_ids=message_id,
        )
        if found is None:
            raise Refused(f"message {message_id} in {chat} is not there any more")
        text, attachment = found
        await self._batches.ask(
            "messages.edit",
            _anything,
            peer_id=chat.number,
            conversation_message_id=message_id,
            cmid=message_id,
            message=text,
            attachment=attachment,
            keyboard=inline_keyboard(buttons),
            keep_forward_messages=True,
            disable_mentions=True,
        )

    async def _attachment(self, chat: Address, pictures: Sequence[Picture]) -> str | None:
        """What VK calls the pictures, parted by commas; those that were not are uploaded. Raises as
        `Uploads.for_messages`.
        """
        check_all(pictures)
        names = await asyncio.gather(*(self._name(chat, picture) for picture in pictures))
        return ",".join(names) or None

    async def _name(self, chat: Address, picture: Picture) -> str:
        digest = hashlib.sha256(picture.data).digest()
        known = self._attachments.get(digest)
        if known is None:
            known = self._attachments[digest] = await self._uploads.for_messages(chat, picture)
            if len(self._attachments) > _REMEMBERED:
                self._attachments.popitem(last=False)
        return known

    @contextmanager
    def _doubted(self, pictures: Sequence[Picture]) -> Iterator[None]:
        """Forget what VK calls the pictures of a message that it refuses: somebody may have deleted the photo there."""
        try:
            yield
        except Refused:
            for picture in pictures:
                self._attachments.pop(hashlib.sha256(picture.data).digest(), None)
            raise

    async def answer(self, press: Press, text: str) -> None:
        """Show `text`, cut to 90 characters, to whoever pressed. Raises Retryable, Misconfigured."""
        note = text if len(text) <= MAX_SNACKBAR else text[: MAX_SNACKBAR - 1] + "…"
        try:
            await self._batches.ask(
                "messages.sendMessageEventAnswer",
                _anything,
                event_id=press.answer_to,
                user_id=press.sender.number,
                peer_id=press.chat.number,
                event_data={"type": "show_snackbar", "text": note} if note.strip() else None,
            )
        except Refused:
            return  # older than a minute, or answered by the first of two tries


def random_id(chat: Address, key: str, piece: int) -> int:
    """The number by which VK knows a repeat: the same for the same arguments for ever, 1 … 2**31 - 1.

    VK takes an int32; 0 would switch the recognition off.
    """
    digest = hashlib.blake2b(f"{chat}\n{piece}\n{key}".encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return (int.from_bytes(digest, "big") & 0x7FFF_FFFF) or 1


def _reply(chat: Address, message_id: int | None) -> str | None:
    if message_id is None:
        return None
    return json.dumps({"peer_id": chat.number, "conversation_message_ids": [message_id], "is_reply": 1})


def _anything(answer: object) -> object:
    return answer


def _text_and_attachment(answer: object) -> tuple[str, str | None] | None:
    """Of the one message that was asked for its text, and what VK calls its photos and files, parted by commas."""
    items = list_of(object_of(answer, "the messages").get("items"), "the list of messages")
    if not items:
        return None
    message = object_of(items[0], "a message")
    attachments = message.get("attachments")
    names = [_name_of(value) for value in (attachments if isinstance(attachments, list) else [])]
    return text_of(message.get("text"), "a message's text"), ",".join(names) or None


def _name_of(value: object) -> str:
    """What an edit may call a photo or a file that a message has: `photo-1_2_key`."""
    attachment = object_of(value, "an attachment")
    kind = text_of(attachment.get("type"), "an attachment's kind")
    thing = object_of(attachment.get(kind), "an attachment")
    owner, number = int_of(thing.get("owner_id"), "an owner"), int_of(thing.get("id"), "an attachment's id")
    key = thing.get("access_key")
    return "_".join([f"{kind}{owner}", str(number), *([key] if isinstance(key, str) and key else [])])


def _number_of_sent(answer: object) -> int:
    """From the list of what became of the message at each of the peers: here one."""
    results = list_of(answer, "the list of what was sent")
    if len(results) != 1:
        raise UnexpectedAnswerError(f"the list of what was sent has {len(results)} entries for one chat")
    sent = object_of(results[0], "what was sent")
    if sent.get("error") is not None:
        error = object_of(sent["error"], "the error of a message")
        raise ApiRefusalError(
            int_of(error.get("code"), "an error's code"), text_of(error.get("description"), "an error")
        )
    return int_of(sent.get("conversation_message_id"), "conversation_message_id")
