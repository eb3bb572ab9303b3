"""The community's callback servers: enters ours, has it confirmed, and ticks the events that the bot reads."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.errors import Misconfigured, Refused
from bot.platforms.vk.answers import UnexpectedAnswerError, int_of, list_of, object_of, text_of
from bot.platforms.vk.client import API_VERSION, VkClient
from bot.platforms.vk.group_settings import NEEDED_EVENTS

# VK shows it in the list of servers; 14 characters at most.
TITLE = "Wallflower"
_MOST_CODE_CHARS = 100
# What VK has given up on or was never asked about; an edit has it ask for the confirmation anew.
_TO_ASK_AGAIN = ("failed", "unconfigured")

WHERE_TO_ENTER = (
    "open the community, Manage → API usage → Callback API, add a server with the address and the secret key that "
    "`wallflower hooks` shows, write the string that the page wants to be answered into vk.callback_code, start anew, "
    f"press Confirm, choose version {API_VERSION} and tick the event types “Message received” and “Message event” "
    "(button presses); or give the community key the right manage"
)


@dataclass(frozen=True, slots=True)
class CallbackServer:
    """Where VK is to bring events, and the secret that it is to send along."""

    url: str
    secret: str

    @property
    def path(self) -> str:
        """The address after the host: nobody else's server has it, on whatever host."""
        return urlsplit(self.url).path


@dataclass(frozen=True, slots=True)
class _Known:
    """A server as VK lists it."""

    id: int
    url: str
    secret: str
    status: str


async def confirmation_code(client: VkClient, group_id: int) -> str:
    """What VK wants to hear when it asks whether an address is the community's. Raises as `VkClient.ask`."""
    return await client.ask("groups.getCallbackConfirmationCode", _code, repeatable=True, group_id=group_id)


async def keep_server(client: VkClient, group_id: int, server: CallbackServer) -> bool:
    """See to it that VK has this server, changing what is not right; whether VK brings events there by now.

    Servers of other programs stay as they are. Raises Refused, telling where to type what, if the key may not look or
    change, or there are too many servers; Retryable.
    """
    try:
        known = await _at(client, group_id, server.path)
        for extra in known[1:]:
            await _remove(client, group_id, extra)
        if not known:
            server_id = await client.ask(
                "groups.addCallbackServer", _new_id, repeatable=False,
                group_id=group_id, url=server.url, title=TITLE, secret_key=server.secret,
            )  # fmt: skip
        else:
            server_id = known[0].id
            if (known[0].url, known[0].secret) != (server.url, server.secret) or known[0].status in _TO_ASK_AGAIN:
                await client.call(
                    "groups.editCallbackServer", repeatable=True,
                    group_id=group_id, server_id=server_id, url=server.url, title=TITLE, secret_key=server.secret,
                )  # fmt: skip
        if not await client.ask(
            "groups.getCallbackSettings", _is_ready, repeatable=True, group_id=group_id, server_id=server_id
        ):
            await client.call(
                "groups.setCallbackSettings", repeatable=True,
                group_id=group_id, server_id=server_id, api_version=API_VERSION, **dict.fromkeys(NEEDED_EVENTS, True),
            )  # fmt: skip
        return any(one.id == server_id and one.status == "ok" for one in await _at(client, group_id, server.path))
    except Misconfigured as error:
        raise Refused(f"{error}. Or {WHERE_TO_ENTER}") from error


async def remove_server(client: VkClient, group_id: int, path: str) -> bool:
    """Take out the servers with this path, which VK would go on to call in vain; whether there was one.

    Raises as `VkClient.ask`.
    """
    ours = await _at(client, group_id, path)
    for one in ours:
        await _remove(client, group_id, one)
    return bool(ours)


async def status_of(client: VkClient, group_id: int, path: str) -> str | None:
    """VK's word for how the server with this path fares: ok, wait, failed, unconfigured. None: there is none.

    Raises as `VkClient.ask`.
    """
    found = await _at(client, group_id, path)
    return found[0].status if found else None


async def _at(client: VkClient, group_id: int, path: str) -> list[_Known]:
    known = await client.ask("groups.getCallbackServers", _known, repeatable=True, group_id=group_id)
    return [one for one in known if _path(one.url) == path]


def _path(url: str) -> str:
    """The path of what somebody entered as an address; "" of what is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


async def _remove(client: VkClient, group_id: int, server: _Known) -> None:
    await client.call("groups.deleteCallbackServer", repeatable=True, group_id=group_id, server_id=server.id)


def _known(answer: object) -> list[_Known]:
    listed = list_of(object_of(answer, "the callback servers").get("items"), "the list of callback servers")
    return [_server(object_of(one, "a callback server")) for one in listed]


def _server(found: dict[str, object]) -> _Known:
    return _Known(
        int_of(found.get("id"), "a callback server's number"),
        text_of(found.get("url"), "a callback server's address"),
        text_of(found.get("secret_key", ""), "a callback server's secret"),
        text_of(found.get("status"), "a callback server's status"),
    )


def _new_id(answer: object) -> int:
    return int_of(object_of(answer, "the new callback server").get("server_id"), "the new callback server's number")


def _code(answer: object) -> str:
    code = text_of(object_of(answer, "the confirmation").get("code"), "the confirmation code")
    if not code or len(code) > _MOST_CODE_CHARS or not code.isprintable():
        raise UnexpectedAnswerError("the confirmation code is no code")
    return code


def _is_ready(answer: object) -> bool:
    settings = object_of(answer, "the callback's settings")
    events = object_of(settings.get("events"), "the callback's events")
    return settings.get("api_version") == API_VERSION and all(events.get(name) in (True, 1) for name in NEEDED_EVENTS)
