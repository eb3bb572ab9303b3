"""Groups and channels: privacy mode, rights, members, migration, reactions."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import ChatMemberAdministrator, ChatMemberLeft, ChatMemberOwner, ReactionTypeEmoji

from bot.sandbox.telegram import ImpossibleActError, TelegramSandbox
from bot.sandbox.telegram.state import BotAccount, Chat, User


@pytest.fixture
def group(sandbox: TelegramSandbox, account: BotAccount, anna: User) -> Chat:
    """A supergroup of Anna's with the bot as an ordinary member; what its coming brought is confirmed."""
    made = sandbox.add_chat("supergroup", "Memes", creator=anna.id)
    sandbox.join(account.id, made.id)
    account.updates.clear()
    return made


@pytest.fixture
def channel(sandbox: TelegramSandbox, anna: User) -> Chat:
    return sandbox.add_chat("channel", "Best memes", creator=anna.id, username="best_memes")


async def heard(bot: Bot) -> list[str | None]:
    return [update.message.text for update in await bot.get_updates() if update.message]


@pytest.mark.parametrize(
    ("text", "is_seen"),
    [
        ("just talking", False),
        ("/meme cats", True),
        ("/meme@wallflower_bot cats", True),
        ("/meme@WALLFLOWER_BOT", True),
        ("/meme@other_bot", False),
        ("hey @wallflower_bot, a meme", True),
        ("hey @wallflower_bot2", False),
        ("mail me@wallflower_bot", False),
    ],
)
async def test_in_privacy_mode_a_bot_sees_only_what_is_meant_for_it(
    sandbox: TelegramSandbox, bot: Bot, anna: User, group: Chat, text: str, is_seen: bool
) -> None:
    sandbox.say(anna.id, group.id, text)
    assert await heard(bot) == ([text] if is_seen else [])


async def test_replies_to_the_bot_are_seen_and_replies_to_others_are_not(
    sandbox: TelegramSandbox, bot: Bot, anna: User, group: Chat
) -> None:
    sent = await bot.send_message(group.id, "a meme")
    said = sandbox.say(anna.id, group.id, "ha", reply_to=sent.message_id)
    sandbox.say(anna.id, group.id, "ha ha", reply_to=said.id)
    assert await heard(bot) == ["ha"]


async def test_a_bare_command_goes_to_the_bot_that_spoke_last(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User, group: Chat
) -> None:
    other = sandbox.add_bot("4712:another", "other_bot")
    sandbox.join(other.id, group.id)
    await bot.send_message(group.id, "it was me")
    account.updates.clear()
    other.updates.clear()
    sandbox.say(anna.id, group.id, "/help")
    assert await heard(bot) == ["/help"]
    assert other.updates.pending_count == 0


@pytest.mark.parametrize("how", ["without privacy mode", "as an admin"])
async def test_a_bot_sees_all_words(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User, group: Chat, how: str
) -> None:
    if how == "as an admin":
        sandbox.promote(account.id, group.id, [])
    else:
        account.can_read_all_group_messages = True
    account.updates.clear()
    sandbox.say(anna.id, group.id, "just talking")
    assert await heard(bot) == ["just talking"]
    assert (await bot.get_me()).can_read_all_group_messages is (how != "as an admin")


async def test_a_bot_sees_neither_itself_nor_other_bots(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, group: Chat
) -> None:
    other = sandbox.add_bot("4712:another", "other_bot", can_read_all_group_messages=True)
    sandbox.join(other.id, group.id)
    other.updates.clear()
    await bot.send_message(group.id, "@other_bot hello")
    assert other.updates.pending_count == 0


async def test_coming_and_going_is_told(sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User) -> None:
    group = sandbox.add_chat("supergroup", "Memes", creator=anna.id)
    sandbox.join(account.id, group.id, by=anna.id)
    sandbox.kick(account.id, group.id, by=anna.id)
    updates = await bot.get_updates()
    statuses = [u.my_chat_member.new_chat_member.status for u in updates if u.my_chat_member]
    services = [u.message for u in updates if u.message]
    assert statuses == ["member", "kicked"]
    assert services[0].new_chat_members is not None
    assert services[1].left_chat_member is not None
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "hello?")


