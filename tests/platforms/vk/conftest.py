"""A scripted VK, a sandbox with a community, and clients of both."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

import pytest

from bot.platforms.vk.backoff import Backoff
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.failures import KeyKind
from bot.platforms.vk.keys import VkClients
from bot.sandbox.vk import TokenKind, VkBehaviour, VkSandbox
from tests.platforms.vk.scripted import ScriptedVk, scripted_vk

KEY = "vk1.a.key-that-must-not-leak"
FAST = Backoff(attempts=4, first_s=0.001, longest_s=0.002)


@pytest.fixture
async def vk() -> AsyncIterator[ScriptedVk]:
    """A scripted VK on localhost."""
    async with scripted_vk() as scripted:
        yield scripted


@pytest.fixture
def client_at() -> Iterator[Callable[..., VkClient]]:
    """Makes clients at an address, fast ones unless told otherwise, and closes them."""
    made: list[VkClient] = []

    def make(
        url: str,
        *,
        key: str = KEY,
        kind: KeyKind = KeyKind.SERVICE,
        requests_per_s: float | None = 1000.0,
        timeout_s: float = 5.0,
    ) -> VkClient:
        client = VkClient(key, url, kind=kind, requests_per_s=requests_per_s, timeout_s=timeout_s, backoff=FAST)
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(vk: ScriptedVk, client_at: Callable[..., VkClient]) -> VkClient:
    """A client of the scripted VK."""
    return client_at(vk.url)


@dataclass
class Community:
    """A community on a sandbox: an admin, a member, and a key of each kind with VK's own limits."""

    sandbox: VkSandbox
    group_id: int
    admin_id: int
    member_id: int
    clients: VkClients

    @property
    def owner_id(self) -> int:
        return -self.group_id

    @property
    def service(self) -> VkClient:
        assert self.clients.service is not None
        return self.clients.service

    @property
    def community(self) -> VkClient:
        assert self.clients.community is not None
        return self.clients.community

    @property
    def user(self) -> VkClient:
        assert self.clients.user is not None
        return self.clients.user

    def outcomes(self, method: str) -> list[str]:
        """What the sandbox did at each call of `method`."""
        return [call.outcome for call in self.sandbox.calls if call.method == method]


@pytest.fixture
def behaviour() -> VkBehaviour:
    """How the sandbox behaves where sources disagree; tests override it."""
    return VkBehaviour()


@pytest.fixture
async def community(behaviour: VkBehaviour) -> AsyncIterator[Community]:
    """A community on a sandbox."""
    sandbox = VkSandbox(behaviour=behaviour)
    url = await sandbox.start()
    admin = sandbox.add_user("Борис")
    member = sandbox.add_user("Анна")
    group = sandbox.add_group("Стена", admins=[admin], members=[member], screen_name="stena")

    def client(kind: KeyKind, token: str) -> VkClient:
        return VkClient(token, url, kind=kind, timeout_s=5.0, backoff=FAST)

    clients = VkClients(
        service=client(KeyKind.SERVICE, sandbox.add_token(TokenKind.SERVICE)),
        community=client(KeyKind.COMMUNITY, sandbox.add_token(TokenKind.COMMUNITY, group_id=group)),
        user=client(KeyKind.USER, sandbox.add_token(TokenKind.USER, user_id=admin)),
    )
    yield Community(sandbox, group, admin, member, clients)
    clients.close()
    await sandbox.stop()
