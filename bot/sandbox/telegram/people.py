"""What people do in their clients: write, send pictures, press buttons, ask inline, react, and see what came."""

from __future__ import annotations

import base64
import hashlib
import secrets

from bot.sandbox.telegram.community import Community
from bot.sandbox.telegram.composing import MAX_CAPTION_UNITS, MAX_TEXT_UNITS
from bot.sandbox.telegram.delivery import new_inline_message_id, post, tell, tell_reaction
from bot.sandbox.telegram.entities import plain_text
from bot.sandbox.telegram.errors import BotApiError, ImpossibleActError
from bot.sandbox.telegram.fetching import fetch_photo
from bot.sandbox.telegram.inline_results import read_content
from bot.sandbox.telegram.methods.editing import remove
from bot.sandbox.telegram.methods.files import find_file, keep_photo
from bot.sandbox.telegram.objects import callback_query_object, inline_query_object, user_object
from bot.sandbox.telegram.photos import read_photo
from bot.sandbox.telegram.reactions import emoji_reaction
from bot.sandbox.telegram.state import (
    CallbackAnswer,
    CallbackQuery,
    Chat,
    Dialog,
    Document,
    FormattedText,
    InlineQuery,
    JsonObject,
    Message,
    StoredFile,
)
from bot.sandbox.telegram.utf16 import utf16_length

MAX_INLINE_QUERY_CHARS = 256
MAX_CALLBACK_DATA_BYTES = 64


