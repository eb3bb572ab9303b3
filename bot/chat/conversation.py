"""From an update to an answer: role, language, command or button or awaited text. Sends nothing.

Roles are checked here, at every command and every press, whatever was shown to whom before.
"""

from dataclasses import replace

from bot.chat.action import Action, Verb
from bot.chat.answer import SILENCE, Answer, Reach, Request
from bot.chat.command import Command, parse, storable
from bot.chat.commands import Row, find
from bot.chat.language import Languages
from bot.chat.moderation import take_text
from bot.chat.presses import PRESSES
from bot.chat.rights import LEAST_ROLE, refusal
from bot.chat.words import Words
from bot.domain.member import Address, Role
from bot.domain.message import Incoming, Message, Press
from bot.errors import Refused


class Conversation:
    """Answers updates."""

    def __init__(self, reach: Reach, languages: Languages) -> None:
        self._reach = reach
        self._languages = languages

    async def answer(self, update: Incoming | Press) -> Answer:
        """What to say to an update; a banned person gets silence."""
        role = await self._reach.members.role(update.sender)
        if role is Role.BANNED:
            return SILENCE
        reply_author: Address | None = None
        if isinstance(update, Incoming):
            self._reach.acquaintances.meet(update.sender, update.username)
            reply_author = update.reply_author
        words = await self._languages.of_person(update.chat, update.sender, update.language)
        request = Request(
            chat=update.chat, sender=update.sender, role=role, words=words, message_id=update.message_id,
            reply_author=reply_author,
        )  # fmt: skip
        if isinstance(update, Press):
            return await self._press(request, update.action)
        return await self._message(request, storable(update.text).strip())

    async def _press(self, request: Request, action_text: str) -> Answer:
        words = request.words
        action = Action.parse(action_text)
        if action is None:
            return Answer(notice=words.notice_unknown_button)
        refused = refusal(request, action.verb)
        if refused is not None:
            return refused
        try:
            return await PRESSES[action.verb](request, self._reach, action.number)
        except Refused:
            return Answer(notice=words.notice_no_draft)

    async def _message(self, request: Request, text: str) -> Answer:
        words = request.words
        command = parse(text)
        row = None if command is None else find(command.name)
        if command is not None and row is not None:
            return await self._command(request, row, command)
        asked = await self._asked(request) if text else None
        if command is not None and not command.is_shouted:
            is_for_us = request.is_private or asked is not None
            return request.reply(words.unknown_command.format(name=command.name)) if is_for_us else SILENCE
        if asked is not None:
            return await take_text(request, self._reach, asked, text)
        return request.reply(words.hint) if request.is_private else SILENCE

    async def _asked(self, request: Request) -> int | None:
        """The draft whose new text this message is. Who is no moderator any more was asked in vain."""
        if request.role < LEAST_ROLE[Verb.EDIT]:
            return None
        return await self._reach.community.asked(request.chat, request.sender, self._reach.clock.now())

    async def _command(self, request: Request, row: Row, command: Command) -> Answer:
        refused = refusal(request, row.right)
        if refused is not None:
            return refused
        return await row.answer(replace(request, arguments=command.arguments), self._reach)


def trouble(update: Incoming | Press, words: Words) -> Answer:
    """What is said when answering failed for a reason of ours. Talk that was not meant for the bot stays unanswered."""
    if isinstance(update, Press):
        return Answer(notice=words.notice_trouble)
    if update.chat != update.sender and parse(storable(update.text)) is None:
        return SILENCE
    return Answer(messages=(Message(words.trouble, reply_to=update.message_id),))
