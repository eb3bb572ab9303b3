"""From an update to an answer: role, limit, language, command or button or awaited text. Sends nothing.

Roles are checked here, at every command and every press, whatever was shown to whom before. Whatever gets an answer is
counted, whether the person may have it or not.
"""

from dataclasses import replace

from bot.chat.action import Action, Verb
from bot.chat.answer import SILENCE, Answer, Reach, Request
from bot.chat.chance import unasked
from bot.chat.command import Command, parse, storable
from bot.chat.commands import Row, find
from bot.chat.language import Languages
from bot.chat.limits import turned_away
from bot.chat.presses import PRESSES
from bot.chat.questions import take_answer
from bot.chat.rights import LEAST_ROLE, refusal
from bot.chat.words import Words
from bot.domain.limits import Kind
from bot.domain.member import Address, Role
from bot.domain.message import Incoming, Message, Press
from bot.domain.question import Question
from bot.errors import Refused


class Conversation:
    """Answers updates."""

    def __init__(self, reach: Reach, languages: Languages) -> None:
        self._reach = reach
        self._languages = languages

    async def answer(self, update: Incoming | Press) -> Answer:
        """What to say to an update; a banned person gets silence."""
        visit = await self._reach.visits.of(update.sender, update.chat)
        if visit.role is Role.BANNED:
            return SILENCE
        reply_author: Address | None = None
        photo: str | None = None
        if isinstance(update, Incoming):
            self._reach.acquaintances.meet(update.sender, update.username)
            reply_author, photo = update.reply_author, update.photo or update.reply_photo
        words = self._languages.chosen(visit.language, update.chat == update.sender, update.language)
        request = Request(
            chat=update.chat, sender=update.sender, role=visit.role, words=words, key=update.key,
            message_id=update.message_id, reply_author=reply_author, photo=photo,
        )  # fmt: skip
        if isinstance(update, Press):
            return await self._press(request, update.action)
        return await self._message(request, storable(update.text).strip(), visit.percent)

    async def _press(self, request: Request, action_text: str) -> Answer:
        words = request.words
        turned = await turned_away(request, self._reach, Kind.PRESS)
        if turned is not None:
            return turned
        action = Action.parse(action_text)
        if action is None:
            return Answer(notice=words.notice_unknown_button)
        refused = refusal(request, action.verb)
        if refused is not None:
            return refused
        try:
            pressed = replace(request, seen=action.revision, part=action.part)
            return await PRESSES[action.verb](pressed, self._reach, action.number)
        except Refused:
            return Answer(notice=words.notice_no_draft)

    async def _message(self, request: Request, text: str, percent: float) -> Answer:
        words = request.words
        command = parse(text)
        row = None if command is None else find(command.name)
        if command is not None and row is not None:
            return await self._command(request, row, command)
        asked = await self._asked(request) if text else None
        is_unknown = command is not None and not command.is_shouted
        if asked is not None and not is_unknown:
            return await take_answer(request, self._reach, asked, text)
        if request.is_private or asked is not None:
            turned = await turned_away(request, self._reach, Kind.COMMAND)
            if turned is not None:
                return turned
            unknown = words.unknown_command.format(name=command.name) if command is not None else ""
            hint = words.hint if request.photo is None or text else words.photo_hint
            return request.reply(unknown if is_unknown else hint)
        if is_unknown or not text or not percent:
            return SILENCE
        return await unasked(request, self._reach, text, percent)

    async def _asked(self, request: Request) -> Question | None:
        """The question that this message answers. Who is no moderator any more was asked in vain."""
        if request.role < LEAST_ROLE[Verb.EDIT]:
            return None
        return await self._reach.questions.asked(request.chat, request.sender, self._reach.clock.now())

    async def _command(self, request: Request, row: Row, command: Command) -> Answer:
        turned = None if row.limited_by is None else await turned_away(request, self._reach, row.limited_by)
        if turned is not None:
            return turned
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
