"""One draft at several places, over the real vk_api and aiogram: each place once and by itself, whatever goes wrong."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.audit import Signature
from bot.domain.caption import Caption
from bot.domain.draft import Decision, Draft, DraftState, Verdict
from bot.domain.member import Address, Platform
from bot.domain.place import Place
from bot.domain.post_form import PostForm, PostForms
from bot.domain.publication import Publication, PublicationState
from bot.domain.slot import Slot
from bot.domain.votes import Needs, VotingRules
from bot.errors import IllegalMove, Refused
from bot.flow.occurrences import Occurrences, ServingRules
from bot.flow.publish import Publish
from bot.flow.sending import LEASE
from bot.flow.silence import Silence
from bot.pictures.painter import PillowPainter
from bot.platforms.telegram.channel import TelegramChannel
from bot.platforms.telegram.client import make_bot
from bot.platforms.telegram.rate_limits import Limits, Rate
from bot.platforms.vk.channel import VkChannel
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.failures import KeyKind
from bot.platforms.vk.keys import VkClients
from bot.ports import Channel, WrittenText
from bot.sandbox.faults import ApiError, Drop, Every, FaultRule, HttpError, Nth
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.vk import TokenKind, VkBehaviour, VkSandbox
from bot.storage.community import Community
from bot.storage.database import Database
from bot.storage.occurrences import StoredOccurrences
from bot.storage.publications import Publications
from bot.storage.queue import Queue
from bot.storage.slots import Slots
from tests.flow.fakes import StillClock

CATCH_UP = timedelta(hours=3)
MODERATORS = (Address(Platform.VK, 1), Address(Platform.VK, 2))
TOKEN = "4711:sandbox-token"
_WIDE = Rate(1000, 0.001)
P = PublicationState


@dataclass
class OtherSide:
    """A wall on VK and a channel on Telegram, and what stands there."""

    vk: VkSandbox
    telegram: TelegramSandbox
    wall: Place
    channel: Place
    channels: dict[Platform, Channel]

    @property
    def on_the_wall(self) -> list[str]:
        return [post.text for post in self.vk.posts(int(self.wall.name))]

    @property
    def in_the_channel(self) -> list[str]:
        chat = next(chat for chat in self.telegram.backend.state.chats.values() if chat.kind == "channel")
        return [said.words.text for said in self.telegram.messages(chat.id) if not said.is_service]

    def calls(self, method: str) -> int:
        return len(self.telegram.calls.of(method)) + sum(call.method == method for call in self.vk.calls)


@pytest.fixture
def behaviour() -> VkBehaviour:
    """How VK's sandbox behaves; tests override it."""
    return VkBehaviour()


@pytest.fixture
async def other_side(behaviour: VkBehaviour) -> AsyncIterator[OtherSide]:
    """Both sandboxes with a community, and channels that reach them by an administrator's and a service key."""
    async with AsyncExitStack() as stack:
        vk, telegram = VkSandbox(behaviour=behaviour), TelegramSandbox()
        vk_url, telegram_url = await vk.start(), await telegram.start()
        stack.push_async_callback(telegram.stop)
        stack.push_async_callback(vk.stop)
        admin = vk.add_user("Борис")
        group = vk.add_group("Стена", admins=[admin])
        owner = telegram.add_user("Owner")
        bot = telegram.add_bot(TOKEN, "WallflowerBot")
        channel = telegram.add_chat("channel", "The wall", creator=owner.id, username="thewall")
        telegram.promote(bot.id, channel.id)

        def client(kind: KeyKind, token: str) -> VkClient:
            return VkClient(token, vk_url, kind=kind, timeout_s=5)

        clients = VkClients(
            service=client(KeyKind.SERVICE, vk.add_token(TokenKind.SERVICE)),
            user=client(KeyKind.USER, vk.add_token(TokenKind.USER, user_id=admin)),
        )
        stack.callback(clients.close)
        aiogram = make_bot(TOKEN, telegram_url, limits=Limits(chat=_WIDE, group=_WIDE, overall=_WIDE))
        stack.push_async_callback(aiogram.session.close)
        channels: dict[Platform, Channel] = {
            Platform.VK: VkChannel(clients, settle_s=0),
            Platform.TELEGRAM: TelegramChannel(aiogram),
        }
        yield OtherSide(vk, telegram, Place(Platform.VK, str(-group)), Place.parse("telegram:@thewall"), channels)


