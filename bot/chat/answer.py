"""Between a person and a handler: what was asked, what a handler can reach, what comes of it.

Handlers change the database and give back an Answer; only the desk sends. So a handler can be run again after a crash.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.chat.acquaintances import Acquaintances
from bot.chat.words import Words
from bot.domain.audit import Signature
from bot.domain.limits import Limits
from bot.domain.member import Address, Platform, Role
from bot.domain.message import Message
from bot.domain.place import Place
from bot.flow.banning import Banning
from bot.flow.captioning import Captioning
from bot.flow.compose import Compose
from bot.flow.decide import Decide
from bot.flow.filling import Filling
from bot.flow.forget import Forget
from bot.flow.occurrences import Occurrences
from bot.flow.publish import Publish
from bot.flow.silence import Silence
from bot.flow.wall_learning import WallLearning
from bot.ports import Clock, Hearing, Painter, Photos, TemplateKeeper
from bot.storage.audit import AuditLog
from bot.storage.chances import Chances
from bot.storage.community import Community
from bot.storage.logins import Logins
from bot.storage.members import Members
from bot.storage.posts import Posts
from bot.storage.publications import Publications
from bot.storage.questions import Questions
from bot.storage.queue import Queue
from bot.storage.replies import Replies
from bot.storage.requests import Requests
from bot.storage.slots import Slots
from bot.storage.visits import Visits


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What the settings say of the chats. `zone` is an IANA name, `language` is `ru` or `en`.

    `moderation_chats` are those that are named; none means the private chats of all who may decide. `platforms` are
    switched on. `pictures_share` is which share of the answers that nobody asked for are pictures. `console_url` is
    where people reach the console, without a slash at its end; "" where it is not served, or nobody said where.
    """

    limits: Limits = field(default_factory=Limits)
    language: str = "ru"
    zone: str = "Europe/Moscow"
    place: Place | None = None
    moderation_chats: tuple[Address, ...] = ()
    platforms: frozenset[Platform] = frozenset(Platform)
    pictures_share: float = 0.0
    console_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What handlers can reach."""

    compose: Compose
    filling: Filling
    decide: Decide
    publish: Publish
    occurrences: Occurrences
    silence: Silence
    forget: Forget
    queue: Queue
    slots: Slots
    publications: Publications
    community: Community
    members: Members
    questions: Questions
    banning: Banning
    audit_log: AuditLog
    posts: Posts
    clock: Clock
    habits: Habits
    visits: Visits
    requests: Requests
    replies: Replies
    chances: Chances
    logins: Logins
    painter: Painter
    own_templates: TemplateKeeper
    # Raises Misconfigured where no wall can be read, Retryable, Refused.
    wall_learning: Callable[[], Awaitable[WallLearning]]
    captioning: Captioning
    photos: Mapping[Platform, Photos] = field(default_factory=dict)
    # Of members' photos, up to ten megabytes each, so many are in memory at a time.
    photo_places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(6))
    hearing: Mapping[Platform, Hearing] = field(default_factory=dict)
    acquaintances: Acquaintances = field(default_factory=Acquaintances)

    async def moderation_chats(self) -> tuple[Address, ...]:
        """Where cards go, by the roles of this moment: no private chat of somebody who may not decide any more."""
        chosen = self.habits.moderation_chats or [one.person for one in await self.members.named(Role.MODERATOR)]
        return tuple([chat for chat in chosen if chat.platform in self.habits.platforms and await self.may_see(chat)])

    async def may_see(self, chat: Address) -> bool:
        """Whether drafts may be shown in a chat: in a private one only to those who may decide."""
        return not chat.is_person or await self.members.role(chat) >= Role.MODERATOR

    async def admin_chats(self) -> tuple[Address, ...]:
        """Where questions go that only admins may answer: where cards go, and where that is no group, to each admin.

        Moderators are told as well: an admin who never wrote to the bot can't be reached by it.
        """
        chats = await self.moderation_chats()
        if any(not chat.is_person for chat in chats):
            return chats
        admins = [one.person for one in await self.members.named(Role.ADMIN)]
        return tuple(dict.fromkeys((*chats, *(one for one in admins if one.platform in self.habits.platforms))))

    async def is_discreet(self, request: "Request") -> bool:
        """Whether what only moderators and admins are to read may be said where the question came from."""
        return request.is_private or request.chat in await self.moderation_chats()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command or a press by somebody whose role was found sufficient.

    `key` is the update's, as in `Incoming`. `message_id` is the message that asked, or the one whose button was
    pressed. `reply_author` is the person whose message was answered, if it was a person's. `seen` is the revision of a
    draft's text above the button, and `part` what of it the button is about (see `Action`). `photo` refers to the photo
    that was sent with the message, or else to that of the message that it answers.
    """

    chat: Address
    sender: Address
    role: Role
    words: Words
    key: str
    message_id: int
    arguments: str = ""
    reply_author: Address | None = None
    seen: int = 0
    part: int = 0
    photo: str | None = None

    @property
    def is_private(self) -> bool:
        """A private chat has the number of the person on both platforms."""
        return self.chat == self.sender

    def signed(self, reach: Reach) -> Signature:
        """The person's signature under an action, for the audit log."""
        return Signature(str(self.sender), reach.clock.now())

    @property
    def reply_to(self) -> int | None:
        """What an answer is tied to: among others to the question, in private to nothing."""
        return None if self.is_private else self.message_id

    def reply(self, text: str) -> "Answer":
        """Answer in this chat."""
        return Answer(messages=(Message(text, reply_to=self.reply_to),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the desk does. Everything but `messages`, `shown_here` and `told` may be done twice without harm.

    `notice` is told to the person who pressed; `face` is the new one of the message with the button; `redrawn` are
    drafts whose cards have changed, `settled` publications whose notices have; `shown_here` are drafts whose cards are
    sent to this chat; `has_new_drafts` sends the cards that no moderation chat has seen; `liked` are replies whose
    numbers, under the message with the button, have changed; `told` is for others, in private, where the bot may write.
    """

    messages: tuple[Message, ...] = ()
    notice: str | None = None
    face: Message | None = None
    redrawn: tuple[int, ...] = ()
    settled: tuple[int, ...] = ()
    shown_here: tuple[int, ...] = ()
    has_new_drafts: bool = False
    liked: tuple[int, ...] = ()
    told: tuple[tuple[Address, Message], ...] = ()


SILENCE = Answer()

Handler = Callable[[Request, Reach], Awaitable[Answer]]
