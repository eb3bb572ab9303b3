"""Stand-ins for the platforms and the writer, and a whole house around a real database."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from bot.chat.answer import Habits, Reach
from bot.chat.cards import Cards
from bot.chat.delivery import Delivery
from bot.chat.desk import Desk
from bot.chat.language import Languages
from bot.chat.notices import Notices
from bot.domain.caption import Caption
from bot.domain.draft import Draft
from bot.domain.limits import Limits
from bot.domain.measured import Measured
from bot.domain.member import Address, Platform, Role, Roles
from bot.domain.message import Buttons, Incoming, Message, Press, Sent
from bot.domain.picture import Picture, PictureFormat
from bot.domain.place import Place
from bot.domain.quiet_hours import QuietHours
from bot.domain.slot import EVERY_DAY, Slot, parse_time
from bot.domain.template import Box, Layout, Template
from bot.domain.unreadable import Unreadable, UnreadablePicture
from bot.domain.votes import VotingRules
from bot.errors import Refused, Unlearned, WallflowerError
from bot.flow.authors import AuthorHash
from bot.flow.banning import Banning
from bot.flow.captioning import Captioning
from bot.flow.compose import Compose, WritingStyle
from bot.flow.decide import Decide
from bot.flow.filling import Filling
from bot.flow.forget import Forget
from bot.flow.guarding import GuardedWriter, GuardRules
from bot.flow.occurrences import Occurrences, ServingRules
from bot.flow.publish import Publish
from bot.flow.sending import Outcome
from bot.flow.silence import Silence
from bot.flow.wall_learning import WallLearning
from bot.ports import PhotoPage, WallPhoto, WritingRequest, WrittenText
from bot.storage import tables
from bot.storage.audit import AuditLog
from bot.storage.banned_words import BannedWords
from bot.storage.chances import Chances
from bot.storage.community import Community
from bot.storage.database import Database
from bot.storage.forgetting import Forgetting
from bot.storage.inbox import Inbox
from bot.storage.logins import Logins
from bot.storage.members import Members
from bot.storage.occurrences import StoredOccurrences
from bot.storage.opt_outs import OptOuts
from bot.storage.posts import Posts
from bot.storage.processes import Processes
from bot.storage.publications import Publications
from bot.storage.questions import Questions
from bot.storage.queue import Queue
from bot.storage.replies import Replies
from bot.storage.requests import Requests
from bot.storage.slots import Slots
from bot.storage.visits import Visits
from bot.writer.banned_words import GuardsWordFinder
from tests.flow.fakes import ListChannel, StillClock

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday; 15:00 in Moscow

PEOPLE = {
    Role.BANNED: Address(Platform.TELEGRAM, 10),
    Role.MEMBER: Address(Platform.TELEGRAM, 11),
    Role.MODERATOR: Address(Platform.TELEGRAM, 12),
    Role.ADMIN: Address(Platform.TELEGRAM, 13),
    Role.OWNER: Address(Platform.TELEGRAM, 14),
}
OTHER_MODERATOR = Address(Platform.TELEGRAM, 22)
VK_MEMBER = Address(Platform.VK, 11)
GROUP = Address(Platform.TELEGRAM, -100)
MODERATORS_CHAT = Address(Platform.TELEGRAM, -200)
VK_MODERATORS_CHAT = Address(Platform.VK, 2_000_000_001)

ROLES = Roles(
    owners=frozenset({PEOPLE[Role.OWNER]}),
    admins=frozenset({PEOPLE[Role.ADMIN]}),
    moderators=frozenset({PEOPLE[Role.MODERATOR], OTHER_MODERATOR}),
    banned=frozenset({PEOPLE[Role.BANNED]}),
)
HABITS = Habits(
    limits=Limits(memes=2, commands=100, presses=100, group=100),
    language="en",
    place=Place(Platform.VK, "-1"),
    moderation_chats=(MODERATORS_CHAT, VK_MODERATORS_CHAT),
)


# One candidate and one try, so that tests can count what was asked for.
_RULES = GuardRules(candidates=1, tries=1)


async def _no_corpus() -> None:
    """There is no corpus file to write anew."""


@dataclass
class FakeChat:
    """A platform's chats in lists. `faults` holds an error or None for each send to come; VK knows a repeated key."""

    platform: Platform
    faults: list[Exception | None] = field(default_factory=list)
    unreachable: set[Address] = field(default_factory=set)
    before_send: Callable[[Address], "asyncio.Future[None] | None"] = lambda _chat: None
    sent: list[tuple[Address, Message]] = field(default_factory=list)
    faces: dict[tuple[Address, int], Message] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    deaf_in: set[Address] = field(default_factory=set)
    edits: list[tuple[Address, int]] = field(default_factory=list)
    edited: list[Sent] = field(default_factory=list)
    edit_faults: list[Exception] = field(default_factory=list)

    async def send(self, chat: Address, message: Message, key: str) -> Sent:
        gate = self.before_send(chat)
        if gate is not None:
            await gate
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        if chat in self.unreachable:
            raise WallflowerError("nobody home")
        if self.platform is Platform.VK and key in self.numbers:
            return Sent(self.numbers[key])
        number = self.numbers[key] = len(self.sent) + 1
        self.sent.append((chat, message))
        self.faces[chat, number] = message
        is_album = self.platform is Platform.TELEGRAM and len(message.pictures) > 1
        album = tuple(1000 * number + place for place in range(len(message.pictures))) if is_album else ()
        return Sent(number, album)

    async def edit(self, chat: Address, sent: Sent, message: Message) -> None:
        if chat in self.unreachable:
            raise WallflowerError("nobody home")
        if self.edit_faults:
            raise self.edit_faults.pop(0)
        self.edits.append((chat, sent.message_id))
        self.edited.append(sent)
        self.faces[chat, sent.message_id] = message

    async def edit_buttons(self, chat: Address, message_id: int, buttons: Buttons) -> None:
        if self.edit_faults:
            raise self.edit_faults.pop(0)
        self.edits.append((chat, message_id))
        self.faces[chat, message_id] = replace(self.faces[chat, message_id], buttons=buttons)

    async def answer(self, press: Press, text: str) -> None:
        self.notices.append(text)

    async def hears_everything(self, chat: Address) -> bool:
        return chat not in self.deaf_in

    def texts(self, chat: Address) -> list[str]:
        """What was sent to a chat, in order."""
        return [message.text for where, message in self.sent if where == chat]

    def cards(self, chat: Address) -> list[Message]:
        """The messages of a chat as they look now, in order."""
        return [face for (where, _), face in sorted(self.faces.items()) if where == chat]


