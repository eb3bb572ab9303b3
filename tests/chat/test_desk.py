"""Every update is answered once, in order within its chat, whatever breaks in between."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql
from structlog.typing import EventDict

from bot.chat.action import Verb
from bot.chat.commands import COMMANDS
from bot.chat.words_en import ENGLISH
from bot.domain.member import Address, Platform, Role
from bot.errors import Refused, Retryable, Unsure
from bot.storage.database import Database
from bot.storage.processes import DEAD_AFTER_S, Processes
from tests.chat.fakes import GROUP, MODERATORS_CHAT, PEOPLE, VK_MEMBER, House

MEMBER, MODERATOR, OWNER = PEOPLE[Role.MEMBER], PEOPLE[Role.MODERATOR], PEOPLE[Role.OWNER]
ANY_TEXT = st.text(st.characters(exclude_categories=()))


async def test_a_repeated_update_is_answered_once(house: House) -> None:
    """Platforms deliver again what they think was missed."""
    message = house.message(MEMBER, "/start", key="same")
    for _ in range(3):
        await house.desk.receive(message)
    await house.desk.idle()
    assert len(house.telegram.sent) == 1


async def test_the_same_key_on_another_platform_is_another_update(house: House) -> None:
    """Keys are unique on their platform only."""
    await house.desk.receive(house.message(MEMBER, "/start", key="same"))
    await house.desk.receive(house.message(VK_MEMBER, "/start", key="same"))
    await house.desk.idle()
    assert (len(house.telegram.sent), len(house.vk.sent)) == (1, 1)


async def test_what_was_received_before_a_crash_is_answered_after_it(house: House) -> None:
    """On both platforms, in the order in which it came."""
    for person in (MEMBER, VK_MEMBER):
        await house.inbox.receive(house.message(person, "/meme one"), house.clock.now())
        house.clock.forward(seconds=1)
        await house.inbox.receive(house.message(person, "/meme two"), house.clock.now())
    assert await house.desk.recover() == 4
    await house.desk.idle()
    for chats, chat in ((house.telegram, MEMBER), (house.vk, VK_MEMBER)):
        assert [text.split()[0] for text in chats.texts(chat)] == ["one", "two"]
    assert await house.is_all_done()


async def test_what_was_being_answered_before_a_crash_is_given_up_on_telegram(house: House) -> None:
    """Nobody can know whether the answer went out: at most once."""
    message = house.message(MEMBER, "/meme")
    await house.inbox.receive(message, house.clock.now())
    await house.inbox.begin_answer(Platform.TELEGRAM, message.key)
    await house.desk.recover()
    await house.desk.idle()
    assert house.telegram.sent == []
    assert await house.is_all_done()


async def test_what_was_being_answered_before_a_crash_arrives_once_on_vk(house: House) -> None:
    """The repeat carries the same key, and VK sends nothing twice."""
    message = house.message(VK_MEMBER, "/meme")
    await house.desk.receive(message)
    await house.desk.idle()
    (crashed,) = [key for key in house.vk.numbers if key.startswith(message.key)]
    house.restart(house.reach.habits)
    later = house.message(VK_MEMBER, "/meme", key="later")
    await house.inbox.receive(later, house.clock.now())
    await house.inbox.begin_answer(Platform.VK, later.key)
    house.vk.numbers[crashed.replace(message.key, later.key)] = 1  # it had gone out before the crash
    await house.desk.recover()
    await house.desk.idle()
    assert len(house.vk.sent) == 1
    assert await house.is_all_done()


async def test_a_press_that_a_crash_cut_off_is_carried_out_and_drawn(house: House) -> None:
    """A press has no message of its own to say twice, so it is taken up again on Telegram too."""
    draft = await house.draft()
    press = house.pressing(MODERATOR, f"approve:{draft.id}")
    await house.inbox.receive(press, house.clock.now())
    await house.reach.decide.approve(draft.id, MODERATOR)  # the crash came right after this
    house.restart(house.reach.habits)
    await house.desk.recover()
    await house.desk.idle()
    assert "Approved by" in house.telegram.cards(MODERATORS_CHAT)[0].text
    assert await house.is_all_done()


async def test_of_two_processes_one_answers(database: Database) -> None:
    """VK brings each update to both, at once or one after the other; each is answered, once, by one of them."""
    one, two = House(database), House(database)
    for house, name in ((one, "one"), (two, "two")):
        house.run_as(name, Processes(database, name))
        await house.desk.recover()
    for number in range(20):
        message = one.message(Address(Platform.VK, 50 + number), "/start", key=f"same {number}")
        await asyncio.gather(one.desk.receive(message), two.desk.receive(message))
    await asyncio.gather(one.desk.recover(), two.desk.recover())
    await asyncio.gather(one.desk.idle(), two.desk.idle())
    assert len(one.vk.sent) + len(two.vk.sent) == 20
    assert await one.is_all_done()


async def test_what_a_living_process_answers_no_other_takes_up(house: House) -> None:
    """A second process that starts meanwhile leaves it alone; when the first is dead it does not."""
    seconds = 0.0
    house.run_as("first", Processes(house.database, "first", lambda: seconds))
    gate: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    sending = asyncio.Event()

    def stall(_chat: Address) -> asyncio.Future[None]:
        sending.set()
        return gate

    house.vk.before_send = stall
    first = house.desk
    await first.recover()
    await first.receive(house.message(VK_MEMBER, "/start"))
    await asyncio.wait_for(sending.wait(), 5)
    house.run_as("second", Processes(house.database, "second", lambda: seconds))
    assert await house.desk.recover() == 0
    seconds = DEAD_AFTER_S
    assert await house.desk.recover() == 1
    gate.set_result(None)
    await asyncio.gather(first.idle(), house.desk.idle())
    assert len(house.vk.sent) == 1, "VK knows the repeat by its key"
    assert await house.is_all_done()


async def test_a_process_that_was_asleep_says_nothing_that_another_has_said(house: House) -> None:
    """On Telegram, which knows no repeats: the sleeper finds out before it sends."""
    await house.inbox.receive(house.message(MEMBER, "/start"), house.clock.now())
    house.run_as("awake", Processes(house.database, "awake"))
    asleep = House(house.database)
    message = house.message(MEMBER, "/start", key="slept over")
    asleep.run_as("asleep", Processes(house.database, "asleep"))
    asleep.writer.gate.clear()
    await asleep.desk.receive(replace(message, text="/meme"))
    async with asyncio.timeout(5):
        while not asleep.writer.asked:  # noqa: ASYNC110 - the fake tells nobody
            await asyncio.sleep(0.001)
    await house.desk.recover()
    await house.desk.idle()
    asleep.writer.gate.set()
    await asleep.desk.idle()
    assert len(house.telegram.texts(MEMBER)) == 2
    assert asleep.telegram.sent == []


async def test_updates_of_a_platform_that_is_switched_off_wait(house: House) -> None:
    """They are taken up when it is on again."""
    await house.inbox.receive(house.message(VK_MEMBER, "/start"), house.clock.now())
    vk = house.switched_on.pop(Platform.VK)
    assert await house.desk.recover() == 0
    house.switched_on[Platform.VK] = vk
    assert await house.desk.recover() == 1
    await house.desk.idle()
    assert len(house.vk.sent) == 1


async def test_within_a_chat_answers_come_in_order_and_other_chats_do_not_wait(house: House) -> None:
    """A chat whose platform stalls holds up itself alone."""
    gate: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    house.telegram.before_send = lambda chat: gate if chat == GROUP else None
    for word in ("one", "two", "three"):
        await house.desk.receive(house.message(OWNER if word == "three" else MEMBER, f"/meme {word}", GROUP))
    answered = asyncio.Event()
    house.vk.before_send = lambda _chat: answered.set()
    await house.desk.receive(house.message(VK_MEMBER, "/start"))
    await asyncio.wait_for(answered.wait(), 5)
    assert house.telegram.sent == []
    gate.set_result(None)
    await house.desk.idle()
    assert [text.split()[0] for text in house.telegram.texts(GROUP)] == ["one", "two", "three"]


async def test_a_platform_that_asks_for_patience_gets_it(house: House) -> None:
    """Nothing took effect, so the same message is sent again after the time that was asked for."""
    house.telegram.faults = [Retryable("flood", 7), Retryable("flood", 1_000), None]
    assert await house.say(MEMBER, "/start") == ENGLISH.start
    assert house.waits == [7, 60]


@pytest.mark.parametrize("fault", [Unsure("lost"), Refused("blocked", 901), Retryable("down", 1)])
async def test_an_answer_that_cannot_go_out_does_not_stop_the_next(house: House, fault: Exception) -> None:
    """Unsure and refused are never sent again, patience has an end, and the update is done."""
    tries = 3 if isinstance(fault, Retryable) else 1
    house.telegram.faults = [fault] * tries
    assert await house.say(MEMBER, "/start") == ""
    assert house.telegram.faults == []
    assert await house.is_all_done()
    assert await house.say(MEMBER, "/start") == ENGLISH.start


@pytest.mark.parametrize("chat", [None, GROUP])
async def test_a_fault_of_ours_is_excused_and_the_bot_lives_on(house: House, chat: Address | None) -> None:
    """Whatever a handler raises ends in an apology, in the log, and nowhere else."""
    house.writer.fault = ZeroDivisionError("a bug")
    assert await house.say(MEMBER, "/meme", chat) == ENGLISH.trouble
    draft_id = await _draft_despite_the_bug(house)
    assert await house.press(MODERATOR, f"another:{draft_id}") == ENGLISH.notice_trouble
    assert await house.is_all_done()
    house.writer.fault = None
    assert await house.say(MEMBER, "/meme", chat) != ENGLISH.trouble


async def test_the_log_tells_who_and_where_but_not_what_was_said(house: House, logs: list[EventDict]) -> None:
    """A fault is logged with its ids; a member's words are not."""
    house.writer.fault = ZeroDivisionError("a bug")
    await house.say(MEMBER, "/meme my secret", GROUP)
    (entry,) = [entry for entry in logs if entry["log_level"] == "error"]
    assert (entry["chat"], entry["sender"], entry["exc_info"]) == (str(GROUP), str(MEMBER), True)
    assert "secret" not in repr(logs)


