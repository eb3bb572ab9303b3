"""messages.sendMessageEventAnswer: what a person sees after pressing a callback button."""

from __future__ import annotations

import json

from bot.sandbox.vk.call import Call, Handler
from bot.sandbox.vk.errors import invalid

_SNACKBAR_CHARS = 90
_EVENT_DATA_CHARS = 1_000


def send_message_event_answer(call: Call) -> object:
    """Once for each press and within a minute; `event_data` is what the person sees."""
    world, params = call.world, call.params
    event = world.button_events.get(params.required_text("event_id"))
    user_id, peer_id = params.required_integer("user_id"), params.required_integer("peer_id")
    is_known = event is not None and (-event.group_id, event.user_id, event.peer_id) == (
        call.token.owner_id,
        user_id,
        peer_id,
    )
    if event is None or not is_known or event.is_answered:
        raise invalid("event_id is incorrect")
    if world.clock() - event.at > world.limits.event_answer_window_s:
        raise invalid("event_id is expired")
    answer = _read_event_data(call) if "event_data" in params else None
    event.is_answered = True
    event.answer = answer
    return 1


def _read_event_data(call: Call) -> dict[str, object]:
    if len(call.params.text("event_data")) > _EVENT_DATA_CHARS:
        raise invalid("event_data is too long")
    document = call.params.json_object("event_data")
    match document:
        case {"type": "show_snackbar", "text": str(text)} if 0 < len(text) <= _SNACKBAR_CHARS:
            return document
        case {"type": "open_link", "link": str(link)} if link.startswith(("https://", "http://")):
            return document
        case {"type": "open_app", "app_id": int()}:
            return document
        case _:
            raise invalid(f"event_data is incorrect: {json.dumps(document)[:100]}")


BUTTON_ANSWERS: dict[str, Handler] = {"messages.sendMessageEventAnswer": send_message_event_answer}