@dataclass
class Process:
    """One bot process on a database: its queries and its flow. Its clock stands before the slot's time."""

    database: Database
    there: OtherSide
    forms: PostForms = field(default_factory=PostForms)
    voting: VotingRules = field(default_factory=VotingRules)
    clock: StillClock = field(default_factory=lambda: StillClock(datetime.now(UTC)))

    def __post_init__(self) -> None:
        self.queue, self.slots = Queue(self.database), Slots(self.database)
        self.publications = Publications(self.database)
        silence = Silence(Community(self.database), self.clock, None, "UTC")
        serving = ServingRules(catch_up=CATCH_UP, voting=self.voting)
        occurrences = Occurrences(
            self.slots, self.publications, StoredOccurrences(self.database), silence, self.clock, serving
        )
        self.publish = Publish(
            occurrences, self.publications, silence, self.there.channels, self.clock,
            slots=self.slots, queue=self.queue, painter=PillowPainter(), catch_up=CATCH_UP, forms=self.forms,
            voting=self.voting,
        )  # fmt: skip
        self.by = Signature("telegram:1", self.clock.now())

    async def due(self, *places: Place) -> "Process":
        """A slot whose time has just come."""
        at = self.clock.now()
        await self.slots.add(Slot(0, places, time(at.hour, at.minute), "UTC"), at - timedelta(hours=1))
        return self

    async def approved(self, text: str, votes: int = 1) -> Draft:
        needs = Needs(1, votes)
        draft = await self.queue.add(WrittenText(text, True, "run", 1), "", 0.8, self.clock.now())
        for moderator in MODERATORS[:votes]:
            draft = await self.queue.decide(Decision(draft.id, Verdict.APPROVE, moderator, self.clock.now()), needs)
        return draft

    async def approved_picture(self, *boxes: str) -> Draft:
        """A meme on a template that comes with the bot."""
        caption = Caption("drake", boxes)
        written = WrittenText(caption.text, True, "run", 1)
        draft = await self.queue.add(written, "", 0.8, self.clock.now(), captions=[caption])
        return await self.queue.decide(
            Decision(draft.id, Verdict.APPROVE, MODERATORS[0], self.clock.now()), Needs(1, 1)
        )

    async def state(self, draft: Draft) -> DraftState:
        return (await self.queue.get(draft.id)).state

    async def at(self, place: Place) -> Publication:
        (found,) = [one for one in await self.publications.newest() if one.place == place]
        return found


@pytest.fixture
async def on(database: Database, other_side: OtherSide) -> Process:
    """A process with a slot that is due at both places."""
    return await Process(database, other_side).due(other_side.wall, other_side.channel)


async def test_one_approval_goes_to_each_place_once(on: Process) -> None:
    first, second = await on.approved("first"), await on.approved("second")
    for _ in range(3):
        await on.publish.tick()
    assert (on.there.on_the_wall, on.there.in_the_channel) == (["first"], ["first"])
    assert (await on.state(first), await on.state(second)) == (DraftState.PUBLISHED, DraftState.APPROVED)


async def test_each_place_has_its_own_header_and_hashtags(database: Database, other_side: OtherSide) -> None:
    forms = PostForms({other_side.wall: PostForm(header="Мем", hashtags=("#осень",))})
    on = await Process(database, other_side, forms).due(other_side.wall, other_side.channel)
    await on.approved("Заходит осень в дом")
    await on.publish.tick()
    assert other_side.on_the_wall == ["Мем\n\nЗаходит осень в дом\n\n#осень"]
    assert other_side.in_the_channel == ["Заходит осень в дом"]


async def test_a_place_that_fails_is_tried_again_alone(on: Process) -> None:
    on.there.vk.faults.add(FaultRule("wall.post", ApiError(6), times=2))
    draft = await on.approved("post")
    await on.publish.tick()
    assert (on.there.on_the_wall, on.there.in_the_channel) == ([], ["post"])
    assert await on.state(draft) is DraftState.PUBLISHING
    for _ in range(3):
        on.clock.forward(minutes=1)
        await on.publish.tick()
    assert (on.there.on_the_wall, on.there.in_the_channel) == (["post"], ["post"])
    assert await on.state(draft) is DraftState.PUBLISHED