async def test_an_adapter_with_a_bug_does_not_stop_the_bot(house: House) -> None:
    """Also when not even the apology goes out."""
    house.telegram.faults = [KeyError("response"), KeyError("response")]
    assert await house.say(MEMBER, "/start") == ""
    assert await house.is_all_done()
    assert await house.say(MEMBER, "/start") == ENGLISH.start


async def test_a_group_that_was_not_talking_to_the_bot_hears_of_no_trouble(house: House) -> None:
    """With a table gone, talk in a group stays undisturbed; a command there and talk in private get an apology."""
    async with house.database.begin() as connection:
        await connection.execute(sql("DROP TABLE questions"))
    assert await house.say(MODERATOR, "hello", GROUP) == ""
    assert await house.say(MODERATOR, "/cancel", GROUP) == ENGLISH.trouble
    assert await house.say(MODERATOR, "hello") == ENGLISH.trouble
    assert await house.is_all_done()


async def test_closing_lets_the_answer_under_way_end_and_leaves_the_rest_for_the_next_start(house: House) -> None:
    """Nothing is lost and nothing is said twice."""
    gate: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    sending = asyncio.Event()

    def stall(_chat: Address) -> asyncio.Future[None]:
        sending.set()
        return gate

    house.telegram.before_send = stall
    await house.desk.receive(house.message(MEMBER, "/meme one"))
    await house.desk.receive(house.message(MEMBER, "/meme two"))
    await asyncio.wait_for(sending.wait(), 5)
    closing = asyncio.ensure_future(house.desk.close(timeout_s=5))
    gate.set_result(None)
    await closing
    assert house.telegram.texts(MEMBER) == ["one text 1"]
    await house.desk.receive(house.message(MEMBER, "/start"))
    house.restart(house.reach.habits)
    await house.desk.recover()
    await house.desk.idle()
    assert house.telegram.texts(MEMBER) == ["one text 1", "two text 2", ENGLISH.start]


