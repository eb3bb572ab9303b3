"""Cards reach every moderators' chat that can be reached and say what became of the draft."""

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.chat.card_face import Circumstances, draft_card
from bot.chat.language import LANGUAGES
from bot.chat.words_en import ENGLISH
from bot.chat.words_ru import RUSSIAN
from bot.domain.draft import Decision, Draft, DraftState, Verdict
from bot.domain.measured import Measured
from bot.domain.member import Address, Platform, Role
from bot.domain.place import Place, utf16_length
from bot.domain.publication import PublicationState
from bot.domain.slot import Slot, parse_time
from bot.domain.votes import Needs
from bot.errors import Misconfigured, Refused, Unsure
from tests.chat.fakes import MODERATORS_CHAT, NOON, PEOPLE, VK_MODERATORS_CHAT, House

MODERATOR, ADMIN = PEOPLE[Role.MODERATOR], PEOPLE[Role.ADMIN]
NOTHING = Circumstances()


async def test_each_pending_draft_is_shown_once_in_each_chat(house: House) -> None:
    """Asking again shows nothing again, also in a new process."""
    await house.draft()
    await house.cards.show_missing()
    house.restart(house.reach.habits)
    await house.cards.show_missing()
    assert len(house.telegram.texts(MODERATORS_CHAT)) == 1
    assert len(house.vk.texts(VK_MODERATORS_CHAT)) == 1


async def test_a_new_homes_first_card_is_no_repeat_of_an_old_homes(house: House) -> None:
    """VK sends nothing for a key that it has seen, so the key holds the draft's seed, not only its number."""
    draft = await house.draft()
    assert list(house.vk.numbers) == [f"card-{draft.id}-{draft.seed}-{VK_MODERATORS_CHAT}"]


async def test_a_chat_that_cannot_be_reached_does_not_keep_the_others_waiting(house: House) -> None:
    """It is tried once a round, and gets its cards when it can be reached again."""
    house.telegram.unreachable.add(MODERATORS_CHAT)
    await house.reach.compose.queue(3)
    await house.cards.show_missing()
    assert (len(house.telegram.sent), len(house.vk.sent)) == (0, 3)
    house.telegram.unreachable.clear()
    await house.cards.show_missing()
    assert (len(house.telegram.sent), len(house.vk.sent)) == (3, 3)


async def test_a_moderator_who_never_wrote_to_the_bot_is_a_line_in_the_log_and_not_one_every_round(
    house: House,
) -> None:
    """Once it can be reached, and then again not, that is news."""
    house.telegram.unreachable.add(MODERATORS_CHAT)
    with capture_logs() as logged:
        await house.draft()
        for _ in range(3):
            await house.cards.show_missing()
    warnings = [entry for entry in logged if entry["log_level"] == "warning"]
    assert [entry["chat"] for entry in warnings] == [str(MODERATORS_CHAT)]
    house.telegram.unreachable.clear()
    await house.cards.show_missing()
    house.telegram.unreachable.add(MODERATORS_CHAT)
    with capture_logs() as logged:
        await house.draft()
    assert [entry["log_level"] for entry in logged] == ["warning"]


async def test_a_card_that_cannot_be_edited_does_not_keep_the_others_as_they_were(house: House) -> None:
    """The other chat's card shows the decision."""
    draft = await house.draft()
    house.telegram.unreachable.add(MODERATORS_CHAT)
    await house.press(MODERATOR, f"approve:{draft.id}")
    assert "Approved by" in house.vk.cards(VK_MODERATORS_CHAT)[0].text


async def test_a_platform_that_is_switched_off_is_passed_over(house: House) -> None:
    """A moderators' chat on it is no error."""
    del house.switched_on[VK_MODERATORS_CHAT.platform]
    await house.draft()
    assert len(house.telegram.sent) == 1
    assert house.vk.sent == []


async def test_each_chat_gets_cards_in_its_language(house: House) -> None:
    """One chat Russian, one English, the same draft."""
    await house.reach.community.set_language(VK_MODERATORS_CHAT, "ru")
    await house.draft()
    assert house.vk.cards(VK_MODERATORS_CHAT)[0].text.endswith(RUSSIAN.card_pending)
    assert house.telegram.cards(MODERATORS_CHAT)[0].text.endswith(ENGLISH.card_pending)


