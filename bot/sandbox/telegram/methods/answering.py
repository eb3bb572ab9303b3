"""Methods that answer what people asked by buttons and inline, and the bot's own reactions."""

from __future__ import annotations

from bot.sandbox.telegram.access import check_there, find_chat, find_message
from bot.sandbox.telegram.backend import Backend
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.inline_results import read_button, read_results
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.reactions import read_reactions
from bot.sandbox.telegram.state import BotAccount, CallbackAnswer
from bot.sandbox.telegram.utf16 import utf16_length

MAX_ANSWER_UNITS = 200
MAX_OFFSET_BYTES = 64

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def answer_callback_query(backend: Backend, bot: BotAccount, parameters: Parameters) -> bool:
    """Once for each query, and soon."""
    query = backend.state.callback_queries.get(parameters.text("callback_query_id"))
    text = parameters.text("text")
    if utf16_length(text) > MAX_ANSWER_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    if query is None or query.bot_id != bot.id or query.answer is not None:
        raise bad_request(_TOO_OLD)
    if backend.clock() - query.asked_at > backend.patience.callback_answer_s:
        raise bad_request(_TOO_OLD)
    url = parameters.text("url") or None
    if url is not None and not url.startswith((f"https://t.me/{bot.user.username}?", "tg://resolve?")):
        raise bad_request("URL_INVALID")
    query.answer = CallbackAnswer(text, parameters.boolean("show_alert"), url)
    return True


async def answer_inline_query(backend: Backend, bot: BotAccount, parameters: Parameters) -> bool:
    """The answer is kept for everyone (or, when personal, for this person) for cache_time seconds."""
    results = read_results(backend, parameters.json("results"))
    button = read_button(parameters.json("button"))
    query = backend.state.inline_queries.get(parameters.text("inline_query_id"))
    if query is None or query.bot_id != bot.id or query.results is not None:
        raise bad_request(_TOO_OLD)
    if backend.clock() - query.asked_at > backend.patience.inline_answer_s:
        raise bad_request(_TOO_OLD)
    next_offset = parameters.text("next_offset")
    if len(next_offset.encode()) > MAX_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    query.results = results
    query.button = button
    query.next_offset = next_offset
    query.cache_time_s = max(parameters.integer("cache_time", 300), 0)
    query.is_personal = parameters.boolean("is_personal")
    key = (bot.id, query.query, query.offset, query.user.id if query.is_personal else None)
    backend.state.inline_cache[key] = (backend.clock() + query.cache_time_s, query)
    return True


async def set_message_reaction(backend: Backend, bot: BotAccount, parameters: Parameters) -> bool:
    """At most one reaction, out of the standard ones; none takes the bot's reaction back. Nobody is told."""
    reactions = read_reactions(parameters.json("reaction"))
    chat = find_chat(backend, bot, parameters)
    check_there(bot, chat)
    message = find_message(chat, parameters.integer("message_id"), "message to react")
    if message.is_service:
        raise bad_request("REACTION_INVALID")
    if reactions:
        message.reactions[bot.id] = reactions
    else:
        message.reactions.pop(bot.id, None)
    return True