async def test_closing_does_not_wait_for_ever(house: House) -> None:
    """An answer that hangs is cut off; on Telegram it is given up at the next start, for it may have gone out."""
    never: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    sending = asyncio.Event()

    def hang(_chat: Address) -> asyncio.Future[None]:
        sending.set()
        return never

    house.telegram.before_send = hang
    await house.desk.receive(house.message(MEMBER, "/meme"))
    await asyncio.wait_for(sending.wait(), 5)
    await asyncio.wait_for(house.desk.close(timeout_s=0.01), 5)
    assert [is_answering for _, is_answering in await house.inbox.unanswered()] == [True]


async def test_any_text_and_any_action_end_done(database: Database) -> None:
    """Whatever comes, from whomever and wherever, on both databases: no exception, nothing left, the bot lives."""
    house = House(database)
    draft = await house.draft()
    names = st.sampled_from([name for row in COMMANDS for name in (row.name, *row.aliases)])
    texts = ANY_TEXT | st.builds("/{} {}".format, names, ANY_TEXT) | st.builds("!{}\n{}".format, names, ANY_TEXT)
    actions = ANY_TEXT | st.builds("{}:{}".format, st.sampled_from(Verb), st.integers() | st.just(draft.id))
    people = st.sampled_from([*PEOPLE.values(), VK_MEMBER])
    loop = asyncio.get_running_loop()

    async def try_one(person: Address, is_private: bool, text: str | None, action: str) -> None:
        group = Address(person.platform, GROUP.number)
        chat = person if is_private else group
        update = house.pressing(person, action, chat) if text is None else house.message(person, text, chat)
        await house.desk.receive(update)
        await house.desk.idle()
        assert await house.is_all_done()

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(people, st.booleans(), st.none() | texts, actions)
    def try_any(person: Address, is_private: bool, text: str | None, action: str) -> None:
        asyncio.run_coroutine_threadsafe(try_one(person, is_private, text, action), loop).result(60)

    await asyncio.to_thread(try_any)
    assert ENGLISH.trouble not in [message.text for _, message in house.telegram.sent + house.vk.sent]
    assert ENGLISH.notice_trouble not in house.telegram.notices + house.vk.notices
    assert await house.say(MEMBER, "/help")


async def _draft_despite_the_bug(house: House) -> int:
    fault, house.writer.fault = house.writer.fault, None
    draft = await house.draft()
    house.writer.fault = fault
    return draft.id
