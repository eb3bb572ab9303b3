"""VK brings events to the callback server, and only what VK brings is taken, once, after it is kept."""

import asyncio
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.domain.message import Button, Message, Press
from bot.errors import Misconfigured, Retryable
from bot.platforms.vk.callback import VkCallback, path_of, secrets_of
from bot.platforms.vk.callback_settings import remove_server, status_of
from bot.platforms.vk.chat import VkChat
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.failures import KeyKind
from bot.sandbox.vk import TokenKind, VkBehaviour
from bot.sandbox.vk.state import CallbackServer
from tests.hooks.conftest import Kept, ServeHooks, eventually
from tests.platforms.vk.conftest import FAST, Community, community

__all__ = ["community"]

KEY = "vk1.a.key-of-the-community"


@pytest.fixture
def behaviour() -> VkBehaviour:
    """Brings again soon what was not taken, and each event twice anyway."""
    return VkBehaviour(callback_retry_s=0.02, repeat_every_event=1)


async def soon(_seconds: float) -> None:
    """Instead of waiting for seconds."""
    await asyncio.sleep(0.02)


@pytest.fixture
def callback(community: Community, kept: Kept, public_url: str) -> VkCallback:
    """What is to take the events."""
    return made(community, kept, public_url)


def made(community: Community, kept: Kept, public_url: str, **changes: Any) -> VkCallback:
    """A callback of the community's, with other things than usual."""
    client = changes.pop("client", community.community)
    return VkCallback(
        client, KEY, community.group_id, public_url, on_events=kept.take_all, pause=soon, **changes
    )  # fmt: skip


def servers(community: Community) -> list[CallbackServer]:
    """What VK knows."""
    return list(community.sandbox.world.groups[community.group_id].callback_servers.values())


async def brings(community: Community) -> None:
    """Wait until VK brings events with both kinds ticked."""
    await eventually(lambda: any(one.status == "ok" and len(one.events) >= 2 for one in servers(community)))


def message(community: Community, **changes: Any) -> dict[str, Any]:
    """Anna's message, as VK brings it."""
    said = {"date": 1_700_000_000, "from_id": 5, "peer_id": 5, "conversation_message_id": 1, "text": "/meme"}
    return {
        "type": "message_new", "event_id": "e1", "v": "5.199", "group_id": community.group_id,
        "secret": secrets_of(KEY)[1], "object": {"message": said},
    } | changes  # fmt: skip


async def test_vk_is_told_asks_for_the_confirmation_and_brings_what_people_write_and_press(
    community: Community, callback: VkCallback, kept: Kept, serving_hooks: ServeHooks
) -> None:
    """Each once and in order, though everything comes twice."""
    sandbox, group, member = community.sandbox, community.group_id, community.member_id
    async with serving_hooks(callback):
        await brings(community)
        for number in range(3):
            sandbox.say(member, -group, f"/meme {number}")
        await kept.until(lambda: len(kept.taken) == 3)
        chat = kept.taken[0].chat
        await VkChat(community.community).send(chat, Message("card", ((Button("yes", "a:1"),),)), "k")
        card = sandbox.messages(member, -group)[-1]
        sandbox.press(member, -group, card.conversation_message_id, "yes")
        await kept.until(lambda: len(kept.taken) == 4)
    assert kept.texts == [f"/meme {number}" for number in range(3)]
    assert isinstance(kept.taken[-1], Press)
    assert kept.taken[-1].action == "a:1"
    assert len(kept.offered) >= 7


async def test_what_can_not_be_kept_now_comes_again_and_nothing_overtakes_it(
    community: Community, callback: VkCallback, kept: Kept, serving_hooks: ServeHooks
) -> None:
    async with serving_hooks(callback):
        await brings(community)
        kept.troubles = [Retryable("the database is out of reach", 0.001)]
        community.sandbox.say(community.member_id, -community.group_id, "one")
        community.sandbox.say(community.member_id, -community.group_id, "two")
        await kept.until(lambda: len(kept.taken) == 2)
    assert kept.texts == ["one", "two"]