@dataclass
class FakeWriter:
    """Writes numbered texts, or fails as it is told; waits while the gate is shut. It has never seen a caption."""

    fault: Exception | None = None
    repeats_itself: bool = False
    asked: list[WritingRequest] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    measured: Measured | None = None
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def write(self, request: WritingRequest) -> list[WrittenText]:
        self.asked.append(request)
        await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        if request.template is not None:
            raise Unlearned(request.template)
        texts = ["again" if self.repeats_itself else f"text {next(self.numbers)}" for _ in range(request.count)]
        return [WrittenText(f"{request.prime} {text}".strip(), True, "base-ru", 7, self.measured) for text in texts]


def template(name: str, *boxes: str, **more: Any) -> Template:
    """A template with so many boxes."""
    titles = {"en": name.capitalize(), "ru": f"{name} по-русски"}
    return Template(name, titles, Layout.TOP_BOTTOM, tuple(Box(box, 0.5, 0.5, 0.9, 0.4) for box in boxes), **more)


@dataclass
class FakePainter:
    """Writes what a picture would show instead of drawing it; without templates, as it begins, memes are texts."""

    shelf: tuple[Template, ...] = ()
    fault: Exception | None = None
    most_characters: int = 1_000

    def templates(self) -> tuple[Template, ...]:
        return self.shelf

    def find(self, wish: str) -> Template | None:
        known = {name.casefold(): one for one in self.shelf for name in (one.name, *one.titles.values(), *one.aliases)}
        return known.get(wish.strip().casefold())

    async def paint(
        self, caption: Caption, *, width: int = 600, written_as: PictureFormat = PictureFormat.JPEG
    ) -> Picture:
        if self.fault is not None:
            raise self.fault
        if self.find(caption.template) is None:
            raise Refused("no such template")
        if len(caption.text) > self.most_characters:
            raise Refused("too many characters")
        return Picture(f"{caption.template}: {' / '.join(caption.boxes)}".encode(), written_as, width, width)

    async def paint_on(self, photo: bytes, top: str, bottom: str) -> Picture:
        if self.fault is not None:
            raise self.fault
        return Picture(b"%s: %s / %s" % (photo, top.encode(), bottom.encode()), PictureFormat.JPEG, 600, 600)

    async def sheet(self, page: int, language: str) -> tuple[Picture, int]:
        shown = min(page, 2)
        return Picture(f"sheet {shown} {language}".encode(), PictureFormat.PNG, 600, 600), 3