LONG = "слово 😀 " * 400
BUSY = [
    Decision(1, Verdict.EDIT, MODERATOR, NOON, LONG, "x"),
    *(Decision(1, Verdict.APPROVE, Address(Platform.VK, 10**18 + n), NOON) for n in range(20)),
]


@pytest.mark.parametrize("text", ["x" * 4_096, "😀" * 2_048, "\n" * 4_096])
@pytest.mark.parametrize("state", DraftState)
@pytest.mark.parametrize(
    "decisions",
    [
        [],
        BUSY,
        [*BUSY, Decision(1, Verdict.REJECT, MODERATOR, NOON, reason="r" * 500)],
        [*BUSY, Decision(1, Verdict.BAN, MODERATOR, NOON, reason="w" * 100)],
    ],
)
def test_a_card_always_fits_one_message(text: str, state: DraftState, decisions: list[Decision]) -> None:
    """A message that was split could not be edited; what is left out is counted."""
    measured = Measured(10**6, 10**4, 10**6, 0.999, 0.999)
    draft = Draft(10**9, text, state, NOON, 0.8, "c" * 200, 7, "", False, measured, 20)
    places = tuple(Place(Platform.TELEGRAM, f"@a_very_long_name_of_a_channel_{n}") for n in range(5))
    now = Circumstances(needs=Needs(20, 21), places=places, may_cancel=True)
    for language in LANGUAGES.values():
        card = draft_card(language, draft, decisions, now)
        assert utf16_length(card.text) <= 4_096
        assert language.card_cut.split("{")[0] in card.text
        assert all(len(button.action.encode("ascii")) <= 64 for row in card.buttons for button in row)
        assert sum(map(len, card.buttons)) <= 10


def test_each_state_has_the_buttons_that_mean_something_in_it() -> None:
    """What was banned or refused has none; taking down is for what went out, cancelling for a minute."""
    draft = Draft(1, "text", DraftState.PENDING, NOON, 0.8, "run@1", 7)
    rejected = [Decision(1, Verdict.REJECT, MODERATOR, NOON)]
    lately = Circumstances(may_cancel=True)
    for state, decisions, now, expected in (
        (DraftState.PENDING, [], NOTHING, "approve reject now edit another ban"),
        (DraftState.APPROVED, [], replace(NOTHING, needs=Needs(1, 2)), "approve now takeback ban"),
        (DraftState.REJECTED, rejected, NOTHING, "takeback why"),
        (DraftState.REJECTED, [Decision(1, Verdict.REJECT, MODERATOR, NOON, reason="dull")], NOTHING, "takeback"),
        (DraftState.REJECTED, [Decision(1, Verdict.BAN, MODERATOR, NOON, reason="word")], NOTHING, ""),
        (DraftState.REJECTED, [Decision(1, Verdict.APPROVE, MODERATOR, NOON)], NOTHING, ""),
        (DraftState.PUBLISHING, [], lately, "cancel"),
        (DraftState.PUBLISHING, [], replace(NOTHING, places=(Place(Platform.VK, "-1"),)), "takedown"),
        (DraftState.PUBLISHED, [], lately, "cancel takedown"),
        (DraftState.PUBLISHED, [], NOTHING, "takedown"),
        (DraftState.UNSURE, [], NOTHING, "takedown"),
        (DraftState.EXPIRED, [], NOTHING, ""),
        (DraftState.TAKEN_DOWN, [], NOTHING, ""),
    ):
        card = draft_card(ENGLISH, replace(draft, state=state), decisions, now)
        assert [button.action for row in card.buttons for button in row] == [f"{verb}:1" for verb in expected.split()]