async def test_tries_end_with_the_window_and_what_arrived_elsewhere_stays(on: Process) -> None:
    on.there.vk.faults.add(FaultRule("wall.post", ApiError(6), at=Every(1)))
    draft = await on.approved("post")
    await on.publish.tick()
    on.clock.forward(hours=3, minutes=1)
    (outcome,) = await on.publish.tick()
    assert (outcome.state, outcome.publication.place) == (P.FAILED, on.there.wall)
    assert await on.state(draft) is DraftState.PUBLISHED
    assert [one.state for one in await on.publications.of_draft(draft.id)] == [P.PUBLISHED, P.FAILED]


async def test_a_draft_that_arrived_nowhere_is_approved_again_and_goes_out_at_the_next_time(on: Process) -> None:
    on.there.vk.faults.add(FaultRule("wall.post", ApiError(6), times=1))
    on.there.telegram.faults.add(FaultRule("sendMessage", ApiError(429, "Too Many Requests", retry_after=20), times=1))
    draft = await on.approved("post")
    await on.publish.tick()
    on.clock.forward(hours=3, minutes=1)
    await on.publish.tick()
    assert await on.state(draft) is DraftState.APPROVED
    on.clock.forward(hours=21)
    await on.publish.tick()
    assert (on.there.on_the_wall, on.there.in_the_channel) == (["post"], ["post"])
    assert await on.state(draft) is DraftState.PUBLISHED


async def test_answers_lost_after_the_effect_make_no_second_post(on: Process) -> None:
    """VK's wall is read, and the post is there; of Telegram nobody can know, so a person is asked."""
    on.there.vk.faults.add(FaultRule("wall.post", Drop(when="after"), times=1))
    on.there.telegram.faults.add(FaultRule("sendMessage", Drop(when="after"), times=1))
    draft = await on.approved("post")
    for _ in range(3):
        await on.publish.tick()
        on.clock.forward(minutes=30)
    assert (on.there.on_the_wall, on.there.in_the_channel) == (["post"], ["post"])
    assert (await on.at(on.there.wall)).state is P.PUBLISHED
    unsure = await on.at(on.there.channel)
    assert unsure.state is P.UNSURE
    assert await on.state(draft) is DraftState.UNSURE
    await on.publish.resolve(unsure.id, is_there=True, by=on.by)
    assert await on.state(draft) is DraftState.PUBLISHED


async def test_what_a_person_did_not_find_is_sent_again_at_that_place_alone(on: Process) -> None:
    """Also hours later: the window begins anew."""
    on.there.telegram.faults.add(FaultRule("sendMessage", Drop(when="before"), times=1))
    await on.approved("post")
    await on.publish.tick()
    on.clock.forward(hours=5)
    await on.publish.resolve((await on.at(on.there.channel)).id, is_there=False, by=on.by)
    await on.publish.tick()
    assert (on.there.on_the_wall, on.there.in_the_channel) == (["post"], ["post"])


async def test_a_header_that_was_changed_meanwhile_does_not_hide_the_post_that_was_sent(
    database: Database, other_side: OtherSide
) -> None:
    """The bot died between the call and its record, and came back with other settings."""
    before = PostForms({other_side.wall: PostForm(header="old")})
    on = await Process(database, other_side, before).due(other_side.wall)
    await on.approved("post")
    other_side.vk.faults.add(FaultRule("wall.post", Drop(when="after"), times=1))
    other_side.vk.faults.add(FaultRule("wall.get", ApiError(29), at=Every(1)))
    await on.publish.tick()
    other_side.vk.faults.clear()
    after = Process(database, other_side, PostForms({other_side.wall: PostForm(header="new")}), clock=on.clock)
    on.clock.forward(seconds=LEASE.total_seconds())
    await after.publish.tick()
    assert other_side.on_the_wall == ["old\n\npost"]
    assert (await on.at(other_side.wall)).state is P.PUBLISHED


async def test_a_text_that_one_place_refuses_goes_to_the_other(on: Process) -> None:
    on.there.vk.faults.add(FaultRule("wall.post", ApiError(222), at=Every(1)))
    draft, following = await on.approved("links"), await on.approved("following")
    for _ in range(2):
        await on.publish.tick()
    assert (on.there.on_the_wall, on.there.in_the_channel) == ([], ["links"])
    assert (await on.state(draft), await on.state(following)) == (DraftState.PUBLISHED, DraftState.APPROVED)
    assert (await on.at(on.there.wall)).state is P.REFUSED


