"""Moderators hear of posts that a person must publish by hand and of those that were given up, once in each chat."""

from datetime import timedelta

from bot.chat.words_en import ENGLISH
from bot.domain.draft import DraftState
from bot.domain.member import Role
from bot.domain.message import Message
from bot.domain.publication import PublicationState
from bot.errors import NoKeyMay, Refused, Retryable, Unsure, WallflowerError
from tests.chat.fakes import MODERATORS_CHAT, PEOPLE, VK_MODERATORS_CHAT, House

ADMIN = PEOPLE[Role.ADMIN]


async def _handed_over(house: House) -> int:
    """A publication that no key may post, shown to moderators."""
    await house.approved()
    await house.slot("telegram:@channel")
    house.clock.forward(hours=1)
    house.channel.plan.append(NoKeyMay("no key may post"))
    (outcome,) = await house.tick()
    assert outcome.state is PublicationState.HANDED_OVER
    return outcome.publication.id


def _with_buttons(house: House, verb: str) -> list[Message]:
    """The messages of the moderators' chat with a button for `verb`."""
    cards = house.telegram.cards(MODERATORS_CHAT)
    return [card for card in cards if any(button.action.startswith(verb) for row in card.buttons for button in row)]


async def test_what_no_key_may_post_is_handed_over_with_its_text_alone_above_the_question(house: House) -> None:
    """Ready to be copied; once in each chat, also after a restart."""
    number = await _handed_over(house)
    house.restart(house.reach.habits)
    await house.notices.show_missing()
    for chats, chat in ((house.telegram, MODERATORS_CHAT), (house.vk, VK_MODERATORS_CHAT)):
        *_, text, question = chats.texts(chat)
        assert text == "text 1"
        assert question == ENGLISH.handed_over.format(id=1, place="telegram:@channel", problem="no key may post")
        actions = [row[0].action for row in chats.cards(chat)[-1].buttons]
        assert actions == [f"posted:{number}", f"notyet:{number}"]


async def test_an_admin_has_posted_it_and_the_question_is_closed_everywhere(house: House) -> None:
    number = await _handed_over(house)
    assert await house.press(ADMIN, f"posted:{number}") == ENGLISH.notice_posted
    for chats, chat in ((house.telegram, MODERATORS_CHAT), (house.vk, VK_MODERATORS_CHAT)):
        assert chats.cards(chat)[-1] == Message(ENGLISH.handed_over_done.format(id=1, place="telegram:@channel"))
    assert (await house.reach.queue.get(1)).state is DraftState.PUBLISHED
    assert await house.press(ADMIN, f"posted:{number}") == ENGLISH.notice_settled
    assert await house.press(ADMIN, f"notyet:{number}") == ENGLISH.notice_settled


async def test_an_admin_who_has_not_posted_it_yet_is_asked_again_in_an_hour(house: House) -> None:
    number = await _handed_over(house)
    later = ENGLISH.notice_not_yet.format(wait=ENGLISH.duration(timedelta(hours=1)))
    assert await house.press(ADMIN, f"notyet:{number}") == later
    house.clock.forward(minutes=59)
    await house.notices.show_missing()
    assert _with_buttons(house, "notyet") == []
    house.clock.forward(minutes=1)
    await house.notices.show_missing()
    assert len(_with_buttons(house, "notyet")) == 1
    assert house.telegram.texts(MODERATORS_CHAT).count("text 1") == 2


async def test_who_has_put_it_off_may_say_before_the_hour_is_over_that_it_is_posted(house: House) -> None:
    number = await _handed_over(house)
    await house.press(ADMIN, f"notyet:{number}")
    house.clock.forward(minutes=2)
    assert len(_with_buttons(house, "posted")) == 1
    assert await house.press(ADMIN, f"posted:{number}") == ENGLISH.notice_posted
    assert _with_buttons(house, "posted") == []


async def test_a_post_that_was_found_at_its_place_is_not_asked_about_any_more(house: House) -> None:
    """Whoever posted it pressed nothing."""
    await _handed_over(house)
    house.channel.published.append("text 1")
    house.clock.forward(minutes=6)
    await house.tick()
    assert _with_buttons(house, "posted") == []
    assert house.telegram.cards(MODERATORS_CHAT)[-1].text == ENGLISH.handed_over_done.format(
        id=1, place="telegram:@channel"
    )


async def test_what_was_handed_over_and_then_taken_down_need_not_be_posted(house: House) -> None:
    await _handed_over(house)
    await house.press(ADMIN, "takedown:1")
    (publication,) = await house.reach.publications.newest()
    assert publication.state is PublicationState.SKIPPED
    assert _with_buttons(house, "posted") == []
    ended = ENGLISH.handed_over_ended.format(place="telegram:@channel")
    assert ended in [card.text for card in house.telegram.cards(MODERATORS_CHAT)]


async def test_only_admins_answer_for_what_was_handed_over(house: House) -> None:
    number = await _handed_over(house)
    for verb in ("posted", "notyet"):
        told = await house.press(PEOPLE[Role.MODERATOR], f"{verb}:{number}")
        assert told == ENGLISH.notice_needs_role.format(roles=ENGLISH.roles[Role.ADMIN])
    assert await house.press(ADMIN, "posted:999") == ENGLISH.notice_no_publication
    assert await house.press(ADMIN, "notyet:999") == ENGLISH.notice_no_publication