async def test_a_bot_that_left_is_no_member_and_one_that_never_was_there_finds_nothing(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, group: Chat
) -> None:
    sandbox.leave(account.id, group.id)
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot is not a member of the supergroup chat"):
        await bot.send_message(group.id, "hello?")
    stranger = sandbox.add_chat("group", "Elsewhere")
    with pytest.raises(TelegramBadRequest, match="Bad Request: chat not found"):
        await bot.send_message(stranger.id, "hello?")


async def test_other_members_changes_come_only_to_admins_who_asked_for_them(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, group: Chat
) -> None:
    boris, vera, gleb = (sandbox.add_user(name) for name in ("Boris", "Vera", "Gleb"))
    await bot.get_updates(allowed_updates=["chat_member"])
    sandbox.join(boris.id, group.id)
    sandbox.promote(account.id, group.id)
    sandbox.join(vera.id, group.id)
    await bot.get_updates(allowed_updates=[])
    sandbox.join(gleb.id, group.id)
    changes = [update.chat_member for update in await bot.get_updates() if update.chat_member]
    assert [change.new_chat_member.user.first_name for change in changes] == ["Vera"]


async def test_members_are_told_by_status(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User, group: Chat
) -> None:
    boris = sandbox.add_user("Boris")
    owner = await bot.get_chat_member(group.id, anna.id)
    stranger = await bot.get_chat_member(group.id, boris.id)
    sandbox.promote(boris.id, group.id, ["can_pin_messages"])
    admin = await bot.get_chat_member(group.id, boris.id)
    assert isinstance(owner, ChatMemberOwner)
    assert isinstance(stranger, ChatMemberLeft)
    assert isinstance(admin, ChatMemberAdministrator)
    assert (admin.can_pin_messages, admin.can_delete_messages) == (True, False)
    assert await bot.get_chat_member_count(group.id) == 3
    assert {member.user.first_name for member in await bot.get_chat_administrators(group.id)} == {"Anna", "Boris"}
    with pytest.raises(TelegramBadRequest, match="Bad Request: user not found"):
        await bot.get_chat_member(group.id, 1)


async def test_a_restricted_bot_cant_send_what_it_may_not(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, group: Chat
) -> None:
    sandbox.restrict(account.id, group.id, ["can_send_photos"])
    with pytest.raises(TelegramBadRequest, match="not enough rights to send text messages to the chat"):
        await bot.send_message(group.id, "hello")
    assert (await bot.get_chat_member(group.id, account.id)).status == "restricted"


async def test_posting_in_a_channel_takes_an_admins_right(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, channel: Chat
) -> None:
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the channel chat"):
        await bot.send_message("@best_memes", "a meme")
    with pytest.raises(ImpossibleActError, match="only as an administrator"):
        sandbox.join(account.id, channel.id)
    sandbox.promote(account.id, channel.id, ["can_delete_messages"])
    with pytest.raises(TelegramBadRequest, match="need administrator rights in the channel chat"):
        await bot.send_message(channel.id, "a meme")
    sandbox.promote(account.id, channel.id, ["can_post_messages"])
    sent = await bot.send_message("@best_memes", "a meme")
    assert sent.from_user is None
    assert sent.sender_chat is not None
    assert await bot.edit_message_text("a better meme", chat_id=channel.id, message_id=sent.message_id)
    assert await bot.delete_message(channel.id, sent.message_id)


async def test_posts_of_a_channels_people_reach_the_bot_and_its_own_dont(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User, channel: Chat
) -> None:
    sandbox.promote(account.id, channel.id)
    account.updates.clear()
    sandbox.say(anna.id, channel.id, "a post")
    await bot.send_message(channel.id, "a meme")
    assert [update.channel_post and update.channel_post.text for update in await bot.get_updates()] == ["a post"]