def test_the_card_tells_what_an_edit_changed_from_what_the_network_wrote() -> None:
    """Over several edits, and shortened when there is much of it."""
    draft = Draft(1, "the fat dog sat", DraftState.PENDING, NOON, 0.8, "run@1", 7)
    edits = [
        Decision(1, Verdict.EDIT, MODERATOR, NOON, "the cat sat down", "the dog sat down"),
        Decision(1, Verdict.EDIT, ADMIN, NOON, "the dog sat down", "the fat dog sat"),
    ]
    lines = draft_card(ENGLISH, draft, edits, NOTHING).text.splitlines()
    assert f"✏️ Text by {ADMIN}" in lines
    assert "Changed: «cat» → «fat dog» · − «down»" in lines
    words = " ".join(f"{n} {'word' * 10}" for n in range(100))
    rewritten = replace(draft, text=words)
    edit = Decision(1, Verdict.EDIT, MODERATOR, NOON, words.replace("word", "news"), words)
    (line,) = [one for one in draft_card(ENGLISH, rewritten, [edit], NOTHING).text.splitlines() if "Changed" in one]
    assert line.endswith("more")
    assert len(line) < 400


def test_the_card_says_in_a_line_what_the_guards_measured() -> None:
    """The score and what it comes from, in both languages; what was not measured is not said."""
    draft = Draft(1, "text", DraftState.PENDING, NOON, 0.8, "run@1", 7, "", False, Measured(81, 2, 12, 0.1, 0.9))
    assert draft_card(ENGLISH, draft, [], NOTHING).text.splitlines()[-2] == (
        "Score 63 · 90 % known words · longest copied run: 12 characters of 81 · repeats itself: 10 % · "
        "cut at the length limit"
    )
    assert draft_card(RUSSIAN, draft, [], NOTHING).text.splitlines()[-2] == (
        "Оценка 63 · знакомых слов 90 % · дословно 12 знаков из 81 · повторы: 10 % · обрезан по длине"
    )
    bare = replace(draft, ended_by_itself=True, measured=Measured(81, 2, None, 0.0, None))
    assert draft_card(ENGLISH, bare, [], NOTHING).text.splitlines()[-2] == "Score 100"
    assert "Score" not in draft_card(ENGLISH, replace(draft, measured=None), [], NOTHING).text


def test_under_an_edited_text_the_card_says_that_the_figures_are_of_the_one_before() -> None:
    """Nobody has measured a person's words; the network's figures stay, for what they are."""
    draft = Draft(
        1, "a person's", DraftState.PENDING, NOON, 0.8, "run@1", 7, "", True, Measured(81, 2, None, 0.0, None)
    )
    edit = Decision(1, Verdict.EDIT, MODERATOR, NOON, "the network's", "a person's")
    assert "Before the edit: Score 100" in draft_card(ENGLISH, draft, [edit], NOTHING).text.splitlines()
    assert "До правки: Оценка 100" in draft_card(RUSSIAN, draft, [edit], NOTHING).text.splitlines()


async def test_a_draft_that_copies_is_never_shown(house: House) -> None:
    """The guards stand before the queue: the admin hears that nothing came of it."""
    house.guard(Measured(81, 2, 81, 0.0, 1.0, nearest="a member's post"))
    assert await house.reach.compose.queue(2) == []
    await house.cards.show_missing()
    assert house.telegram.sent == []


async def test_a_member_gets_no_copy_either(house: House) -> None:
    """`/meme` passes the same guards."""
    house.guard(Measured(81, 2, 81, 0.0, 1.0))
    assert await house.say(PEOPLE[Role.MEMBER], "/meme") == ENGLISH.meme_nothing


async def test_the_card_tells_where_it_was_published(house: House) -> None:
    """After the slot the place is named on every card; for a minute there is a button to cancel it."""
    await _scheduled(house)
    await house.tick()
    (card,) = house.telegram.cards(MODERATORS_CHAT)
    assert card.text.endswith("📣 Published: telegram:@channel")
    assert [button.action for row in card.buttons for button in row] == ["cancel:1", "takedown:1"]
    house.clock.forward(seconds=61)
    await house.cards.show_missing()
    (card,) = house.telegram.cards(MODERATORS_CHAT)
    assert [button.action for row in card.buttons for button in row] == ["takedown:1"]


async def test_a_text_that_the_place_refuses_is_told_apart_from_a_moderators_no(house: House) -> None:
    """The moderator approved it; it was the place."""
    await _scheduled(house)
    house.channel.plan.append(Refused("forbidden words"))
    await house.tick()
    assert house.telegram.cards(MODERATORS_CHAT)[0].text.endswith(ENGLISH.card_refused)