@dataclass
class FakeKeeper:
    """Templates of the community's own, put on the painter's shelf; no picture is looked at."""

    painter: FakePainter
    put: list[bytes] = field(default_factory=list)
    fault: Exception | None = None
    finds: tuple[Template, ...] = ()
    # Photos of the wall by their names, and whose they are.
    of_wall: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.painter.shelf if not one.is_shipped)

    async def add(self, template: Template, photo: bytes) -> None:
        if self.fault is not None:
            raise self.fault
        self.painter.shelf += (template,)

    async def remove(self, name: str) -> None:
        if self.fault is not None:
            raise self.fault
        self.painter.shelf = tuple(one for one in self.painter.shelf if one.name != name)

    async def put_by(self, photo: bytes) -> int:
        if self.fault is not None:
            raise self.fault
        self.put.append(photo)
        return len(self.put)

    async def photos_of_wall(self) -> frozenset[str]:
        return frozenset(self.of_wall)

    async def put_by_of_wall(self, name: str, authors: Collection[str], photo: bytes) -> None:
        if photo == b"no picture":
            raise UnreadablePicture(Unreadable.FORMAT, "no")
        self.of_wall[name] = tuple(authors)

    async def keep_of_wall(self, names: Collection[str]) -> None:
        self.of_wall = {name: authors for name, authors in self.of_wall.items() if name in names}

    async def learn(self, *, from_wall: bool = False) -> tuple[Template, ...]:
        if from_wall:
            self.of_wall = {}
        self.painter.shelf += self.finds
        return self.finds


@dataclass
class FakeLearnedPictures:
    """Pictures and captions by whose they are: only what was asked to be forgotten."""

    keeper: FakeKeeper
    forgot: list[frozenset[str]] = field(default_factory=list)

    async def captions(self, authors: Collection[str]) -> list[str]:
        return []

    async def count(self, authors: Collection[str]) -> int:
        return sum(not set(whose).isdisjoint(authors) for whose in self.keeper.of_wall.values())

    async def forget(self, authors: Collection[str]) -> int:
        self.forgot.append(frozenset(authors))
        count = await self.count(authors)
        theirs = {name for name, whose in self.keeper.of_wall.items() if not set(whose).isdisjoint(authors)}
        self.keeper.of_wall = {name: whose for name, whose in self.keeper.of_wall.items() if name not in theirs}
        return count


@dataclass
class FakePhotos:
    """Photos by their reference."""

    kept: dict[str, bytes] = field(default_factory=dict)
    fault: Exception | None = None

    async def fetch(self, reference: str) -> bytes:
        if self.fault is not None:
            raise self.fault
        if reference not in self.kept:
            raise Refused("gone")
        return self.kept[reference]


@dataclass
class FakePhotoWall:
    """Posts, the newest first, each with its photos."""

    posts: list[list[WallPhoto]] = field(default_factory=list)
    fault: Exception | None = None

    async def photos(self, offset: int, count: int) -> PhotoPage:
        if self.fault is not None:
            raise self.fault
        page = self.posts[offset : offset + count]
        return PhotoPage(len(self.posts), [photo for post in page for photo in post], len(page))