async def test_a_group_that_grew_says_where_it_went(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User
) -> None:
    old = sandbox.add_chat("group", "Memes", creator=anna.id)
    sandbox.join(account.id, old.id)
    account.updates.clear()
    new = sandbox.migrate(old.id)
    with pytest.raises(TelegramMigrateToChat) as refused:
        await bot.send_message(old.id, "hello")
    assert refused.value.migrate_to_chat_id == new.id
    assert (await bot.send_message(new.id, "hello")).chat.type == "supergroup"
    messages = [update.message for update in await bot.get_updates() if update.message]
    assert [(m.migrate_to_chat_id, m.migrate_from_chat_id) for m in messages] == [(new.id, None), (None, old.id)]


async def test_reactions_come_only_to_admins_who_asked_for_them(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User, group: Chat
) -> None:
    sent = await bot.send_message(group.id, "a meme")
    await bot.get_updates(allowed_updates=["message_reaction"])
    sandbox.react(anna.id, group.id, sent.message_id, "👍")
    sandbox.promote(account.id, group.id)
    sandbox.react(anna.id, group.id, sent.message_id, "🔥")
    sandbox.react(anna.id, group.id, sent.message_id, None)
    changes = [update.message_reaction for update in await bot.get_updates()]
    emoji = [[getattr(r, "emoji", "") for r in change.new_reaction] for change in changes if change]
    assert emoji == [["🔥"], []]
    await bot.get_updates(allowed_updates=[])
    account.updates.clear()
    sandbox.react(anna.id, group.id, sent.message_id, "👍")
    assert await bot.get_updates() == []


async def test_a_channels_reactions_are_counted_without_names(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User, channel: Chat
) -> None:
    sandbox.promote(account.id, channel.id)
    sent = await bot.send_message(channel.id, "a meme")
    await bot.get_updates(allowed_updates=["message_reaction_count"])
    account.updates.clear()
    boris = sandbox.add_user("Boris")
    sandbox.react(anna.id, channel.id, sent.message_id, "👍")
    sandbox.react(boris.id, channel.id, sent.message_id, "👍")
    counted = [update.message_reaction_count for update in await bot.get_updates()]
    assert [[reaction.total_count for reaction in count.reactions] for count in counted if count] == [[1], [2]]


async def test_a_bot_reacts_once_and_with_known_emoji(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User
) -> None:
    said = sandbox.say(anna.id, account.id, "nice")
    assert await bot.set_message_reaction(anna.id, said.id, [ReactionTypeEmoji(emoji="🔥")])
    assert said.reactions == {account.id: [{"type": "emoji", "emoji": "🔥"}]}
    assert await bot.set_message_reaction(anna.id, said.id, [])
    assert said.reactions == {}
    with pytest.raises(TelegramBadRequest, match="REACTION_INVALID"):
        await bot.set_message_reaction(anna.id, said.id, [ReactionTypeEmoji(emoji="🥸")])
    with pytest.raises(TelegramBadRequest, match="REACTIONS_TOO_MANY"):
        await bot.set_message_reaction(anna.id, said.id, [ReactionTypeEmoji(emoji=e) for e in "👍🔥"])
    with pytest.raises(TelegramBadRequest, match="message to react not found"):
        await bot.set_message_reaction(anna.id, 999, [ReactionTypeEmoji(emoji="🔥")])


async def test_chats_describe_themselves(
    sandbox: TelegramSandbox, bot: Bot, anna: User, group: Chat, channel: Chat
) -> None:
    assert (await bot.get_chat(anna.id)).username == "anna_k"
    assert (await bot.get_chat(group.id)).title == "Memes"
    assert (await bot.get_chat("@best_memes")).type == "channel"
    with pytest.raises(TelegramBadRequest, match="member list is inaccessible"):
        await bot.get_chat_administrators(channel.id)
    with pytest.raises(TelegramBadRequest, match="there are no administrators in the private chat"):
        await bot.get_chat_administrators(anna.id)
