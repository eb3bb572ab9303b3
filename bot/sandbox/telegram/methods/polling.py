"""Methods that bring updates: getUpdates and webhooks, which exclude each other."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.sandbox.telegram.backend import Backend
from bot.sandbox.telegram.errors import bad_request, conflict
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.state import BotAccount, JsonObject, Webhook

MAX_UPDATES = 100
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

_SECRET_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)


async def get_updates(backend: Backend, bot: BotAccount, parameters: Parameters) -> list[JsonObject]:
    if bot.webhook is not None:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    _read_allowed(bot, parameters)
    limit = parameters.integer("limit", MAX_UPDATES)
    limit = limit if 1 <= limit <= MAX_UPDATES else MAX_UPDATES
    timeout_s = min(max(parameters.integer("timeout"), 0), backend.patience.long_poll_s)
    updates = await bot.updates.poll(parameters.integer("offset"), limit, timeout_s)
    return [update.to_json() for update in updates]


async def set_webhook(_: Backend, bot: BotAccount, parameters: Parameters) -> bool:
    """HTTPS anywhere (never delivered to), or plain HTTP on loopback, which a Bot API server of one's own allows."""
    url = parameters.text("url").strip()
    if not url:
        return await delete_webhook(_, bot, parameters)
    try:
        parts = urlsplit(url)
        is_local = parts.hostname in LOOPBACK and parts.port is not None
    except ValueError as error:
        raise bad_request("bad webhook: Failed to parse the URL") from error
    if parts.scheme != "https" and not (parts.scheme == "http" and is_local):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = parameters.text("secret_token")
    if secret and not _SECRET_TOKEN.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _read_allowed(bot, parameters)
    _drop_pending(bot, parameters)
    bot.webhook = Webhook(url, secret or None, parameters.integer("max_connections", 40))
    bot.updates.end_poll(conflict("terminated by setWebhook request"))
    return True


async def delete_webhook(_: Backend, bot: BotAccount, parameters: Parameters) -> bool:
    _drop_pending(bot, parameters)
    bot.webhook = None
    return True


async def get_webhook_info(_: Backend, bot: BotAccount, __: Parameters) -> JsonObject:
    webhook = bot.webhook
    info: JsonObject = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": bot.updates.pending_count,
    }
    if webhook is not None:
        info["max_connections"] = webhook.max_connections
        if webhook.last_error_at is not None:
            info |= {"last_error_date": webhook.last_error_at, "last_error_message": webhook.last_error}
    if bot.updates.allowed_as_named is not None:
        info["allowed_updates"] = bot.updates.allowed_as_named
    return info


def _drop_pending(bot: BotAccount, parameters: Parameters) -> None:
    if parameters.boolean("drop_pending_updates"):
        bot.updates.clear()


def _read_allowed(bot: BotAccount, parameters: Parameters) -> None:
    """Without the parameter what was named before stays in force. Unknown kinds are passed over."""
    kinds = parameters.json("allowed_updates")
    if isinstance(kinds, list):
        bot.updates.allow([kind for kind in kinds if isinstance(kind, str)])
    elif kinds is not None:
        raise bad_request("can't parse allowed updates: expected an Array of String")
