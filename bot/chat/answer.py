"""Between a person and a handler: what was asked, what a handler can reach, what comes of it.

Handlers change the database and give back an Answer; only the desk sends. So a handler can be run again after a crash.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.chat.acquaintances import Acquaintances
from bot.chat.words import Words
from bot.domain.audit import Signature
from bot.domain.limits import Limit
from bot.domain.member import Address, Platform, Role
from bot.domain.message import Message
from bot.domain.place import Place
from bot.flow.compose import Compose
from bot.flow.decide import Decide
from bot.flow.publish import Publish
from bot.ports import Clock
from bot.storage.audit import AuditLog
from bot.storage.community import Community
from bot.storage.members import Members
from bot.storage.posts import Posts
from bot.storage.publications import Publications
from bot.storage.queue import Queue
from bot.storage.slots import Slots


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What the settings say of the chats. `zone` is an IANA name, `language` is `ru` or `en`.

    `moderation_chats` are those that are named; none means the private chats of all who may decide. `platforms` are
    switched on.
    """

    limit: Limit
    language: str = "ru"
    zone: str = "Europe/Moscow"
    place: Place | None = None
    moderation_chats: tuple[Address, ...] = ()
    platforms: frozenset[Platform] = frozenset(Platform)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What handlers can reach."""

    compose: Compose
    decide: Decide
    publish: Publish
    queue: Queue
    slots: Slots
    publications: Publications
    community: Community
    members: Members
    audit_log: AuditLog
    posts: Posts
    clock: Clock
    habits: Habits
    acquaintances: Acquaintances = field(default_factory=Acquaintances)

    async def moderation_chats(self) -> tuple[Address, ...]:
        """Where cards go, by the roles of this moment: no private chat of somebody who may not decide any more."""
        chosen = self.habits.moderation_chats or [one.person for one in await self.members.named(Role.MODERATOR)]
        return tuple([chat for chat in chosen if chat.platform in self.habits.platforms and await self.may_see(chat)])

    async def may_see(self, chat: Address) -> bool:
        """Whether drafts may be shown in a chat: in a private one only to those who may decide."""
        return not chat.is_person or await self.members.role(chat) >= Role.MODERATOR

    async def is_discreet(self, request: "Request") -> bool:
        """Whether what only moderators and admins are to read may be said where the question came from."""
        return request.is_private or request.chat in await self.moderation_chats()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command or a press by somebody whose role was found sufficient.

    `message_id` is the message that asked, or the one whose button was pressed. `reply_author` is the person whose
    message was answered, if it was a person's.
    """

    chat: Address
    sender: Address
    role: Role
    words: Words
    message_id: int
    arguments: str = ""
    reply_author: Address | None = None

    @property
    def is_private(self) -> bool:
        """A private chat has the number of the person on both platforms."""
        return self.chat == self.sender

    def signed(self, reach: Reach) -> Signature:
        """The person's signature under an action, for the audit log."""
        return Signature(str(self.sender), reach.clock.now())

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