async def test_an_event_that_breaks_the_code_is_left_out(
    community: Community, callback: VkCallback, kept: Kept, serving_hooks: ServeHooks,
    stranger: aiohttp.ClientSession, public_url: str,
) -> None:  # fmt: skip
    """VK would bring it again and again, and count the server as failed."""
    kept.troubles = [ZeroDivisionError()]
    with capture_logs():
        async with (
            serving_hooks(callback),
            stranger.post(public_url + callback.path, json=message(community)) as answer,
        ):
            assert (answer.status, await answer.text()) == (200, "ok")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"secret": "wrong"}, 403),
        ({"secret": None}, 403),
        ({"secret": "é"}, 403),
        ({"secret": ["s"]}, 403),
        ({"group_id": 999}, 403),
        ({"group_id": True}, 403),
        ({"group_id": None}, 403),
        ({"type": "confirmation", "secret": "wrong"}, 403),
        ({"object": 7}, 200),
        ({"event_id": ""}, 200),
        ({"type": "wall_post_new"}, 200),
        ({"type": 7}, 200),
    ],
    ids=str,
)
async def test_only_this_communitys_events_are_taken_and_only_with_the_secret(
    community: Community, callback: VkCallback, kept: Kept, serving_hooks: ServeHooks,
    stranger: aiohttp.ClientSession, public_url: str, changes: dict[str, Any], status: int,
) -> None:  # fmt: skip
    """What comes from VK and can't be read, or is of no use, is answered all the same."""
    async with (
        serving_hooks(callback),
        stranger.post(public_url + callback.path, json=message(community, **changes)) as answer,
    ):
        assert answer.status == status
        assert (await answer.text() == "ok") == (status == 200)
    assert kept.offered == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"[" * 100_000, b"\xff"], ids=["none", "list", "cut", "deep", "8"])
async def test_what_is_no_event_is_refused(
    callback: VkCallback, serving_hooks: ServeHooks, stranger: aiohttp.ClientSession, public_url: str, body: bytes
) -> None:
    async with serving_hooks(callback), stranger.post(public_url + callback.path, data=body) as answer:
        assert answer.status == 400


async def test_a_server_that_vk_gave_up_on_is_confirmed_again(
    community: Community, callback: VkCallback, kept: Kept, serving_hooks: ServeHooks
) -> None:
    async with serving_hooks(callback):
        await brings(community)
        kept.troubles = [Retryable("no", 0.001)] * 5
        community.sandbox.say(community.member_id, -community.group_id, "lost")
        await kept.until(lambda: not kept.troubles)
        async with asyncio.timeout(10):
            while "there?" not in kept.texts:
                community.sandbox.say(community.member_id, -community.group_id, "there?")
                await asyncio.sleep(0.05)
    assert len(servers(community)) == 1


async def test_a_server_under_another_host_moves_and_those_of_others_stay(
    community: Community, kept: Kept, public_url: str, serving_hooks: ServeHooks
) -> None:
    """The path tells which is ours."""
    await community.community.call(
        "groups.addCallbackServer", repeatable=True, group_id=community.group_id, url="https://other.example/vk",
        title="Other",
    )  # fmt: skip
    for host in ("http://127.0.0.1:9", public_url):
        old = made(community, kept, host)
        async with serving_hooks(old):
            await eventually(lambda: any(one.url == host + path_of(KEY) for one in servers(community)))  # noqa: B023
    assert [one.url for one in servers(community)] == ["https://other.example/vk", public_url + path_of(KEY)]
    assert await remove_server(community.community, community.group_id, path_of(KEY))
    assert [one.title for one in servers(community)] == ["Other"]
    assert await status_of(community.community, community.group_id, path_of(KEY)) is None


async def test_a_key_that_may_not_tell_vk_says_what_to_type_where(
    community: Community, kept: Kept, public_url: str, serving_hooks: ServeHooks,
    stranger: aiohttp.ClientSession,
) -> None:  # fmt: skip
    """And then the page's own string is what VK hears."""
    token = community.sandbox.add_token(TokenKind.COMMUNITY, group_id=community.group_id, rights=["messages"])
    client = VkClient(token, community.sandbox.base_url, kind=KeyKind.COMMUNITY, backoff=FAST)
    hook = made(community, kept, public_url, client=client, code="a1b2c3")
    with capture_logs() as log:
        async with serving_hooks(hook):
            question = {"type": "confirmation", "group_id": community.group_id}
            async with stranger.post(public_url + hook.path, json=question) as answer:
                assert (answer.status, await answer.text()) == (200, "a1b2c3")
            await eventually(lambda: any("Callback API" in str(entry.get("problem")) for entry in log))
    told = [entry for entry in log if "could not be told" in entry["event"]]
    assert len(told) == 1
    assert secrets_of(KEY)[1] not in str(told)
    client.close()


async def test_a_key_that_is_wrong_ends_it(community: Community, kept: Kept, public_url: str) -> None:
    client = VkClient("wrong", community.sandbox.base_url, kind=KeyKind.COMMUNITY, backoff=FAST)
    with pytest.raises(Misconfigured):
        await made(community, kept, public_url, client=client).run()
    client.close()


async def test_more_servers_than_vk_takes_are_one_clear_sentence(community: Community, callback: VkCallback) -> None:
    for number in range(10):
        await community.community.call(
            "groups.addCallbackServer", repeatable=True, group_id=community.group_id,
            url=f"https://other{number}.example/vk", title="Other",
        )  # fmt: skip
    with capture_logs() as log:
        running = asyncio.create_task(callback.run())
        await eventually(lambda: log)
        running.cancel()
    assert "Servers number limit" in log[0]["problem"]