async def test_what_only_an_operator_can_mend_is_told_once_in_each_chat(house: House) -> None:
    """Not at every try; and again after it had worked in between."""
    await _scheduled(house)
    problem = "the key may not post"
    house.channel.plan += [Misconfigured(problem), Misconfigured(problem)]
    await house.tick()
    house.clock.forward(minutes=16)
    await house.tick()
    notice = ENGLISH.operator_needed.format(place="telegram:@channel", problem=problem, wait="15 minutes")
    assert house.telegram.texts(MODERATORS_CHAT).count(notice) == 1
    assert house.vk.texts(VK_MODERATORS_CHAT).count(notice) == 1


async def test_who_has_mended_it_need_not_wait_and_hears_if_it_was_in_vain(house: House) -> None:
    """The button tries at once; the same problem is told of anew, for somebody waits to hear."""
    await _scheduled(house)
    house.channel.plan += [Misconfigured("the key may not post"), Misconfigured("the key may not post")]
    await house.tick()
    (notice,) = [card for card in house.telegram.cards(MODERATORS_CHAT) if "the key may not post" in card.text]
    action = notice.buttons[0][0].action
    assert await house.press(ADMIN, action) == ENGLISH.notice_retry
    await house.tick()
    assert house.telegram.texts(MODERATORS_CHAT).count(notice.text) == 2
    assert await house.press(ADMIN, action) == ENGLISH.notice_retry
    await house.tick()
    assert house.channel.published == ["text 1"]
    assert await house.press(ADMIN, action) == ENGLISH.notice_settled


async def test_moderators_hear_of_a_checkpoint_that_could_not_be_written_with(house: House) -> None:
    await house.notices.report_checkpoint("tuesday", "it is broken", "monday@4800")

    told = ENGLISH.checkpoint_refused.format(run="tuesday", why="it is broken", kept="monday@4800")
    assert house.telegram.texts(MODERATORS_CHAT) == [told]
    assert house.vk.texts(VK_MODERATORS_CHAT) == [told]


async def test_an_unsure_publication_is_asked_about_until_an_admin_settles_it(house: House) -> None:
    """Once in each chat, also after a crash between the record and the notice; then the buttons go everywhere."""
    publication_id = await _unsure(house, is_reported=False)
    house.restart(house.reach.habits)
    await house.notices.show_missing()
    await house.notices.show_missing()
    for chats, chat in ((house.telegram, MODERATORS_CHAT), (house.vk, VK_MODERATORS_CHAT)):
        (notice,) = [card for card in chats.cards(chat) if "I don't know whether" in card.text]
        assert [row[0].action for row in notice.buttons] == [f"there:{publication_id}", f"again:{publication_id}"]
    assert await house.press(ADMIN, f"there:{publication_id}") == ENGLISH.notice_there
    for chats, chat in ((house.telegram, MODERATORS_CHAT), (house.vk, VK_MODERATORS_CHAT)):
        (notice,) = [card for card in chats.cards(chat) if "an admin found the post there" in card.text]
        assert notice.buttons == ()
    assert (await house.reach.publications.get(publication_id)).state is PublicationState.PUBLISHED


async def test_what_is_not_there_goes_out_again(house: House) -> None:
    """At the same place; the second admin hears that it is settled."""
    publication_id = await _unsure(house, is_reported=True)
    assert await house.press(ADMIN, f"again:{publication_id}") == ENGLISH.notice_again
    assert await house.press(PEOPLE[Role.OWNER], f"there:{publication_id}") == ENGLISH.notice_settled
    assert ENGLISH.card_publishing in house.telegram.cards(MODERATORS_CHAT)[0].text
    await house.tick()
    assert (await house.reach.publications.get(publication_id)).state is PublicationState.PUBLISHED


async def _scheduled(house: House) -> None:
    await house.approved()
    place = Place.parse("telegram:@channel")
    await house.reach.slots.add(Slot(0, (place,), parse_time("16:00"), "Europe/Moscow"), NOON)
    house.clock.forward(hours=1)


async def _unsure(house: House, *, is_reported: bool) -> int:
    await _scheduled(house)
    house.channel.plan.append((Unsure("the answer was lost"), True))
    house.channel.can_look = False
    (outcome,) = await house.reach.publish.tick()
    if is_reported:
        await house.notices.report(outcome)
    return outcome.publication.id