class House:
    """The chat side of the bot on a real database; what is outside is faked and kept over a `restart`."""

    def __init__(self, database: Database, habits: Habits = HABITS) -> None:
        self.database = database
        self.clock = StillClock(NOON)
        self.writer = FakeWriter()
        self.channel = ListChannel()
        self.painter = FakePainter()
        self.keeper = FakeKeeper(self.painter)
        self.learned_pictures = FakeLearnedPictures(self.keeper)
        self.photos = FakePhotos()
        self.photo_wall = FakePhotoWall()
        self.telegram = FakeChat(Platform.TELEGRAM)
        self.vk = FakeChat(Platform.VK)
        self.waits: list[float] = []
        self.voting = VotingRules()
        self.quiet: QuietHours | None = None
        self._keys = count(1)
        self.restart(habits)

    def restart(self, habits: Habits) -> None:
        """A new process on the same database."""
        queue, community = Queue(self.database), Community(self.database)
        slots, publications = Slots(self.database), Publications(self.database)
        words = BannedWords(self.database)
        members = Members(self.database, ROLES)
        guarded = GuardedWriter(self.writer, _RULES, words)
        compose = Compose(guarded, queue, community, self.clock, WritingStyle())
        captioning = Captioning(guarded, self.painter, WritingStyle(), compose.temperature)
        filling = Filling(compose, captioning, self.painter, queue, self.clock, habits.pictures_share)
        banning = Banning(words, GuardsWordFinder(), 3, ("voldemort",), ban_coarse=True)
        channels = {Platform.VK: self.channel, Platform.TELEGRAM: self.channel}
        silence = Silence(community, self.clock, self.quiet, habits.zone)
        serving = ServingRules(catch_up=timedelta(hours=1), voting=self.voting, guards=_RULES)
        occurrences = Occurrences(
            slots, publications, StoredOccurrences(self.database), silence, self.clock, serving, banning
        )
        self.reach = Reach(
            compose=compose,
            filling=filling,
            painter=self.painter,
            own_templates=self.keeper,
            wall_learning=self._wall_learning,
            captioning=captioning,
            photos=dict.fromkeys(Platform, self.photos),
            decide=Decide(queue, filling, banning, slots, members, self.clock, self.voting, habits.place),
            publish=Publish(
                occurrences,
                publications,
                silence,
                channels,
                self.clock,
                slots=slots,
                queue=queue,
                painter=self.painter,
                catch_up=timedelta(hours=1),
                voting=self.voting,
                default_place=habits.place,
            ),
            occurrences=occurrences,
            silence=silence,
            forget=Forget(
                Forgetting(self.database),
                OptOuts(self.database),
                AuthorHash(b"0" * 16),
                self.learned_pictures,
                _no_corpus,
                self.clock,
            ),
            queue=queue,
            slots=slots,
            publications=publications,
            community=community,
            members=members,
            questions=Questions(self.database),
            banning=banning,
            audit_log=AuditLog(self.database),
            posts=Posts(self.database),
            clock=self.clock,
            habits=habits,
            visits=Visits(self.database, Members(self.database, ROLES)),
            requests=Requests(self.database, habits.limits),
            replies=Replies(self.database),
            chances=Chances(self.database),
            logins=Logins(self.database),
            hearing=self.chats,
        )
        self.languages = Languages(community, habits.language)
        self.switched_on = dict(self.chats)
        delivery = Delivery(self.reach, self.switched_on)
        self.cards = Cards(self.reach, self.languages, delivery)
        self.notices = Notices(self.reach, self.languages, delivery, self.cards)
        self.run_as(None, None)

    async def _wall_learning(self) -> WallLearning:
        hashes, opt_outs = AuthorHash(b"0" * 16), OptOuts(self.database)
        return WallLearning(
            self.photo_wall, self.photos, self.keeper, self.learned_pictures, hashes, opt_outs, self._sleep
        )

    def run_as(self, name: str | None, processes: Processes | None) -> None:
        """A desk of its own for a process of that name among several; without one it is alone."""
        self.inbox = Inbox(self.database, name)
        self.desk = Desk(
            self.reach, self.languages, self.cards, self.notices, self.inbox, self.switched_on,
            processes=processes, sleep=self._sleep,
        )  # fmt: skip

    def restart_with(self, **habits: Any) -> None:
        """A new process with other settings."""
        self.restart(replace(self.reach.habits, **habits))

    def vote(self, rules: VotingRules) -> None:
        """A new process whose settings ask for other approvals."""
        self.voting = rules
        self.restart(self.reach.habits)

    def guard(self, measured: Measured) -> None:
        """From now on every text has these figures; one try a text."""
        self.writer.measured = measured

    @property
    def chats(self) -> dict[Platform, FakeChat]:
        return {Platform.TELEGRAM: self.telegram, Platform.VK: self.vk}

    def message(self, person: Address, text: str, chat: Address | None = None, key: str = "", **more: Any) -> Incoming:
        """A message that the person writes in `chat`, or in private."""
        where = chat or person
        return Incoming(
            key or f"m{next(self._keys)}", where, person, 5, text, where == person, self.clock.now(), **more
        )  # fmt: skip

    def pressing(self, person: Address, action: str, chat: Address = MODERATORS_CHAT, message_id: int = 6) -> Press:
        """A press of a button."""
        where = replace(chat, platform=person.platform)
        return Press(f"p{next(self._keys)}", where, person, message_id, action, "token")

    async def say(self, person: Address, text: str, chat: Address | None = None, **more: Any) -> str:
        """Have a person write; the texts that were sent to this chat in answer, one under the other."""
        platform, where = self.chats[person.platform], chat or person
        before = len(platform.texts(where))
        await self.desk.receive(self.message(person, text, chat, **more))
        await self.desk.idle()
        return "\n".join(platform.texts(where)[before:])

    async def press(
        self, person: Address, action: str, chat: Address = MODERATORS_CHAT, message_id: int = 6
    ) -> str | None:
        """Have a person press a button; what they are told."""
        notices = self.chats[person.platform].notices
        before = len(notices)
        await self.desk.receive(self.pressing(person, action, chat, message_id))
        await self.desk.idle()
        return "\n".join(notices[before:]) or None

    async def draft(self) -> Draft:
        """A new pending draft, shown in the moderators' chats."""
        (draft,) = await self.reach.compose.queue(1)
        await self.cards.show_missing()
        return draft

    async def picture_draft(self) -> Draft:
        """The same with a picture on a template of two boxes."""
        self.painter.shelf = self.painter.shelf or (template("drake", "no", "yes"),)
        (draft,) = await self.reach.filling.picture()
        await self.cards.show_missing()
        return draft

    async def album_draft(self, count: int = 3) -> Draft:
        """The same with so many pictures, all on one template of two boxes."""
        self.painter.shelf = self.painter.shelf or (template("drake", "no", "yes"),)
        (draft,) = await self.reach.filling.album(count, template=self.painter.shelf[0])
        await self.cards.show_missing()
        return draft

    async def approved(self) -> Draft:
        """A draft that waits for its slot."""
        draft = await self.draft()
        await self.press(PEOPLE[Role.MODERATOR], f"approve:{draft.id}")
        return draft

    async def slot(self, places: str) -> None:
        """A slot in an hour, every day."""
        found = tuple(Place.parse(place) for place in places.split())
        slot = Slot(0, found, parse_time("16:00"), "Europe/Moscow", EVERY_DAY)
        await self.reach.slots.add(slot, self.clock.now())

    async def tick(self) -> list[Outcome]:
        """Publish what is due, and show what came of it."""
        outcomes = await self.reach.publish.tick()
        for outcome in outcomes:
            await self.notices.report(outcome)
        return outcomes

    async def rewrite(self, draft_id: int, text: str) -> None:
        """The network wrote something else."""
        async with self.database.begin() as connection:
            drafts = tables.drafts
            await connection.execute(drafts.update().where(drafts.c.id == draft_id).values(text=text))

    async def is_all_done(self) -> bool:
        """Whether no update is left unanswered."""
        return await self.inbox.unanswered() == []

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
