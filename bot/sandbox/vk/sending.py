"""messages.send, edit and delete."""

from __future__ import annotations

from bot.sandbox.vk.attachments import read_attachments
from bot.sandbox.vk.call import Call, Handler
from bot.sandbox.vk.errors import VkApiError, invalid
from bot.sandbox.vk.events import announce_edit, announce_message
from bot.sandbox.vk.keyboards import read_keyboard
from bot.sandbox.vk.state import CHAT_START, Attachment, Conversation, Group, Message
from bot.sandbox.vk.world import World

_MOST_FORWARDED = 100


def deliver(
    world: World,
    conversation: Conversation,
    from_id: int,
    text: str,
    *,
    attachments: list[Attachment] | None = None,
    keyboard: dict[str, object] | None = None,
    payload: str | None = None,
    reply_to: Message | None = None,
    forwarded: list[Message] | None = None,
    random_id: int = 0,
    action: dict[str, object] | None = None,
) -> Message:
    """Put a message, a person's or a community's, into a conversation and tell the communities in it."""
    message = Message(
        id=world.new_message_id(conversation),
        conversation_message_id=len(conversation.messages) + 1,
        from_id=from_id,
        date=world.now(),
        text=text,
        random_id=random_id,
        attachments=attachments or [],
        keyboard=keyboard,
        payload=payload,
        reply_to=reply_to,
        forwarded=forwarded or [],
        action=action,
    )
    conversation.messages.append(message)
    world.index_message(conversation, message)
    if keyboard is not None and not keyboard["inline"]:
        conversation.keyboard = keyboard if keyboard["buttons"] else None
    announce_message(world, conversation, message)
    return message


def _peer(call: Call) -> int:
    """The one peer named by peer_id, user_id, chat_id or domain."""
    params = call.params
    if "peer_id" in params:
        return params.integer("peer_id")
    if "user_id" in params:
        return params.integer("user_id")
    if "chat_id" in params:
        return CHAT_START + params.integer("chat_id", low=1, high=100_000_000)
    if "domain" in params:
        found = call.world.resolve(params.text("domain"))
        if found is None:
            raise VkApiError(936)
        return -found.id if isinstance(found, Group) else found.id
    raise invalid("you should specify peer_id, user_id, domain, chat_id or peer_ids param")


def open_conversation(call: Call, speaker_id: int, peer_id: int) -> Conversation:
    """The conversation with a peer, if `speaker_id` may write there now."""
    world = call.world
    if peer_id >= CHAT_START:
        conversation = world.chats.get(peer_id - CHAT_START)
        if conversation is None:
            raise VkApiError(927)
        if speaker_id not in conversation.members:
            raise VkApiError(917)
        return conversation
    if peer_id > 0:
        user = world.users.get(peer_id)
        if user is None or user.deactivated is not None:
            raise VkApiError(936)
        if speaker_id < 0:
            group = world.groups[-speaker_id]
            if peer_id in group.blacklist:
                raise VkApiError(900)
            if peer_id not in group.message_allowed:
                raise VkApiError(901)
    elif -peer_id not in world.groups:
        raise VkApiError(936)
    elif speaker_id < 0:
        raise VkApiError(902)
    elif speaker_id in world.groups[-peer_id].blacklist:
        raise VkApiError(900)
    return world.dialogue(speaker_id, peer_id)


def _content(call: Call, speaker_id: int) -> tuple[str, list[Attachment]]:
    text = call.params.text("message")
    if len(text) > call.world.limits.message_chars:
        raise VkApiError(914)
    return text, read_attachments(call.world, call.params.words("attachment"), viewer_id=speaker_id)


def _send_to(call: Call, speaker_id: int, peer_id: int, random_id: int) -> Message:
    world, params = call.world, call.params
    conversation = open_conversation(call, speaker_id, peer_id)
    text, attachments = _content(call, speaker_id)
    keyboard = read_keyboard(params.text("keyboard"), speaker_id)
    forwarded, reply_to = _quoted(call, speaker_id, peer_id)
    if not text.strip() and not attachments and not forwarded:
        raise invalid("message is empty or invalid")
    if random_id:
        earlier = world.sent.get((speaker_id, peer_id, random_id))
        if earlier is not None and world.clock() - earlier[0] < world.limits.random_id_window_s:
            return earlier[1]
    message = deliver(
        world,
        conversation,
        speaker_id,
        text,
        attachments=attachments,
        keyboard=keyboard,
        payload=params.text("payload") or None,
        reply_to=reply_to,
        forwarded=forwarded,
        random_id=random_id,
    )
    if random_id:
        world.sent[speaker_id, peer_id, random_id] = (world.clock(), message)
    if speaker_id > 0 > peer_id:
        world.groups[-peer_id].message_allowed.add(speaker_id)
    return message


