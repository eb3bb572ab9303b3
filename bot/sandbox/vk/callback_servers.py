"""groups.*Callback*: a community's callback servers, what each is told of, and the code that confirms them."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.sandbox.vk.call import Call, Handler
from bot.sandbox.vk.errors import VkApiError, invalid
from bot.sandbox.vk.state import EVENT_TYPES, CallbackServer, Group

_MOST_SERVERS = 10
_MOST_TITLE_CHARS, _MOST_SECRET_CHARS, _MOST_URL_CHARS = 14, 50, 250


def get_code(call: Call) -> object:
    group = call.managed_group()
    group.callback_code = group.callback_code or call.world.secret(32)
    return {"code": group.callback_code}


def get_servers(call: Call) -> object:
    group = call.managed_group()
    chosen = call.params.integers("server_ids")
    items = [_object(server) for server in group.callback_servers.values() if not chosen or server.id in chosen]
    return {"count": len(items), "items": items}


def add_server(call: Call) -> object:
    """It is asked for the confirmation at once. Each new server comes with another code."""
    group = call.managed_group()
    url, title, secret = _said(call)
    if len(group.callback_servers) >= _MOST_SERVERS:
        raise VkApiError(2000)
    number = max(group.callback_servers, default=0) + 1
    server = CallbackServer(number, title, max(call.viewer_id, 0), url, secret)
    group.callback_servers[number] = server
    group.callback_code = call.world.secret(32)
    call.world.callback_changed(group, server)
    return {"server_id": number}


def edit_server(call: Call) -> object:
    """It is asked for the confirmation again, and hears of nothing until it has given it."""
    group = call.managed_group()
    server = _server(call, group)
    server.url, server.title, server.secret_key = _said(call)
    server.status = "wait"
    group.callback_code = call.world.secret(32)
    call.world.callback_changed(group, server)
    return 1


def delete_server(call: Call) -> object:
    group = call.managed_group()
    server = group.callback_servers.pop(_server(call, group).id)
    server.status = "unconfigured"
    call.world.callback_changed(group, server)
    return 1


def get_settings(call: Call) -> object:
    server = _server(call, call.managed_group())
    return {"api_version": server.api_version, "events": {kind: int(kind in server.events) for kind in EVENT_TYPES}}


def set_settings(call: Call) -> object:
    """Only what is sent is changed."""
    server = _server(call, call.managed_group())
    if "api_version" in call.params:
        server.api_version = call.params.text("api_version")[:16]
    for kind in EVENT_TYPES:
        if kind in call.params:
            (server.events.add if call.params.flag(kind) else server.events.discard)(kind)
    return 1


def _said(call: Call) -> tuple[str, str, str]:
    url, title = call.params.required_text("url"), call.params.required_text("title")
    secret = call.params.text("secret_key")
    try:
        is_address = urlsplit(url).scheme in {"http", "https"} and bool(urlsplit(url).hostname)
    except ValueError:
        is_address = False
    if not is_address or len(url) > _MOST_URL_CHARS:
        raise invalid("url is incorrect")
    if len(title) > _MOST_TITLE_CHARS:
        raise invalid(f"title is longer than {_MOST_TITLE_CHARS}")
    # Whether VK takes other signs is nowhere written down.
    if len(secret) > _MOST_SECRET_CHARS or (secret and not (secret.isascii() and secret.isalnum())):
        raise invalid("secret_key is incorrect")
    return url, title, secret


def _server(call: Call, group: Group) -> CallbackServer:
    server = group.callback_servers.get(call.params.required_integer("server_id", low=0))
    if server is None:
        raise VkApiError(104)
    return server


def _object(server: CallbackServer) -> dict[str, object]:
    return {
        "id": server.id,
        "title": server.title,
        "creator_id": server.creator_id,
        "url": server.url,
        "secret_key": server.secret_key,
        "status": server.status,
    }


CALLBACK_SERVERS: dict[str, Handler] = {
    "groups.getCallbackConfirmationCode": get_code,
    "groups.getCallbackServers": get_servers,
    "groups.addCallbackServer": add_server,
    "groups.editCallbackServer": edit_server,
    "groups.deleteCallbackServer": delete_server,
    "groups.getCallbackSettings": get_settings,
    "groups.setCallbackSettings": set_settings,
}
