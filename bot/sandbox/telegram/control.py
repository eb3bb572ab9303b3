"""HTTP under /sandbox/…: another process (the demo, a kill test) founds a community, acts as people and looks on.

Bodies and answers are JSON. What can't be done answers 400 {"error": one sentence}. These paths are no part of the
Bot API, need no token and give none.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.sandbox.faults import FaultPlan, FaultPlanInvalidError, read_rules
from bot.sandbox.telegram.calls import CallLog
from bot.sandbox.telegram.errors import ImpossibleActError
from bot.sandbox.telegram.objects import chat_object, member_object, message_object, user_object
from bot.sandbox.telegram.parameters import decode_json
from bot.sandbox.telegram.people import People, read_base64
from bot.sandbox.telegram.state import CallbackQuery, Dialog, GroupKind, InlineQuery, JsonObject, Message


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AddBot(_Body):
    token: str
    username: str
    can_read_all_group_messages: bool = False
    supports_inline_queries: bool = False
    inline_feedback: bool = False


class AddUser(_Body):
    first_name: str
    user_id: int | None = None
    username: str | None = None
    last_name: str | None = None
    language_code: str | None = None


class AddChat(_Body):
    kind: GroupKind
    title: str
    creator: int | None = None
    chat_id: int | None = None
    username: str | None = None


class Join(_Body):
    user_id: int
    chat_id: int
    admin: bool = False
    rights: list[str] | None = None


class Say(_Body):
    user_id: int
    chat_id: int
    text: str
    reply_to: int | None = None
    bot: int | str | None = None


class SendPhoto(_Body):
    user_id: int
    chat_id: int
    picture: str
    """Base64."""
    caption: str = ""
    reply_to: int | None = None
    bot: int | str | None = None


class Press(_Body):
    user_id: int
    chat_id: int
    message_id: int
    button: str
    bot: int | str | None = None
    forged: bool = False


class AskInline(_Body):
    user_id: int
    text: str
    bot: int | str | None = None
    offset: str = ""


class React(_Body):
    user_id: int
    chat_id: int
    message_id: int
    emoji: str | None
    bot: int | str | None = None


B = TypeVar("B", bound=_Body)
Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Control:
    """The handlers; `moved` is called after each act."""

    def __init__(self, people: People, calls: CallLog, faults: FaultPlan, moved: Callable[[], None]) -> None:
        self._people = people
        self._calls = calls
        self._faults = faults
        self._moved = moved

    def routes(self) -> list[web.RouteDef]:
        acts: dict[str, Callable[[web.Request], Awaitable[object]]] = {
            "bots": self._add_bot,
            "users": self._add_user,
            "chats": self._add_chat,
            "join": self._join,
            "say": self._say,
            "photo": self._send_photo,
            "press": self._press,
            "inline_query": self._ask_inline,
            "react": self._react,
            "faults": self._set_faults,
        }
        looks: dict[str, Callable[[web.Request], object]] = {
            "messages": self._messages,
            "calls": self._list_calls,
            "callback": self._callback,
            "inline_query": self._inline,
            "faults": lambda _: self._faults.to_json(),
        }
        posts = [web.post(f"/sandbox/{name}", self._acting(act)) for name, act in acts.items()]
        return posts + [web.get(f"/sandbox/{name}", self._looking(look)) for name, look in looks.items()]

    def _acting(self, act: Callable[[web.Request], Awaitable[object]]) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                return web.json_response(await act(request))
            except (ImpossibleActError, FaultPlanInvalidError) as error:
                return _refusal(str(error))
            finally:
                self._moved()

        return handle

    def _looking(self, look: Callable[[web.Request], object]) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                return web.json_response(look(request))
            except ImpossibleActError as error:
                return _refusal(str(error))

        return handle

    async def _add_bot(self, request: web.Request) -> object:
        return user_object(self._people.add_bot(**(await _read(request, AddBot)).model_dump()).user)

    async def _add_user(self, request: web.Request) -> object:
        return user_object(self._people.add_user(**(await _read(request, AddUser)).model_dump()))

    async def _add_chat(self, request: web.Request) -> object:
        return chat_object(self._people.add_chat(**(await _read(request, AddChat)).model_dump()))

    async def _join(self, request: web.Request) -> object:
        body = await _read(request, Join)
        if body.admin or body.rights is not None:
            member = self._people.promote(body.user_id, body.chat_id, body.rights)
        else:
            member = self._people.join(body.user_id, body.chat_id)
        return member_object(member, self._people.backend.state.chats[body.chat_id])

    async def _say(self, request: web.Request) -> object:
        return shown(self._people.say(**(await _read(request, Say)).model_dump()))

    async def _send_photo(self, request: web.Request) -> object:
        body = await _read(request, SendPhoto)
        return shown(
            self._people.send_photo(
                body.user_id,
                body.chat_id,
                read_base64(body.picture),
                body.caption,
                reply_to=body.reply_to,
                bot=body.bot,
            )
        )

    async def _press(self, request: web.Request) -> object:
        return _callback_shown(self._people.press(**(await _read(request, Press)).model_dump()))

    async def _ask_inline(self, request: web.Request) -> object:
        return _inline_shown(self._people.inline_query(**(await _read(request, AskInline)).model_dump()))

    async def _react(self, request: web.Request) -> object:
        self._people.react(**(await _read(request, React)).model_dump())
        return True

    async def _set_faults(self, request: web.Request) -> object:
        """The rules in the body take the place of those in force; an empty list ends them."""
        self._faults.replace(read_rules(await _read_json(request)))
        return self._faults.to_json()

    def _messages(self, request: web.Request) -> object:
        bot = request.query.get("bot")
        return [shown(message) for message in self._people.messages(_number(request, "chat_id"), bot=bot)]

    def _list_calls(self, request: web.Request) -> object:
        """All that are kept, or those of one `method`, or those `after` a number."""
        method, after = request.query.get("method"), _number(request, "after", 0)
        return [call.to_json() for call in self._calls if call.number > after and method in {None, call.method}]

    def _callback(self, request: web.Request) -> object:
        query = self._people.backend.state.callback_queries.get(request.query.get("id", ""))
        if query is None:
            raise ImpossibleActError("No button was pressed under this id.")
        return _callback_shown(query)

    def _inline(self, request: web.Request) -> object:
        query = self._people.backend.state.inline_queries.get(request.query.get("id", ""))
        if query is None:
            raise ImpossibleActError("Nothing was asked inline under this id.")
        return _inline_shown(query)


def shown(message: Message) -> JsonObject:
    """A Message object, with the keyboards and reactions that only people see."""
    bot_id = message.chat.bot_id if isinstance(message.chat, Dialog) else 0
    document = message_object(message, bot_id) | {"from": user_object(message.sender)}
    if message.other_markup is not None:
        document["reply_markup"] = message.other_markup
    if message.reactions:
        document["reactions"] = {str(user_id): given for user_id, given in message.reactions.items()}
    return document


def _callback_shown(query: CallbackQuery) -> JsonObject:
    answer = query.answer
    told: JsonObject | None = None
    if answer is not None:
        told = {"text": answer.text, "show_alert": answer.show_alert, "url": answer.url}
    return {"id": query.id, "data": query.data, "answer": told}


def _inline_shown(query: InlineQuery) -> JsonObject:
    return {
        "id": query.id,
        "query": query.query,
        "results": query.results,
        "next_offset": query.next_offset,
        "button": query.button,
    }


def _refusal(why: str) -> web.Response:
    return web.json_response({"error": why}, status=400)


def _number(request: web.Request, name: str, default: int | None = None) -> int:
    given = request.query.get(name)
    if given is None and default is not None:
        return default
    try:
        return int(given or "")
    except ValueError as error:
        raise ImpossibleActError(f"{name} has to be a whole number.") from error


async def _read_json(request: web.Request) -> object:
    try:
        return decode_json(await request.text())
    except (ValueError, LookupError) as error:
        raise ImpossibleActError("The body has to be JSON in UTF-8.") from error


async def _read(request: web.Request, model: type[B]) -> B:
    try:
        return model.model_validate(await _read_json(request))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the body"
        raise ImpossibleActError(f"The request can't be read at {place}: {first['msg']}.") from error
