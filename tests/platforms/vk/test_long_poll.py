"""Messages and presses come from the sandbox's long poll once and in order, past failures and restarts."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.domain.message import Button, Incoming, Message, Press
from bot.domain.pulse import Pulse
from bot.errors import Misconfigured, Retryable
from bot.platforms.vk.chat import VkChat
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.long_poll import VkLongPoll
from bot.sandbox.faults import ApiError, Drop, Fault, FaultRule, HttpError, Malformed, Nth
from bot.sandbox.vk import LONG_POLL_METHOD, TokenKind, VkBehaviour
from tests.platforms.vk.conftest import FAST, Community
from tests.platforms.vk.scripted import ScriptedVk, dropping, hanging, refusing, responding

MESSAGE = {"date": 1_700_000_000, "from_id": 5, "peer_id": 5, "conversation_message_id": 1, "text": "привет"}


@dataclass
class Bot:
    """What a long poll handed over, and the cursor that outlives it."""

    cursor: str | None = None
    saved: list[str] = field(default_factory=list)
    got: list[Incoming | Press] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    fails_at: str | None = None
    refuses: int = 0

    async def load(self) -> str | None:
        return self.cursor

    async def save(self, ts: str) -> None:
        self.cursor = ts
        self.saved.append(ts)
        self.changed.set()

    async def take(self, events: Sequence[Incoming | Press]) -> None:
        if self.refuses:
            self.refuses -= 1
            raise Retryable("the database is out of reach")
        if any(isinstance(event, Incoming) and event.text == self.fails_at for event in events):
            raise ZeroDivisionError
        self.got += events
        self.changed.set()

    @property
    def texts(self) -> list[str]:
        return [event.text for event in self.got if isinstance(event, Incoming)]

    async def until(self, claim: Callable[[], bool]) -> None:
        """Return when `claim` holds; it is looked at when something was handed over or saved."""
        async with asyncio.timeout(10):
            while not claim():
                self.changed.clear()
                await self.changed.wait()

    def long_poll(self, client: VkClient, group_id: int, wait_s: int = 25, pulse: Pulse | None = None) -> VkLongPoll:
        return VkLongPoll(
            client,
            group_id,
            cursor_load=self.load,
            cursor_save=self.save,
            on_events=self.take,
            wait_s=wait_s,
            backoff=FAST,
            on_success=(pulse or Pulse()).beat,
        )

    @asynccontextmanager
    async def polling(self, client: VkClient, group_id: int) -> AsyncIterator[None]:
        """Poll in the background from the moment at which the cursor is known."""
        task = asyncio.create_task(self.long_poll(client, group_id).run())
        try:
            await self.until(lambda: self.cursor is not None)
            yield
        finally:
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task


def said(community: Community, text: str) -> int:
    return community.sandbox.say(community.member_id, -community.group_id, text)


async def test_messages_come_in_the_order_in_which_they_were_written(community: Community) -> None:
    bot = Bot()
    async with bot.polling(community.community, community.group_id):
        numbers = [said(community, text) for text in ("/meme", "/help", "")]
        await bot.until(lambda: len(bot.got) == 3)

    assert bot.texts == ["/meme", "/help", ""]
    assert [event.message_id for event in bot.got] == numbers
    assert {str(event.chat) for event in bot.got} == {f"vk:{community.member_id}"}
    assert len({event.key for event in bot.got}) == 3


async def test_a_press_comes_and_can_be_answered(community: Community) -> None:
    bot, chat = Bot(), VkChat(community.community)
    async with bot.polling(community.community, community.group_id):
        said(community, "привет")
        await bot.until(lambda: len(bot.got) == 1)
        sent = await chat.send(bot.got[0].chat, Message("?", ((Button("Да", "yes:1"),),)), "key")
        number = sent.message_id
        pressed = community.sandbox.press(community.member_id, -community.group_id, number, {"a": "yes:1"})
        await bot.until(lambda: len(bot.got) == 2)
        press = bot.got[1]
        assert isinstance(press, Press)
        await chat.answer(press, "Готово")

    assert (press.action, press.message_id) == ("yes:1", number)
    assert getattr(pressed, "answer", None) == {"type": "show_snackbar", "text": "Готово"}


@pytest.mark.parametrize("behaviour", [VkBehaviour(payload_as_text=True)])
async def test_a_forged_press_with_a_payload_as_text_is_handed_over_as_it_is(community: Community) -> None:
    bot = Bot()
    async with bot.polling(community.community, community.group_id):
        said(community, "привет")
        await bot.until(lambda: len(bot.got) == 1)
        number = (await VkChat(community.community).send(bot.got[0].chat, Message("?"), "key")).message_id
        payloads: list[dict[str, object] | str] = [{"a": "approve:999999"}, {"x": 1}, "junk"]
        for payload in payloads:
            community.sandbox.press(community.member_id, -community.group_id, number, payload, forged=True)
        await bot.until(lambda: len(bot.got) == 4)

    assert [event.action for event in bot.got if isinstance(event, Press)] == ["approve:999999", "", ""]


@pytest.mark.parametrize("behaviour", [VkBehaviour(repeat_every_event=1)])
async def test_an_event_that_comes_twice_is_handed_over_once(community: Community) -> None:
    bot = Bot()
    async with bot.polling(community.community, community.group_id):
        for number in range(5):
            said(community, str(number))
        await bot.until(lambda: "4" in bot.texts)

    assert bot.texts == ["0", "1", "2", "3", "4"]


async def test_what_happened_while_the_bot_was_down_is_read_when_it_is_back(community: Community) -> None:
    bot = Bot()
    async with bot.polling(community.community, community.group_id):
        said(community, "до")
        await bot.until(lambda: bot.cursor == community.sandbox.world.event_logs[community.group_id].ts)
    said(community, "пока не было")
    async with bot.polling(community.community, community.group_id):
        said(community, "после")
        await bot.until(lambda: "после" in bot.texts)

    assert bot.texts == ["до", "пока не было", "после"]


async def test_a_bot_that_stopped_before_anything_happened_misses_nothing_either(community: Community) -> None:
    bot = Bot()
    async with bot.polling(community.community, community.group_id):
        pass
    said(community, "первое")
    async with bot.polling(community.community, community.group_id):
        await bot.until(lambda: bot.texts == ["первое"])


async def test_the_cursor_moves_only_when_a_batch_was_handed_over(vk: ScriptedVk, client: VkClient) -> None:
    bot = Bot(cursor="10")
    vk.answers("groups.getLongPollServer", {"server": f"{vk.url}/method/poll", "key": "k", "ts": "99"})
    event = {"type": "message_new", "event_id": "e", "object": {"message": MESSAGE}}
    vk.answers("poll", responding({"ts": "11", "updates": [event]}), hanging())
    saved_at_hand_over: list[list[str]] = []
    take = bot.take

    async def look(events: Sequence[Incoming | Press]) -> None:
        saved_at_hand_over.append(list(bot.saved))
        await take(events)

    poll = VkLongPoll(client, 1, cursor_load=bot.load, cursor_save=bot.save, on_events=look, backoff=FAST)
    task = asyncio.create_task(poll.run())
    await bot.until(lambda: bot.saved == ["11"])
    task.cancel()

    assert saved_at_hand_over == [[]]
    assert vk.forms("poll")[0]["ts"] == "10"


@pytest.mark.parametrize(
    "fault",
    [
        Drop(when="before"),
        Drop(when="after"),
        HttpError(502),
        Malformed("truncated"),
        Malformed("wrong_types"),
        Malformed("html"),
        ApiError(10),
    ],
    ids=lambda fault: f"{fault.kind} {getattr(fault, 'form', fault.when)}",
)
async def test_a_poll_that_fails_is_repeated_and_loses_nothing(community: Community, fault: Fault) -> None:
    community.sandbox.faults.add(FaultRule(LONG_POLL_METHOD, fault, at=Nth(1)), FaultRule("groups.*", fault, at=Nth(2)))
    bot = Bot()
    async with bot.polling(community.community, community.group_id):
        said(community, "раз")
        await bot.until(lambda: bot.texts == ["раз"])
        said(community, "два")
        await bot.until(lambda: bot.texts == ["раз", "два"])

    assert community.sandbox.faults.strikes == 2


@pytest.mark.parametrize("break_it", ["expire_long_poll_key", "forget_long_poll_history", "lose_long_poll_information"])
async def test_a_poll_that_vk_calls_failed_goes_on_with_what_it_needs(community: Community, break_it: str) -> None:
    bot = Bot()
    async with bot.polling(community.community, community.group_id):
        said(community, "раз")
        await bot.until(lambda: bot.texts == ["раз"])
        getattr(community.sandbox, break_it)(community.group_id)
        if break_it == "lose_long_poll_information":
            # What is said before VK's new ts is lost for good, so wait for that.
            await bot.until(lambda: len(bot.saved) == 3)
        said(community, "два")
        await bot.until(lambda: bot.texts == ["раз", "два"])


async def test_a_cursor_that_vk_forgot_is_replaced(community: Community) -> None:
    for number in range(3):
        said(community, str(number))
    community.sandbox.forget_long_poll_history(community.group_id)
    bot = Bot(cursor="1")
    async with bot.polling(community.community, community.group_id):
        await bot.until(lambda: bot.saved != [])
        said(community, "новое")
        await bot.until(lambda: bot.texts == ["новое"])


async def test_a_malformed_event_is_skipped_and_the_rest_of_its_batch_kept(vk: ScriptedVk, client: VkClient) -> None:
    good = {"type": "message_new", "event_id": "e", "object": {"message": MESSAGE}}
    bad: list[object] = [
        None,
        7,
        "x",
        [],
        {"type": "message_new"},
        {"type": "message_new", "event_id": 5, "object": {"message": MESSAGE}},
        {"type": "message_new", "event_id": "a", "object": []},
        {"type": "message_event", "event_id": "b", "object": {"user_id": "5"}},
    ]
    vk.answers("groups.getLongPollServer", {"server": f"{vk.url}/method/poll", "key": "k", "ts": 1})
    vk.answers("poll", responding({"ts": 2, "updates": [*bad, good]}), hanging())
    bot = Bot()
    async with bot.polling(client, 1):
        await bot.until(lambda: bot.cursor == "2")

    assert bot.texts == ["привет"]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(responding(7), id="a number"),
        pytest.param(responding([]), id="a list"),
        pytest.param(responding({}), id="an empty object"),
        pytest.param(responding({"ts": None, "updates": []}), id="no ts"),
        pytest.param(responding({"ts": "", "updates": []}), id="an empty ts"),
        pytest.param(responding({"ts": "1", "updates": {}}), id="updates that are no list"),
        pytest.param(responding({"failed": "1"}), id="failed that is no number"),
        pytest.param(responding({"failed": 1}), id="failed 1 without ts"),
        pytest.param(responding({"failed": 2}), id="failed 2"),
        pytest.param(responding({"failed": 77}), id="an unknown failure"),
        pytest.param(responding("<html>"), id="a page"),
        pytest.param(responding("[" * 200_000), id="very deep"),
        pytest.param(responding("", 403), id="HTTP 403"),
        pytest.param(dropping(), id="dropped"),
    ],
)
async def test_no_answer_whatever_ends_the_polling(vk: ScriptedVk, client: VkClient, answer: object) -> None:
    good = {"type": "message_new", "event_id": "e", "object": {"message": MESSAGE}}
    vk.answers("groups.getLongPollServer", {"server": f"{vk.url}/method/poll", "key": "k", "ts": "1"})
    vk.answers("poll", answer, answer, responding({"ts": "2", "updates": [good]}), hanging())
    bot = Bot()
    async with bot.polling(client, 1):
        await bot.until(lambda: bot.texts == ["привет"])


@pytest.mark.parametrize(
    "server",
    [
        7,
        {},
        {"server": "ftp://x", "key": "k", "ts": "1"},
        {"server": "http://[", "key": "k", "ts": "1"},
        {"server": "http://x:y", "key": "k", "ts": "1"},
        {"server": "https://x", "key": 1, "ts": "1"},
    ],
    ids=str,
)
async def test_a_server_that_can_not_be_polled_is_asked_for_again(
    vk: ScriptedVk, client: VkClient, server: object
) -> None:
    vk.answers("groups.getLongPollServer", server, server, {"server": f"{vk.url}/method/poll", "key": "k", "ts": "1"})
    vk.answers("poll", hanging())
    bot = Bot()
    async with bot.polling(client, 1):
        await vk.until(lambda: vk.forms("poll") != [])


async def test_a_message_that_fails_does_not_stop_those_beside_it(vk: ScriptedVk, client: VkClient) -> None:
    vk.answers("groups.getLongPollServer", {"server": f"{vk.url}/method/poll", "key": "k", "ts": "1"})
    said = [
        {"type": "message_new", "event_id": text, "object": {"message": {**MESSAGE, "text": text}}}
        for text in ("раз", "плохо", "два")
    ]
    vk.answers("poll", responding({"ts": "2", "updates": said}), hanging())
    bot = Bot(fails_at="плохо")
    async with bot.polling(client, 1):
        await bot.until(lambda: bot.cursor == "2")
    assert bot.texts == ["раз", "два"]


async def test_a_message_that_can_not_be_taken_now_is_offered_until_it_is(community: Community) -> None:
    bot = Bot(refuses=3)
    async with bot.polling(community.community, community.group_id):
        said(community, "раз")
        said(community, "два")
        await bot.until(lambda: bot.texts == ["раз", "два"])
    assert bot.refuses == 0


async def test_a_poll_that_waits_ends_at_once_when_cancelled(vk: ScriptedVk, client: VkClient) -> None:
    vk.answers("groups.getLongPollServer", {"server": f"{vk.url}/method/poll", "key": "k", "ts": "1"})
    vk.answers("poll", hanging())
    bot = Bot()
    async with bot.polling(client, 1):
        await vk.until(lambda: vk.forms("poll") != [])
        began = time.monotonic()

    assert time.monotonic() - began < 1


async def test_a_server_that_answers_at_once_with_nothing_is_not_asked_in_a_spin(
    vk: ScriptedVk, client: VkClient
) -> None:
    vk.answers("groups.getLongPollServer", {"server": f"{vk.url}/method/poll", "key": "k", "ts": "1"})
    vk.answers("poll", responding({"ts": "1", "updates": []}))
    bot = Bot()
    began = asyncio.get_running_loop().time()
    async with bot.polling(client, 1):
        await vk.until(lambda: len(vk.forms("poll")) == 5)

    assert asyncio.get_running_loop().time() - began >= 0.4


async def test_a_key_that_was_withdrawn_ends_the_polling_with_what_to_do(community: Community) -> None:
    token = community.sandbox.add_token(TokenKind.COMMUNITY, group_id=community.group_id)
    client = VkClient(token, community.sandbox.base_url, kind=community.community.kind, backoff=FAST)
    community.sandbox.revoke_token(token)

    with pytest.raises(Misconfigured, match="withdrawn"):
        await Bot().long_poll(client, community.group_id).run()
    client.close()


async def test_long_poll_that_is_switched_off_says_where_to_switch_it_on(vk: ScriptedVk, client: VkClient) -> None:
    vk.answers("groups.getLongPollServer", refusing(100, "longpoll for this group is not enabled"))

    with pytest.raises(Misconfigured, match="Long Poll API"):
        await Bot().long_poll(client, 1).run()


async def test_the_polls_key_is_never_logged(
    vk: ScriptedVk, client: VkClient, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "poll-key-that-must-not-leak"
    vk.answers("groups.getLongPollServer", {"server": f"{vk.url}/method/poll", "key": secret, "ts": "1"})
    vk.answers("poll", dropping(), responding("", 502), responding("<html>"), hanging())
    bot = Bot()
    async with bot.polling(client, 1):
        await vk.until(lambda: len(vk.forms("poll")) == 4)

    logged = "".join(capsys.readouterr())
    assert "long poll failed" in logged
    assert secret not in logged


async def test_it_beats_while_vk_answers(community: Community) -> None:
    """From the first answer, before anything has happened; and not while nobody is there."""
    bot, pulse = Bot(), Pulse()
    task = asyncio.create_task(bot.long_poll(community.community, community.group_id, pulse=pulse).run())
    await bot.until(lambda: bot.cursor is not None)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert pulse.age_s is not None
    silent = Pulse()
    nowhere = VkClient("key", "http://127.0.0.1:9/", kind=community.community.kind, backoff=FAST)
    task = asyncio.create_task(bot.long_poll(nowhere, community.group_id, pulse=silent).run())
    await asyncio.wait({task}, timeout=0.3)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert silent.age_s is None


async def test_who_has_events_brought_from_now_on_fetches_once_what_happened_before(community: Community) -> None:
    """And whoever never polled has nothing to fetch."""
    bot = Bot()
    poll = VkLongPoll(
        community.community, community.group_id, cursor_load=bot.load, cursor_save=bot.save, on_events=bot.take,
        wait_s=1, backoff=FAST,
    )  # fmt: skip
    community.sandbox.say(community.member_id, -community.group_id, "before anybody listened")
    await poll.catch_up()
    assert bot.got == []
    bot.cursor = "1"
    community.sandbox.say(community.member_id, -community.group_id, "while nobody listened")
    await poll.catch_up()
    assert bot.texts == ["before anybody listened", "while nobody listened"]
    assert bot.cursor == community.sandbox.world.event_logs[community.group_id].ts
    community.sandbox.world.groups[community.group_id].long_poll.is_enabled = False
    await poll.catch_up()
    assert len(bot.got) == 2