async def test_a_text_that_every_place_refuses_is_rejected_and_the_next_one_goes_out(on: Process) -> None:
    on.there.vk.faults.add(FaultRule("wall.post", ApiError(222), times=1))
    on.there.telegram.faults.add(FaultRule("sendMessage", ApiError(400, "Bad Request: MESSAGE_TOO_LONG"), times=1))
    refused, following = await on.approved("links"), await on.approved("following")
    await on.publish.tick()
    assert (on.there.on_the_wall, on.there.in_the_channel) == (["following"], ["following"])
    assert (await on.state(refused), await on.state(following)) == (DraftState.REJECTED, DraftState.PUBLISHED)


async def test_a_text_too_long_for_one_place_is_left_out_there_and_never_cut(
    database: Database, other_side: OtherSide
) -> None:
    forms = PostForms({other_side.channel: PostForm(max_chars=120)})
    on = await Process(database, other_side, forms).due(other_side.wall, other_side.channel)
    await on.approved("x" * 121)
    await on.publish.tick()
    assert (other_side.on_the_wall, other_side.in_the_channel) == (["x" * 121], [])
    left_out = await on.at(other_side.channel)
    assert (left_out.state, left_out.problem) == (
        P.REFUSED,
        "the post would have 121 characters, telegram:@thewall takes 120",
    )


async def test_a_slot_takes_only_drafts_with_the_approvals_that_its_places_need(
    database: Database, other_side: OtherSide
) -> None:
    voting = VotingRules(approvals=1, by_place={other_side.channel: 2})
    on = await Process(database, other_side, voting=voting).due(other_side.wall, other_side.channel)
    await on.approved("one vote")
    await on.publish.tick()
    assert other_side.on_the_wall == []
    await on.approved("two votes", votes=2)
    await on.publish.tick()
    assert (other_side.on_the_wall, other_side.in_the_channel) == (["two votes"], ["two votes"])


async def test_what_is_published_at_once_waits_for_no_slot_and_needs_its_approvals(
    database: Database, other_side: OtherSide
) -> None:
    voting = VotingRules(approvals=1, by_place={other_side.channel: 2})
    on = Process(database, other_side, voting=voting)
    later = (on.clock.now() + timedelta(hours=2)).time().replace(second=0, microsecond=0)
    await on.slots.add(Slot(0, (other_side.wall, other_side.channel), later, "UTC"), on.clock.now())
    short, enough = await on.approved("one vote"), await on.approved("two votes", votes=2)
    with pytest.raises(IllegalMove, match="1 of 2 approvals"):
        await on.publish.now(short.id, on.by)
    for _ in range(2):  # a press that is answered again after a crash
        await on.publish.now(enough.id, on.by)
    await on.publish.tick()
    await on.publish.now(enough.id, on.by)
    await on.publish.tick()
    assert (other_side.on_the_wall, other_side.in_the_channel) == (["two votes"], ["two votes"])
    assert len(await on.publications.newest()) == 2


async def test_without_any_place_nothing_can_be_published_at_once(database: Database, other_side: OtherSide) -> None:
    on = Process(database, other_side)
    draft = await on.approved("post")
    with pytest.raises(Refused, match="no place"):
        await on.publish.now(draft.id, on.by)
    assert await on.state(draft) is DraftState.APPROVED


async def test_a_draft_is_taken_down_from_every_place(on: Process) -> None:
    """And a second time without harm, also where a person has deleted it before."""
    draft = await on.approved("post")
    await on.publish.tick()
    assert await on.publish.take_down(draft.id, on.by) == []
    assert (on.there.on_the_wall, on.there.in_the_channel) == ([], [])
    assert await on.state(draft) is DraftState.TAKEN_DOWN
    assert await on.publish.take_down(draft.id, on.by) == []
    assert all(one.taken_down_at is not None for one in await on.publications.of_draft(draft.id))


async def test_what_is_gone_already_counts_as_taken_down(on: Process) -> None:
    draft = await on.approved("post")
    await on.publish.tick()
    wall, chat_and_message = await on.at(on.there.wall), (await on.at(on.there.channel)).remote_id
    assert wall.remote_id is not None
    assert chat_and_message is not None
    on.there.vk.delete_post(int(on.there.wall.name), int(wall.remote_id))
    chat, message = map(int, chat_and_message.split(":"))
    owner = next(iter(on.there.telegram.backend.state.users.values()))
    on.there.telegram.delete(owner.id, chat, message)
    assert await on.publish.take_down(draft.id, on.by) == []
    assert await on.state(draft) is DraftState.TAKEN_DOWN


