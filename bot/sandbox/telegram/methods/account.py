"""Methods about the bot itself: who it is, its commands, leaving the server."""

from __future__ import annotations

import json
import re

from bot.sandbox.telegram.backend import Backend
from bot.sandbox.telegram.errors import bad_request, too_many_requests
from bot.sandbox.telegram.objects import me_object
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.state import BotAccount, JsonObject

MAX_COMMANDS = 100
MAX_DESCRIPTION_CHARS = 256

_COMMAND = re.compile(r"[a-z0-9_]{1,32}", re.ASCII)
_SCOPES: dict[str, tuple[str, ...]] = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


async def get_me(_: Backend, bot: BotAccount, __: Parameters) -> JsonObject:
    return me_object(bot)


async def log_out(backend: Backend, bot: BotAccount, _: Parameters) -> bool:
    """For the next ten minutes every call is refused with "Logged out"."""
    bot.logged_out_at = backend.clock()
    return True


async def close(backend: Backend, bot: BotAccount, _: Parameters) -> bool:
    """Refused in the first ten minutes after the launch, as by the original."""
    wait_s = bot.launched_at + backend.patience.close_s - backend.clock()
    if wait_s > 0:
        raise too_many_requests(int(wait_s) + 1)
    return True


async def set_my_commands(_: Backend, bot: BotAccount, parameters: Parameters) -> bool:
    given = parameters.json("commands") or []
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_read_command(command) for command in given]
    key = _scope_key(parameters)
    if commands:
        bot.commands[key] = commands
    else:
        bot.commands.pop(key, None)
    return True


async def get_my_commands(_: Backend, bot: BotAccount, parameters: Parameters) -> list[JsonObject]:
    return bot.commands.get(_scope_key(parameters), [])


async def delete_my_commands(_: Backend, bot: BotAccount, parameters: Parameters) -> bool:
    bot.commands.pop(_scope_key(parameters), None)
    return True


def _read_command(given: object) -> JsonObject:
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    command, description = given.get("command"), given.get("description")
    if not isinstance(command, str) or not isinstance(description, str):
        raise bad_request("can't parse BotCommand: command and description must be of type String")
    command = command.removeprefix("/")
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= MAX_DESCRIPTION_CHARS:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


def _scope_key(parameters: Parameters) -> tuple[str, str]:
    scope = parameters.json("scope") or {"type": "default"}
    if not isinstance(scope, dict) or str(scope.get("type")) not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    names = _SCOPES[str(scope["type"])]
    missing = next((name for name in names if scope.get(name) is None), None)
    if missing is not None:
        raise bad_request(f"can't parse BotCommandScope: Can't find field \"{missing}\"")
    kept = {name: str(scope[name]) for name in ("type", *names)}
    return json.dumps(kept, sort_keys=True), parameters.text("language_code")
