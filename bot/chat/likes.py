"""Like and dislike under what the bot wrote, and their numbers on the buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.chat.action import Action, Verb
from bot.chat.answer import Answer, Reach, Request
from bot.domain.caption import Caption, words_of
from bot.domain.member import Address, Platform
from bot.domain.message import Button, Message, Sent
from bot.domain.picture import Picture
from bot.errors import Refused, Retryable, WallflowerError
from bot.flow.painting import all_painted
from bot.ports import Chat, Painter, WrittenText
from bot.storage.replies import Replies, Reply

# Of each platform in one round: an edit costs as much as a message, and answers go first.
_MOST_AT_ONCE = 5
# Faces to draw: beyond these the oldest are left as they are until somebody presses there again.
_MOST_WAITING = 10_000

_log = structlog.get_logger()


async def written_reply(
    request: Request, reach: Reach, written: WrittenText, temperature: float, *, is_primed: bool
) -> Answer:
    """Keep what was written and answer with it, with buttons."""
    now = reach.clock.now()
    reply = await reach.replies.add(
        request.chat, written.text, temperature, written.checkpoint, now, is_primed=is_primed
    )
    return Answer(messages=(face(reply, reply_to=request.reply_to),))


async def picture_reply(
    request: Request,
    reach: Reach,
    pictures: Sequence[Picture],
    captions: Sequence[Caption],
    *,
    temperature: float = 0.0,
    checkpoint: str = "",
    is_primed: bool,
) -> Answer:
    """Keep the words of pictures and answer with them, with buttons. A member's own words no checkpoint wrote.

    An album is liked as a whole.
    """
    words = words_of(captions)
    reply = await reach.replies.add(
        request.chat, words, temperature, checkpoint, reach.clock.now(), is_primed=is_primed, captions=captions
    )
    return Answer(messages=(replace(face(reply, reply_to=request.reply_to), pictures=tuple(pictures)),))


async def like(request: Request, reach: Reach, reply_id: int) -> Answer:
    """One a person; the last press counts."""
    return await _react(request, reach, reply_id, 1)


async def dislike(request: Request, reach: Reach, reply_id: int) -> Answer:
    """As `like`."""
    return await _react(request, reach, reply_id, -1)


async def _react(request: Request, reach: Reach, reply_id: int, value: int) -> Answer:
    words = request.words
    try:
        reply = await reach.replies.react(reply_id, request.chat, request.sender, value)
    except Refused:
        return Answer(notice=words.notice_forgotten)
    notice = words.notice_liked if value > 0 else words.notice_disliked
    return Answer(notice=notice.format(likes=reply.likes, dislikes=reply.dislikes), liked=(reply.id,))


def face(reply: Reply, reply_to: int | None = None) -> Message:
    """The reply as it is shown: its text, or nothing beside a picture, and the numbers on the buttons.

    The buttons of an album stand under a message of their own on Telegram, which must say something: how many there
    are, in no language, for whoever redraws it later knows of none.
    """
    row = (
        Button(f"👍 {reply.likes}" if reply.likes else "👍", str(Action(Verb.LIKE, reply.id))),
        Button(f"👎 {reply.dislikes}" if reply.dislikes else "👎", str(Action(Verb.DISLIKE, reply.id))),
    )
    pictures = len(reply.captions)
    text = f"🖼 × {pictures}" if pictures > 1 else "" if pictures else reply.text
    return Message(text, (row,), reply_to=reply_to)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a reply stands."""

    chat: Address
    message_id: int


class Faces:
    """Replies whose buttons show old numbers: redrawn a few at a time, each once however many pressed meanwhile.

    Kept in memory only: after a crash a face is drawn anew when somebody presses there.
    """

    def __init__(self, replies: Replies, painter: Painter, chats: Mapping[Platform, Chat]) -> None:
        self._replies = replies
        self._painter = painter
        self._chats = chats
        self._stale: dict[_Place, int] = {}

    def changed(self, chat: Address, message_id: int, reply_id: int) -> None:
        """The numbers of a reply that stands there have changed."""
        self._stale.setdefault(_Place(chat, message_id), reply_id)
        if len(self._stale) > _MOST_WAITING:
            del self._stale[next(iter(self._stale))]

    async def redraw(self) -> None:
        """Draw those that have waited longest."""
        for platform in self._chats:
            waiting = [place for place in self._stale if place.chat.platform is platform][:_MOST_AT_ONCE]
            for place in waiting:
                await self._draw(place, self._stale.pop(place))

    async def _draw(self, place: _Place, reply_id: int) -> None:
        try:
            reply = await self._replies.get(reply_id)
            shown, chat = face(reply), self._chats[place.chat.platform]
            try:
                # Painted again, they are the pictures that the platform has already.
                shown = replace(shown, pictures=await all_painted(self._painter, reply.captions))
            except Refused:
                # On a member's photo, which is kept nowhere, or on a template that is gone.
                await chat.edit_buttons(place.chat, place.message_id, shown.buttons)
            else:
                await chat.edit(place.chat, Sent(place.message_id), shown)
        except Retryable as error:
            self.changed(place.chat, place.message_id, reply_id)
            _log.debug("likes are shown later", chat=str(place.chat), problem=str(error))
        except WallflowerError as error:
            # The message may be deleted, or the reply forgotten: there is nothing to draw.
            _log.debug("likes can't be shown", chat=str(place.chat), reply=reply_id, problem=str(error))