class People(Community):
    """`chat_id` is a group's or channel's id; for a private chat with a bot it is the bot's id or the person's own."""

    def say(
        self, user_id: int, chat_id: int, text: str, *, reply_to: int | None = None, bot: int | str | None = None
    ) -> Message:
        """Write a message, or a post in a channel. The first one in a private chat starts the bot."""
        chat = self._chat_to_write(user_id, chat_id, bot, "can_send_messages")
        words = _said(text, MAX_TEXT_UNITS)
        if not words.text:
            raise ImpossibleActError("A message without words can't be sent.")
        return self._post(chat, user_id, reply_to, text=words)

    def send_photo(
        self,
        user_id: int,
        chat_id: int,
        picture: bytes,
        caption: str = "",
        *,
        reply_to: int | None = None,
        bot: int | str | None = None,
    ) -> Message:
        """Send a picture (the bytes of a PNG, JPEG, …). Takes CPU time."""
        chat = self._chat_to_write(user_id, chat_id, bot, "can_send_photos")
        words = _said(caption, MAX_CAPTION_UNITS)
        try:
            photo = read_photo(picture)
        except BotApiError as error:
            raise ImpossibleActError(f"The picture can't be sent: {error.description}") from error
        keep_photo(self.backend, photo)
        message = Message(self.backend.state.next_message_id(chat), chat, self.backend.now, self._user(user_id))
        message.photo, message.caption, message.reply_to = photo, words, self._replied(chat, reply_to)
        return post(self.backend, message)

    def send_file(
        self,
        user_id: int,
        chat_id: int,
        content: bytes,
        name: str,
        mime_type: str,
        caption: str = "",
        *,
        bot: int | str | None = None,
    ) -> Message:
        """Send any file as it is."""
        chat = self._chat_to_write(user_id, chat_id, bot, "can_send_documents")
        words = _said(caption, MAX_CAPTION_UNITS)
        unique_id = f"AgAD{hashlib.sha256(content).hexdigest()[:14]}"
        file = StoredFile(unique_id, content, f"documents/{unique_id}", "document")
        self.backend.state.files[unique_id] = file
        message = Message(self.backend.state.next_message_id(chat), chat, self.backend.now, self._user(user_id))
        message.document, message.caption = Document(file, name, mime_type), words
        return post(self.backend, message)

    def edit(self, user_id: int, chat_id: int, message_id: int, text: str, *, bot: int | str | None = None) -> Message:
        """Change the words of one's own message."""
        message = self._message(self._chat(user_id, chat_id, bot), message_id)
        if message.sender.id != user_id or message.is_service:
            raise ImpossibleActError("People can edit their own messages only.")
        if message.text is not None:
            message.text = _said(text, MAX_TEXT_UNITS)
        else:
            message.caption = _said(text, MAX_CAPTION_UNITS)
        message.edit_date = self.backend.now
        tell(self.backend, message, edited=True)
        return message

    def delete(self, user_id: int, chat_id: int, message_id: int, *, bot: int | str | None = None) -> None:
        """Delete one's own message, any message of a private chat, or any message as an admin. Bots aren't told."""
        chat = self._chat(user_id, chat_id, bot)
        message = self._message(chat, message_id)
        if not isinstance(chat, Dialog) and message.sender.id != user_id:
            member = self._member(user_id, chat_id)
            if not member.may("can_delete_messages"):
                raise ImpossibleActError("Only admins can delete other people's messages.")
        remove(message)

    def press(
        self,
        user_id: int,
        chat_id: int,
        message_id: int,
        button: str,
        *,
        bot: int | str | None = None,
        forged: bool = False,
    ) -> CallbackQuery:
        """Press the button of an inline keyboard that has this callback_data or this label.

        With `forged` send `button` as callback data although no button has it, as a changed client can. The query's
        `answer` is filled when the bot answers.
        """
        chat = self._chat(user_id, chat_id, bot)
        message = self._message(chat, message_id)
        owner = message.via_bot or message.sender
        if not owner.is_bot:
            raise ImpossibleActError("Only bots' messages have buttons.")
        data = button if forged else _callback_data(message, button)
        if len(data.encode()) > MAX_CALLBACK_DATA_BYTES:
            raise ImpossibleActError(f"Callback data has at most {MAX_CALLBACK_DATA_BYTES} bytes.")
        query = CallbackQuery(
            str(secrets.randbelow(2**62)), owner.id, self._user(user_id), message, data, self.backend.clock()
        )
        self.backend.state.callback_queries[query.id] = query
        self._bot(owner.id).updates.push("callback_query", callback_query_object(query))
        return query

    def inline_query(
        self, user_id: int, text: str, *, bot: int | str | None = None, offset: str = "", chat_type: str = "sender"
    ) -> InlineQuery:
        """Type `@bot text`. The query's `results` are filled when the bot answers, or at once from the cache."""
        asked = self._bot(bot)
        if not asked.supports_inline_queries:
            raise ImpossibleActError(f"@{asked.user.username} has no inline mode.")
        state, now = self.backend.state, self.backend.clock()
        query = InlineQuery(str(secrets.randbelow(2**62)), asked.id, self._user(user_id), _encodable(text), offset, now)
        if len(text) > MAX_INLINE_QUERY_CHARS:
            raise ImpossibleActError(f"An inline query has at most {MAX_INLINE_QUERY_CHARS} characters.")
        state.inline_queries[query.id] = query
        for person in (user_id, None):
            good_until, cached = state.inline_cache.get((asked.id, text, offset, person), (0.0, query))
            if good_until > now:
                query.results, query.next_offset = cached.results, cached.next_offset
                query.button = cached.button
                return query
        asked.updates.push("inline_query", inline_query_object(query, chat_type))
        return query

    async def choose(self, query: InlineQuery, result_id: str, chat_id: int, *, reply_to: int | None = None) -> Message:
        """Send one of an inline query's results into a chat; a photo that has an address is fetched from there."""
        user, asked = query.user, self._bot(query.bot_id)
        result = next((result for result in query.results or [] if result["id"] == result_id), None)
        if result is None:
            raise ImpossibleActError(f"The bot has offered no result with the id {result_id}.")
        chat = self._chat_to_write(user.id, chat_id, asked.id, "can_send_other_messages")
        content = read_content(self.backend, result)
        photo = None
        if content.photo_file_id is not None:
            file = find_file(self.backend, asked, content.photo_file_id)
            if file is None:
                raise ImpossibleActError("The result's photo_file_id is none of this bot's.")
            photo = self.backend.state.photos[file.unique_id]
        elif content.photo_url is not None:
            try:
                photo = await fetch_photo(self.backend, content.photo_url)
            except BotApiError as error:
                raise ImpossibleActError(f"The photo can't be fetched: {error.description}") from error
        message = Message(self.backend.state.next_message_id(chat), chat, self.backend.now, user, via_bot=asked.user)
        message.text, message.caption = content.text, content.caption
        message.inline_keyboard = content.keyboard
        message.photo, message.reply_to = photo, self._replied(chat, reply_to)
        chosen: JsonObject = {"result_id": result_id, "from": user_object(user), "query": query.query}
        if content.keyboard is not None:
            message.inline_message_id = new_inline_message_id()
            self.backend.state.inline_messages[message.inline_message_id] = message
            chosen["inline_message_id"] = message.inline_message_id
        if asked.inline_feedback:
            asked.updates.push("chosen_inline_result", chosen)
        return post(self.backend, message)

    def react(
        self, user_id: int, chat_id: int, message_id: int, emoji: str | None, *, bot: int | str | None = None
    ) -> None:
        """Put a reaction under a message in place of one's earlier one; None takes it back."""
        message = self._message(self._chat(user_id, chat_id, bot), message_id)
        old = message.reactions.pop(user_id, [])
        if emoji is not None:
            try:
                message.reactions[user_id] = [emoji_reaction(emoji)]
            except BotApiError as error:
                raise ImpossibleActError(f"{emoji} is none of Telegram's reactions.") from error
        if message.reactions.get(user_id, []) != old:
            tell_reaction(self.backend, message, self._user(user_id), old)

    def messages(self, chat_id: int, *, bot: int | str | None = None) -> list[Message]:
        """What stands in a chat now, oldest first. A private chat goes by the person's id."""
        chat = self._dialog(chat_id, bot) if chat_id > 0 else self.backend.state.chats.get(chat_id)
        if chat is None:
            raise ImpossibleActError(f"There is no chat with the id {chat_id}; add it first.")
        return list(chat.messages.values())

    def callback_answer(self, query_id: str) -> CallbackAnswer | None:
        """What the bot answered to a pressed button, or None as long as it hasn't."""
        query = self.backend.state.callback_queries.get(query_id)
        if query is None:
            raise ImpossibleActError(f"No button was pressed under the id {query_id}.")
        return query.answer

    def _chat(self, user_id: int, chat_id: int, bot: int | str | None) -> Chat:
        """A chat that the person is in."""
        user = self._user(user_id)
        if user.is_bot:
            raise ImpossibleActError("Bots act through the Bot API.")
        if chat_id < 0:
            if self._group(chat_id).username is None or user_id in self._group(chat_id).members:
                self._member(user_id, chat_id)
            return self._group(chat_id)
        return self._dialog(user_id, bot if chat_id == user_id else chat_id)

    def _chat_to_write(self, user_id: int, chat_id: int, bot: int | str | None, permission: str) -> Chat:
        chat = self._chat(user_id, chat_id, bot)
        if isinstance(chat, Dialog):
            if chat.is_blocked:
                raise ImpossibleActError("One can't write to a bot that one has blocked; unblock it first.")
            chat.is_started = True
            return chat
        member = self._member(user_id, chat_id)
        if chat.kind == "channel" and not member.may("can_post_messages"):
            raise ImpossibleActError("Only admins with the right to post can write in a channel.")
        if member.status == "restricted" and permission not in member.rights:
            raise ImpossibleActError("The person is restricted in this chat and may not send that.")
        return chat

    def _message(self, chat: Chat, message_id: int) -> Message:
        message = chat.messages.get(message_id)
        if message is None:
            raise ImpossibleActError(f"There is no message {message_id} in the chat {chat.id}.")
        return message

    def _replied(self, chat: Chat, reply_to: int | None) -> Message | None:
        return None if reply_to is None else self._message(chat, reply_to)

    def _post(self, chat: Chat, user_id: int, reply_to: int | None, *, text: FormattedText) -> Message:
        replied = self._replied(chat, reply_to)
        message = Message(
            self.backend.state.next_message_id(chat), chat, self.backend.now, self._user(user_id), text=text
        )
        message.reply_to = replied
        return post(self.backend, message)


def read_base64(encoded: str) -> bytes:
    """Raises ImpossibleActError for what is no Base64."""
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise ImpossibleActError("The picture has to be in Base64.") from error


def _encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ImpossibleActError("The text holds half of a surrogate pair, which no client can send.") from error
    return text


def _said(text: str, max_units: int) -> FormattedText:
    words = plain_text(_encodable(text))
    if utf16_length(words.text) > max_units:
        raise ImpossibleActError(f"The text is longer than {max_units} UTF-16 units; a client would split it.")
    return words


def _callback_data(message: Message, wanted: str) -> str:
    keyboard = message.inline_keyboard or {}
    rows = keyboard.get("inline_keyboard", [])
    buttons = [button for row in rows for button in row] if isinstance(rows, list) else []
    for name in ("callback_data", "text"):
        for button in buttons:
            if button[name if name in button else "text"] == wanted and "callback_data" in button:
                return str(button["callback_data"])
    there = ", ".join(str(button["text"]) for button in buttons) or "none"
    raise ImpossibleActError(f"The message has no such button to press; its buttons: {there}.")
