"""Reading conversations: members, history, single messages, and the small courtesies (typing, read)."""

from __future__ import annotations

from bot.sandbox.vk.call import Call, Handler
from bot.sandbox.vk.errors import VkApiError, invalid
from bot.sandbox.vk.objects import conversation_object, message_object, people_of
from bot.sandbox.vk.state import CHAT_START, ChatMember, Conversation, Message

_ACTIVITIES = frozenset({"audiomessage", "file", "photo", "typing", "video"})


def _conversation(call: Call, viewer_id: int, peer_id: int) -> Conversation:
    """A conversation that the viewer is in; a dialogue that nobody has begun is empty, not an error."""
    world = call.world
    found = world.find_conversation(viewer_id, peer_id)
    if peer_id >= CHAT_START:
        if found is None:
            raise VkApiError(927)
        if viewer_id not in found.members:
            raise VkApiError(917)
        return found
    if peer_id not in world.users and -peer_id not in world.groups:
        raise VkApiError(936)
    return found if found is not None else Conversation({viewer_id: _nobody(), peer_id: _nobody()})


def _nobody() -> ChatMember:
    return ChatMember(join_date=0, invited_by=0)


def _messages_answer(
    call: Call, conversation: Conversation, viewer_id: int, total: int, messages: list[Message]
) -> dict[str, object]:
    answer: dict[str, object] = {
        "count": total,
        "items": [message_object(message, conversation, viewer_id, call.world.base_url) for message in messages],
    }
    if call.params.flag("extended"):
        answer |= people_of([message.from_id for message in messages], call.world)
        answer["conversations"] = [conversation_object(conversation, viewer_id)]
    return answer


def get_history(call: Call) -> object:
    viewer_id = call.acting_id()
    peer_id = call.params.integer("peer_id") or call.params.required_integer("user_id")
    conversation = _conversation(call, viewer_id, peer_id)
    messages = conversation.visible_to(viewer_id)
    total = len(messages)
    if not call.params.flag("rev"):
        messages = messages[::-1]
    offset = call.params.integer("offset", low=0)
    count = call.params.integer("count", 20, low=0, high=call.world.limits.history_page)
    return _messages_answer(call, conversation, viewer_id, total, messages[offset : offset + count])


def get_by_conversation_message_id(call: Call) -> object:
    viewer_id = call.acting_id()
    conversation = _conversation(call, viewer_id, call.params.required_integer("peer_id"))
    call.params.required_text("conversation_message_ids")
    numbers = call.params.integers("conversation_message_ids", most=100)
    found = [message for number in numbers if (message := conversation.find(number, viewer_id)) is not None]
    return _messages_answer(call, conversation, viewer_id, len(found), found)


def get_conversations_by_id(call: Call) -> object:
    viewer_id = call.acting_id()
    call.params.required_text("peer_ids")
    found = []
    for peer_id in call.params.integers("peer_ids", most=100):
        conversation = call.world.find_conversation(viewer_id, peer_id)
        if conversation is not None and viewer_id in conversation.members:
            found.append(conversation)
    answer: dict[str, object] = {
        "count": len(found),
        "items": [conversation_object(conversation, viewer_id) for conversation in found],
    }
    if call.params.flag("extended"):
        answer |= people_of([who for conversation in found for who in conversation.members], call.world)
    return answer


def get_conversation_members(call: Call) -> object:
    """In a chat a community must be an administrator (917)."""
    viewer_id = call.acting_id()
    conversation = _conversation(call, viewer_id, call.params.required_integer("peer_id"))
    if conversation.chat_id is not None and viewer_id < 0 and not conversation.members[viewer_id].is_admin:
        raise VkApiError(917)
    items = []
    for member_id, member in conversation.members.items():
        shown: dict[str, object] = {
            "member_id": member_id,
            "invited_by": member.invited_by,
            "join_date": member.join_date,
            "is_admin": member.is_admin,
        }
        if member_id == conversation.owner_id:
            shown["is_owner"] = True
        items.append(shown)
    offset = call.params.integer("offset", low=0)
    count = call.params.integer("count", 20, low=1, high=1_000) if "count" in call.params else len(items)
    answer: dict[str, object] = {"count": len(items), "items": items[offset : offset + count]}
    return answer | people_of(conversation.members, call.world)


def is_messages_from_group_allowed(call: Call) -> object:
    group = call.group(call.params.required_integer("group_id", low=1))
    user_id = call.params.required_integer("user_id", low=1)
    return {"is_allowed": int(user_id in group.message_allowed and user_id not in group.blacklist)}


def set_activity(call: Call) -> object:
    viewer_id = call.acting_id()
    peer_id = call.params.integer("peer_id") or call.params.required_integer("user_id")
    _conversation(call, viewer_id, peer_id)
    if call.params.required_text("type") not in _ACTIVITIES:
        raise invalid("type is incorrect")
    return 1


def mark_as_read(call: Call) -> object:
    _conversation(call, call.acting_id(), call.params.required_integer("peer_id"))
    return 1


CONVERSATIONS: dict[str, Handler] = {
    "messages.getHistory": get_history,
    "messages.getByConversationMessageId": get_by_conversation_message_id,
    "messages.getConversationsById": get_conversations_by_id,
    "messages.getConversationMembers": get_conversation_members,
    "messages.setActivity": set_activity,
    "messages.markAsRead": mark_as_read,
    "messages.isMessagesFromGroupAllowed": is_messages_from_group_allowed,
}