async def test_one_place_that_keeps_its_post_does_not_keep_the_other(on: Process) -> None:
    """What remains is named with its address, and tried again by the next press."""
    draft = await on.approved("post")
    await on.publish.tick()
    refusal = ApiError(400, "Bad Request: message can't be deleted for everyone")
    on.there.telegram.faults.add(FaultRule("deleteMessage", refusal, times=1))
    (remnant,) = await on.publish.take_down(draft.id, on.by)
    assert (remnant.place, remnant.link) == (on.there.channel, "https://t.me/thewall/1")
    assert "can't be deleted" in remnant.problem
    assert on.there.on_the_wall == []
    assert await on.state(draft) is DraftState.PUBLISHED
    assert await on.publish.take_down(draft.id, on.by) == []
    assert await on.state(draft) is DraftState.TAKEN_DOWN


async def test_what_waits_for_another_try_is_not_sent_after_the_draft_was_taken_down(on: Process) -> None:
    on.there.vk.faults.add(FaultRule("wall.post", ApiError(6), times=1))
    draft = await on.approved("post")
    await on.publish.tick()
    assert await on.publish.take_down(draft.id, on.by) == []
    on.clock.forward(minutes=5)
    await on.publish.tick()
    assert (on.there.on_the_wall, on.there.in_the_channel) == ([], [])
    assert await on.state(draft) is DraftState.TAKEN_DOWN


async def test_what_was_not_there_is_not_sent_again_once_the_draft_was_taken_down_elsewhere(on: Process) -> None:
    """It ends with its reason, like everything that is not published."""
    on.there.telegram.faults.add(FaultRule("sendMessage", Drop(when="before"), times=1))
    draft = await on.approved("post")
    await on.publish.tick()
    (remnant,) = await on.publish.take_down(draft.id, on.by)
    assert "nobody knows" in remnant.problem
    await on.publish.resolve((await on.at(on.there.channel)).id, is_there=False, by=on.by)
    await on.publish.tick()
    left_out = await on.at(on.there.channel)
    assert (left_out.state, left_out.problem) == (P.SKIPPED, "the draft was taken down before it was sent here")
    assert (on.there.on_the_wall, on.there.in_the_channel) == ([], [])
    assert await on.state(draft) is DraftState.TAKEN_DOWN


async def test_a_draft_that_is_nowhere_can_not_be_taken_down(on: Process) -> None:
    draft = await on.approved("post")
    with pytest.raises(IllegalMove, match="nowhere"):
        await on.publish.take_down(draft.id, on.by)


@pytest.mark.parametrize("code", [15, 27, 28, 203, 214, 1051])
async def test_where_no_key_may_post_the_text_is_handed_over_until_somebody_posts_it(on: Process, code: int) -> None:
    """Nobody has to say so: the wall is read, and the post found by its text."""
    on.there.vk.faults.add(FaultRule("wall.post", ApiError(code), at=Every(1)))
    draft = await on.approved("post")
    await on.publish.tick()
    handed = await on.at(on.there.wall)
    assert (handed.state, handed.sent_text) == (P.HANDED_OVER, "post")
    assert await on.state(draft) is DraftState.PUBLISHING
    on.clock.forward(hours=4)
    await on.publish.tick()
    assert (await on.at(on.there.wall)).state is P.HANDED_OVER
    assert on.there.calls("wall.post") == 1
    on.there.vk.post_to_wall(int(on.there.wall.name), "post")
    on.clock.forward(minutes=6)
    await on.publish.tick()
    assert (await on.at(on.there.wall)).state is P.PUBLISHED
    assert await on.state(draft) is DraftState.PUBLISHED


async def test_a_person_says_that_they_posted_what_they_were_given_or_will_later(on: Process) -> None:
    on.there.vk.faults.add(FaultRule("wall.post", ApiError(27), at=Every(1)))
    draft = await on.approved("post")
    await on.publish.tick()
    handed = await on.at(on.there.wall)
    at = await on.publish.remind(handed.id, timedelta(hours=1), on.by)
    assert (await on.at(on.there.wall)).sent_at == at == on.clock.now() + timedelta(hours=1)
    with pytest.raises(IllegalMove, match="with a person"):
        await on.publish.resolve(handed.id, is_there=False, by=on.by)
    await on.publish.resolve(handed.id, is_there=True, by=on.by)
    assert await on.state(draft) is DraftState.PUBLISHED
    with pytest.raises(IllegalMove):
        await on.publish.remind(handed.id, timedelta(hours=1), on.by)


