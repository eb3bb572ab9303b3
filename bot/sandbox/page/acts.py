"""What a person does on the page, read strictly and done on the sandboxes by the person whose chat it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.sandbox.page import offers
from bot.sandbox.page.awaiting import awaited
from bot.sandbox.page.feeds import chat_items
from bot.sandbox.rooms import Platform, Room, telegram_chat, vk_peer
from bot.sandbox.stage import Person, Stage
from bot.sandbox.telegram.errors import ImpossibleActError
from bot.sandbox.telegram.people import read_base64
from bot.sandbox.vk.settling import SandboxUsageError
from bot.sandbox.vk.state import ButtonEvent

Role: TypeAlias = Literal["member", "moderator", "admin", "owner"]

MOST_PICTURE_BYTES = 10 * 1024 * 1024
"""What Telegram takes as a photo."""

# How long a pressed button turns before the client gives up: Telegram's own patience, near enough.
_PRESS_S = 15.0
# /console is answered at once; a bot that is busy with a meme takes longer.
_CONSOLE_S = 30.0


class _Act(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    role: Role
    platform: Platform
    room: Room = "private"


class Say(_Act):
    """`reply_to` is the id of an item of the same chat."""

    act: Literal["say"]
    text: Annotated[str, Field(max_length=4096)]
    reply_to: str | None = None


class SendPicture(_Act):
    act: Literal["picture"]
    picture: Annotated[str, Field(max_length=MOST_PICTURE_BYTES * 4 // 3 + 4)]
    """Base64."""
    caption: Annotated[str, Field(max_length=1024)] = ""
    reply_to: str | None = None


class Press(_Act):
    act: Literal["press"]
    item: str
    data: str


class AskForConsole(_Act):
    """Says /console as that person, in private whatever the room, and waits for the link."""

    act: Literal["console"]


class AskInline(_Act):
    """Types words behind the bot's name, which only Telegram passes on before they are sent."""

    act: Literal["inline"]
    platform: Literal["telegram"]
    text: Annotated[str, Field(max_length=offers.MOST_CHARS)]


class Choose(_Act):
    """Sends one of the results of what was asked so."""

    act: Literal["choose"]
    platform: Literal["telegram"]
    query: Annotated[str, Field(max_length=64)]
    result: Annotated[str, Field(max_length=64)]
    reply_to: str | None = None


Act: TypeAlias = Annotated[Say | SendPicture | Press | AskForConsole | AskInline | Choose, Field(discriminator="act")]
_ACTS: TypeAdapter[Act] = TypeAdapter(Act)


class CannotBeDoneError(ValueError):
    """What the page asked for can't be: the message says why, in the sandbox's words."""


@dataclass(frozen=True, slots=True)
class Done:
    """`notice` is what the bot said to a press, `link` the way into the console."""

    notice: str = ""
    link: str = ""


async def carry_out(stage: Stage, body: bytes, console_url: str) -> Done | offers.Offers:
    """Do what a request's body says. Raises CannotBeDoneError."""
    try:
        act = _ACTS.validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise CannotBeDoneError(f"{'.'.join(map(str, first['loc'])) or 'the body'}: {first['msg']}") from error
    person = stage.people[act.role]
    try:
        match act:
            case Say():
                _say(stage, person, act.platform, act.room, act.text, _number(act.reply_to))
            case SendPicture():
                _send_picture(stage, person, act)
            case Press():
                return Done(notice=await _press(stage, person, act))
            case AskForConsole():
                return Done(link=await _ask_for_console(stage, person, act.platform, console_url))
            case AskInline():
                return await offers.asked(stage, person, act.room, act.text)
            case Choose():
                await offers.chosen(stage, person, act.room, act.query, act.result, _number(act.reply_to))
    except (ImpossibleActError, SandboxUsageError) as error:
        raise CannotBeDoneError(str(error)) from error
    return Done()


def _number(id_: str | None) -> int | None:
    if id_ is None:
        return None
    if not (id_.isascii() and id_.isdecimal() and len(id_) < 19):
        raise CannotBeDoneError("There is no such message.")
    return int(id_)


def _say(stage: Stage, person: Person, platform: Platform, room: Room, text: str, reply_to: int | None = None) -> int:
    """Returns the message's number in its chat."""
    if platform == "telegram":
        return stage.telegram.say(person.telegram_id, telegram_chat(stage, person, room), text, reply_to=reply_to).id
    if not text.strip():
        raise CannotBeDoneError("A message without words can't be sent.")
    return stage.vk.say(person.vk_id, vk_peer(stage, room), text, reply_to=reply_to)


def _send_picture(stage: Stage, person: Person, act: SendPicture) -> None:
    picture, reply_to = read_base64(act.picture), _number(act.reply_to)
    if act.platform == "telegram":
        chat = telegram_chat(stage, person, act.room)
        stage.telegram.send_photo(person.telegram_id, chat, picture, act.caption, reply_to=reply_to)
        return
    name = stage.vk.upload(person.vk_id, picture)
    if not name.startswith("photo"):
        raise CannotBeDoneError("This is no picture.")
    stage.vk.say(person.vk_id, vk_peer(stage, act.room), act.caption, reply_to=reply_to, attachments=[name])


async def _press(stage: Stage, person: Person, act: Press) -> str:
    """What the bot says to it in a notice; "" if it says nothing, or not in time."""
    number = _number(act.item) or 0
    if act.platform == "telegram":
        chat = telegram_chat(stage, person, act.room)
        query = stage.telegram.press(person.telegram_id, chat, number, act.data)
        await awaited(lambda: query.answer, _PRESS_S)
        return query.answer.text if query.answer is not None else ""
    event = stage.vk.press(person.vk_id, vk_peer(stage, act.room), number, act.data)
    if not isinstance(event, ButtonEvent):
        return ""
    await awaited(lambda: event.is_answered, _PRESS_S)
    return str((event.answer or {}).get("text", ""))


async def _ask_for_console(stage: Stage, person: Person, platform: Platform, console_url: str) -> str:
    """The link that the bot answers with; "" if none comes."""
    if not console_url:
        return ""
    asked = _say(stage, person, platform, "private", "/console")
    return await awaited(
        lambda: next((link for link in _links(stage, person, platform, asked) if link.startswith(console_url)), ""),
        _CONSOLE_S,
    )


def _links(stage: Stage, person: Person, platform: Platform, after: int) -> Iterator[str]:
    """All that looks like an address in what came to a person after one of their messages."""
    for item in chat_items(stage, person, platform):
        if int(item.id) > after and not item.by:
            yield from (button.address for row in item.buttons for button in row if button.address)
            yield from (word.rstrip(".,;)") for word in item.text.split() if word.startswith("http"))