async def test_what_was_tried_in_vain_is_told_with_its_reason(house: House) -> None:
    await house.approved()
    await house.slot("telegram:@channel")
    house.clock.forward(hours=1)
    house.channel.plan.append(Retryable("the platform is down"))
    await house.tick()
    house.clock.forward(hours=2)
    await house.tick()
    await house.notices.show_missing()
    told = ENGLISH.publication_failed.format(place="telegram:@channel", problem="the platform is down")
    assert house.telegram.texts(MODERATORS_CHAT).count(told) == 1
    assert house.vk.texts(VK_MODERATORS_CHAT).count(told) == 1


async def test_a_place_that_refuses_what_the_other_takes_is_named(house: House) -> None:
    await house.approved()
    await house.slot("telegram:@channel vk:-1")
    house.clock.forward(hours=1)
    house.channel.plan.append(Refused("no links here"))
    await house.tick()
    assert house.channel.published == ["text 1"]
    (told,) = [text for text in house.telegram.texts(MODERATORS_CHAT) if "no links here" in text]
    assert told == ENGLISH.publication_refused.format(id=1, place="telegram:@channel", problem="no links here")


async def test_a_chat_that_joins_later_hears_nothing_of_last_weeks_failures(house: House) -> None:
    house.telegram.unreachable.add(MODERATORS_CHAT)
    await house.approved()
    await house.slot("telegram:@channel")
    house.clock.forward(hours=1)
    house.channel.plan.append(Retryable("the platform is down"))
    await house.tick()
    house.clock.forward(hours=2)
    await house.tick()
    house.telegram.unreachable.clear()
    house.clock.forward(days=7)
    await house.notices.show_missing()
    assert not any("the platform is down" in text for text in house.telegram.texts(MODERATORS_CHAT))


async def test_admins_are_asked_in_private_too_where_moderators_have_no_group(house: House) -> None:
    """A moderator alone could not answer; where there is a group, admins read it there."""
    house.restart_with(moderation_chats=(PEOPLE[Role.MODERATOR],))
    number = await _handed_over(house)
    (question,) = [card for card in house.telegram.cards(ADMIN) if card.buttons]
    assert [row[0].action for row in question.buttons] == [f"posted:{number}", f"notyet:{number}"]
    assert await house.press(PEOPLE[Role.MODERATOR], f"posted:{number}") != ENGLISH.notice_posted
    assert await house.press(ADMIN, f"posted:{number}") == ENGLISH.notice_posted
    assert house.telegram.cards(ADMIN)[-1] == Message(ENGLISH.handed_over_done.format(id=1, place="telegram:@channel"))


async def _picture_at_slot_time(house: House, problem: WallflowerError) -> int:
    """A picture that could not simply be published; its publication."""
    draft = await house.picture_draft()
    await house.press(PEOPLE[Role.MODERATOR], f"approve:{draft.id}")
    await house.slot("telegram:@channel")
    house.clock.forward(hours=1)
    house.channel.plan.append(problem)
    house.channel.can_look = False
    (outcome,) = await house.tick()
    return outcome.publication.id


async def test_a_picture_that_no_key_may_post_is_handed_over_as_a_picture(house: House) -> None:
    """Its words are in it, so there is nothing to copy beside what the place adds."""
    await _picture_at_slot_time(house, NoKeyMay("no key may post"))
    for chats, chat in ((house.telegram, MODERATORS_CHAT), (house.vk, VK_MODERATORS_CHAT)):
        *_, ready, question = chats.cards(chat)
        assert (ready.text, not ready.pictures, ready.buttons) == ("", False, ())
        assert question.text == ENGLISH.handed_over.format(id=1, place="telegram:@channel", problem="no key may post")


async def test_the_words_of_a_picture_are_handed_over_when_its_template_is_gone(house: House) -> None:
    """Gone between the post that no key might make and the question."""
    draft = await house.picture_draft()
    await house.press(PEOPLE[Role.MODERATOR], f"approve:{draft.id}")
    await house.slot("telegram:@channel")
    house.clock.forward(hours=1)
    house.channel.plan.append(NoKeyMay("no key may post"))
    outcomes = await house.reach.publish.tick()
    house.painter.fault = Refused("no such template")
    await house.notices.report(outcomes[0])
    assert house.telegram.cards(MODERATORS_CHAT)[-2] == Message(draft.text)


async def test_who_is_asked_whether_a_picture_is_there_sees_it(house: House) -> None:
    number = await _picture_at_slot_time(house, Unsure("the answer was lost"))
    question = house.telegram.cards(MODERATORS_CHAT)[-1]
    assert question.pictures
    assert [row[0].action for row in question.buttons] == [f"there:{number}", f"again:{number}"]
    await house.press(ADMIN, f"there:{number}")
    closed = house.telegram.cards(MODERATORS_CHAT)[-1]
    assert closed == Message(ENGLISH.unsure_was_there.format(place="telegram:@channel"))


async def test_a_russian_chat_is_told_in_russian_why_a_post_did_not_go_out(house: House) -> None:
    """Where the bot knows why; a platform's own words are quoted in it."""
    await house.reach.community.set_language(MODERATORS_CHAT, "ru")
    await house.approved()
    await house.slot("telegram:@channel vk:-1")
    house.clock.forward(hours=1)
    house.channel.plan.append(Refused("Telegram refused the post for telegram:@channel: Bad Request: no reason at all"))
    await house.tick()
    told = "⚠️ В telegram:@channel черновик 1 не выйдет: Telegram отказал (пост для telegram:@channel): Bad Request: no"
    assert f"{told} reason at all" in house.telegram.texts(MODERATORS_CHAT)
