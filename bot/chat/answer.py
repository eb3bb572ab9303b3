"""Between a person and a handler: what was asked, what a handler can reach, what comes of it.

Handlers change the database and give back an Answer; only the desk sends. So a handler can be run again after a crash.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.chat.words import Words
from bot.domain.limits import Limit
from bot.domain.member import Address, Role, Roles
from bot.domain.message import Message
from bot.domain.place import Place
from bot.flow.compose import Compose
from bot.flow.decide import Decide
from bot.flow.publish import Publish
from bot.ports import Clock
from bot.storage.calendar import Calendar
from bot.storage.community import Community
from bot.storage.posts import Posts
from bot.storage.queue import Queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What the settings say of the chats. `zone` is an IANA name, `language` is `ru` or `en`."""

    roles: Roles
    limit: Limit
    language: str = "ru"
    zone: str = "Europe/Moscow"
    place: Place | None = None
    moderation_chats: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What handlers can reach."""

    compose: Compose
    decide: Decide
    publish: Publish
    queue: Queue
    calendar: Calendar
    community: Community
    posts: Posts
    clock: Clock
    habits: Habits


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command or a press by somebody whose role was found sufficient.

    `message_id` is the message that asked, or the one whose button was pressed.
    """

    chat: Address
    sender: Address
    role: Role
    words: Words
    message_id: int
    arguments: str = ""

    @property
    def is_private(self) -> bool:
        """A private chat has the number of the person on both platforms."""
        return self.chat == self.sender

    def reply(self, text: str) -> "Answer":
        """Answer in this chat; among others the answer is tied to the question."""
        return Answer(messages=(Message(text, reply_to=None if self.is_private else self.message_id),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the desk does. Everything but `messages` and `shown_here` may be done twice without harm.

    `notice` is told to the person who pressed; `redrawn` are drafts whose cards have changed, `settled` publications
    whose notices have; `shown_here` are drafts whose cards are sent to this chat; `has_new_drafts` sends the cards that
    no moderation chat has seen.
    """

    messages: tuple[Message, ...] = ()
    notice: str | None = None
    redrawn: tuple[int, ...] = ()
    settled: tuple[int, ...] = ()
    shown_here: tuple[int, ...] = ()
    has_new_drafts: bool = False


SILENCE = Answer()

Handler = Callable[[Request, Reach], Awaitable[Answer]]