def _quoted(call: Call, speaker_id: int, peer_id: int) -> tuple[list[Message], Message | None]:
    """Forwarded messages, and the one replied to: `reply_to`, `forward_messages` or `forward` (JSON)."""
    world, params = call.world, call.params
    if "reply_to" in params:
        found = world.find_message(speaker_id, params.integer("reply_to"))
        if found is None:
            raise VkApiError(921)
        return [], found[1]
    if "forward" in params:
        forward = params.json_object("forward")
        source = forward.get("peer_id", peer_id)
        numbers = forward.get("conversation_message_ids", forward.get("cmids", []))
        if not isinstance(source, int) or not isinstance(numbers, list):
            raise invalid("forward is incorrect")
        conversation = world.find_conversation(speaker_id, source)
        if conversation is None or speaker_id not in conversation.members:
            raise VkApiError(921)
        chosen = [conversation.find(number, speaker_id) for number in numbers if isinstance(number, int)]
    else:
        pairs = [world.find_message(speaker_id, number) for number in params.integers("forward_messages")]
        chosen = [pair[1] if pair is not None else None for pair in pairs]
        forward = {}
    if len(chosen) > _MOST_FORWARDED:
        raise VkApiError(913)
    messages = [message for message in chosen if message is not None]
    if len(messages) != len(chosen):
        raise VkApiError(921)
    if forward.get("is_reply") in (True, 1):
        if len(messages) != 1:
            raise invalid("forward with is_reply takes one message")
        return [], messages[0]
    return messages, None


def messages_send(call: Call) -> object:
    """One peer gives the message's id, `peer_ids` a list with an error object for each that failed."""
    params = call.params
    if "random_id" not in params:
        raise invalid("random_id is a required parameter")
    random_id = params.integer("random_id", low=-(2**31), high=2**31 - 1)
    speaker_id = call.acting_id()
    if "peer_ids" not in params and "user_ids" not in params:
        return _send_to(call, speaker_id, _peer(call), random_id).id
    answers: list[dict[str, object]] = []
    for peer_id in params.integers("peer_ids" if "peer_ids" in params else "user_ids", most=100):
        answer: dict[str, object] = {"peer_id": peer_id, "message_id": 0, "conversation_message_id": 0}
        try:
            message = _send_to(call, speaker_id, peer_id, random_id)
        except VkApiError as error:
            if error.code < 900:  # what is wrong with the call itself fails all of it
                raise
            answer["error"] = {"code": error.code, "description": error.message}
        else:
            answer["message_id"] = message.id
            answer["conversation_message_id"] = message.conversation_message_id
        answers.append(answer)
    return answers


def messages_edit(call: Call) -> object:
    """What isn't sent is emptied: without `keyboard` the old buttons are gone, as on VK."""
    world, params = call.world, call.params
    speaker_id = call.acting_id()
    peer_id = params.required_integer("peer_id")
    conversation = open_conversation(call, speaker_id, peer_id)
    number = params.optional_integer("conversation_message_id") or params.optional_integer("cmid")
    if number is not None:
        message = conversation.find(number, speaker_id)
    else:
        found = world.find_message(speaker_id, params.required_integer("message_id", low=0))
        message = found[1] if found is not None and found[0] is conversation else None
    if message is None:
        raise invalid("message_id is incorrect")
    if message.from_id != speaker_id or message.action is not None:
        raise VkApiError(920)
    if world.clock() - message.date > world.limits.edit_window_s:
        raise VkApiError(909)
    text, attachments = _content(call, speaker_id)
    keyboard = read_keyboard(params.text("keyboard"), speaker_id)
    kept = message.forwarded if params.flag("keep_forward_messages") else []
    if not text.strip() and not attachments and not kept:
        raise invalid("message is empty or invalid")
    message.text, message.attachments, message.keyboard, message.forwarded = text, attachments, keyboard, kept
    message.edited = world.now()
    message.version += 1
    announce_edit(world, conversation, message)
    return 1


def messages_delete(call: Call) -> object:
    world, params = call.world, call.params
    speaker_id = call.acting_id()
    chosen: list[tuple[dict[str, object], Conversation | None, Message | None]] = []
    if "message_ids" in params:
        for number in params.integers("message_ids", most=1_000):
            found = world.find_message(speaker_id, number)
            conversation, message = found if found is not None else (None, None)
            chosen.append(({"message_id": number}, conversation, message))
    else:
        peer_id = params.required_integer("peer_id")
        params.required_text("cmids")
        conversation = world.find_conversation(speaker_id, peer_id)
        if conversation is None or speaker_id not in conversation.members:
            raise VkApiError(917)
        for number in params.integers("cmids", most=100):
            key: dict[str, object] = {"peer_id": peer_id, "conversation_message_id": number}
            chosen.append((key, conversation, conversation.find(number, speaker_id)))
    for_all = params.flag("delete_for_all")
    return [key | _delete(call, conversation, message, speaker_id, for_all) for key, conversation, message in chosen]


def _delete(
    call: Call, conversation: Conversation | None, message: Message | None, speaker_id: int, for_all: bool
) -> dict[str, object]:
    if conversation is None or message is None:
        return {"response": 0}
    if for_all:
        is_own = message.from_id == speaker_id
        is_young = call.world.clock() - message.date <= call.world.limits.edit_window_s
        is_admin = conversation.chat_id is not None and conversation.members[speaker_id].is_admin
        if not (is_young and (is_own or is_admin)):
            error = VkApiError(924)
            return {"response": 0, "error": {"code": error.code, "description": error.message}}
        message.deleted_for.update(conversation.members)
    message.deleted_for.add(speaker_id)
    return {"response": 1}


SENDING: dict[str, Handler] = {
    "messages.send": messages_send,
    "messages.edit": messages_edit,
    "messages.delete": messages_delete,
}