async def test_an_expired_key_is_the_operators_matter_and_handed_over_to_nobody(on: Process) -> None:
    on.there.vk.faults.add(FaultRule("wall.post", ApiError(5), at=Every(1)))
    await on.approved("post")
    outcomes = await on.publish.tick()
    assert [one.needs_operator for one in outcomes if one.publication.place == on.there.wall] == [True]
    assert (await on.at(on.there.wall)).state is P.DUE


async def test_while_a_place_waits_no_other_draft_is_tried_there(on: Process) -> None:
    """A flood, a missing right, a day's limit: they are the place's, not the draft's."""
    on.there.vk.faults.add(FaultRule("wall.post", ApiError(9), times=1))
    await on.approved("first")
    second = await on.approved("second")
    await on.publish.tick()
    await on.publish.now(second.id, on.by)
    on.clock.forward(minutes=10)
    await on.publish.tick()
    assert (on.there.on_the_wall, on.there.calls("wall.post")) == ([], 1)
    on.clock.forward(minutes=6)
    await on.publish.tick()
    assert on.there.on_the_wall == ["second", "first"]
    assert on.there.in_the_channel == ["first", "second"]


@pytest.mark.parametrize("behaviour", [VkBehaviour(guid_deduplicates=False)])
async def test_two_processes_on_one_database_publish_once_at_each_place(on: Process) -> None:
    """Their clocks five minutes apart: the one ahead does not take the other for dead."""
    ahead = Process(on.database, on.there, clock=StillClock(on.clock.now() + timedelta(minutes=5)))
    drafts = [await on.approved(f"post {number}") for number in range(4)]
    for _ in range(3):
        await asyncio.gather(on.publish.tick(), ahead.publish.tick(), on.publish.tick(), ahead.publish.tick())
        on.clock.forward(seconds=20)
        ahead.clock.forward(seconds=20)
    assert (on.there.on_the_wall, on.there.in_the_channel) == (["post 0"], ["post 0"])
    states = [await on.state(draft) for draft in drafts]
    assert states == [DraftState.PUBLISHED, *[DraftState.APPROVED] * 3]


async def test_a_picture_goes_to_each_place_once_also_where_its_answer_is_lost(
    database: Database, other_side: OtherSide
) -> None:
    """Of two that look the same beside their pictures, the wall's is found by its photo."""
    forms = PostForms(dict.fromkeys((other_side.wall, other_side.channel), PostForm(hashtags=("#мем",))))
    on = await Process(database, other_side, forms).due(other_side.wall, other_side.channel)
    await on.due(other_side.wall)
    first, second = await on.approved_picture("текст", "картинка"), await on.approved_picture("раз", "два")
    other_side.vk.faults.add(FaultRule("wall.post", Drop(when="after"), Nth(2)))
    other_side.vk.faults.add(FaultRule("upload.photo", HttpError(502), Nth(1)))
    for _ in range(3):
        await on.publish.tick()
        on.clock.forward(minutes=1)
    assert [await on.state(draft) for draft in (first, second)] == [DraftState.PUBLISHED] * 2
    assert (other_side.on_the_wall, other_side.in_the_channel) == (["#мем"] * 2, ["#мем"])
    photos = [post.attachments[0].photo for post in other_side.vk.posts(int(other_side.wall.name))]
    assert len({photo.id for photo in photos if photo is not None}) == 2

    assert await on.publish.take_down(first.id, on.by) == []
    assert await on.publish.take_down(second.id, on.by) == []
    assert (other_side.on_the_wall, other_side.in_the_channel) == ([], [])


@pytest.mark.parametrize("behaviour", [VkBehaviour(community_may_post=False)])
async def test_where_the_wall_takes_no_photo_of_the_bot_s_a_person_gets_it_and_the_channel_has_it(
    on: Process,
) -> None:
    on.there.vk.faults.add(FaultRule("photos.getWallUploadServer", ApiError(27), Every(1)))
    draft = await on.approved_picture("текст", "картинка")
    await on.publish.tick()
    assert (await on.at(on.there.wall)).state is P.HANDED_OVER
    assert (await on.at(on.there.channel)).state is P.PUBLISHED
    assert await on.state(draft) is DraftState.PUBLISHING
