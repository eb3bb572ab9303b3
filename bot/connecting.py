"""Connects one community's bot to the platforms that are on: clients, and over them chats, channels, what listens."""

from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog

from bot.app import vk_clients
from bot.chat.commands import menu
from bot.chat.desk import Desk
from bot.chat.inline import InlineDesk
from bot.chat.language import LANGUAGES
from bot.chat.picture_or_words import PictureOrWords
from bot.domain.member import Platform, Role
from bot.domain.place import Place
from bot.domain.pulse import Pulse
from bot.errors import Misconfigured, Retryable, WallflowerError
from bot.neighbours import Neighbours
from bot.platforms.telegram.channel import TelegramChannel
from bot.platforms.telegram.chat import TelegramChat
from bot.platforms.telegram.client import make_bot
from bot.platforms.telegram.commands import DEFAULT, set_commands
from bot.platforms.telegram.photos import TelegramPhotos
from bot.platforms.telegram.polling import TelegramPolling
from bot.platforms.telegram.webhook import TelegramWebhook
from bot.platforms.vk.callback import VkCallback, path_of
from bot.platforms.vk.callback_settings import remove_server
from bot.platforms.vk.channel import VkChannel
from bot.platforms.vk.chat import VkChat
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.group_settings import prepare_group
from bot.platforms.vk.keys import VkClients
from bot.platforms.vk.long_poll import VkLongPoll
from bot.platforms.vk.owner import own_group
from bot.platforms.vk.photos import VkPhotos
from bot.ports import Channel, Chat, Hook, Meter, Photos
from bot.settings import Home, Settings
from bot.storage.community import Community

if TYPE_CHECKING:
    from aiogram import Bot

_log = structlog.get_logger(__name__)

_VK_CURSOR = "vk_long_poll"
_VK_WAIT_S = 25  # VK's own figure for a poll
# Says that VK was told to bring its events: who fetches them from then on tells it to stop.
_VK_CALLBACK = "vk_callback"


@dataclass(frozen=True, slots=True)
class Connected:
    """The clients of the platforms that are on; `group_id` is the VK community's number, 0 without VK."""

    vk: VkClients | None
    group_id: int
    telegram: "Bot | None"

    @property
    def on(self) -> set[Platform]:
        """Which platforms those are."""
        found = {Platform.VK} if self.vk is not None else set()
        return found | ({Platform.TELEGRAM} if self.telegram is not None else set())

    def channels(self) -> dict[Platform, Channel]:
        """What posts go out by."""
        found: dict[Platform, Channel] = {}
        if self.vk is not None:
            found[Platform.VK] = VkChannel(self.vk)
        if self.telegram is not None:
            found[Platform.TELEGRAM] = TelegramChannel(self.telegram)
        return found

    def chats(self) -> dict[Platform, Chat]:
        """What answers go out by."""
        found: dict[Platform, Chat] = {}
        if self.vk is not None and self.vk.community is not None:
            found[Platform.VK] = PictureOrWords(VkChat(self.vk.community))
        if self.telegram is not None:
            found[Platform.TELEGRAM] = PictureOrWords(TelegramChat(self.telegram))
        return found

    def photos(self) -> dict[Platform, Photos]:
        """Where the photos are fetched that people send."""
        found: dict[Platform, Photos] = {}
        if self.vk is not None and self.vk.community is not None:
            found[Platform.VK] = VkPhotos(may_be_local=self.vk.community.is_local)
        if self.telegram is not None:
            found[Platform.TELEGRAM] = TelegramPhotos(self.telegram)
        return found

    def default_place(self, settings: Settings) -> Place | None:
        """Where posts go when nobody says otherwise: the settings' place, or the community's own wall."""
        if settings.schedule.place is not None:
            return settings.schedule.place
        return Place(Platform.VK, str(-self.group_id)) if self.vk is not None else None


async def connect(
    home: Home, settings: Settings, neighbours: Neighbours, stack: AsyncExitStack, meter: Meter | None = None
) -> Connected:
    """Make the clients of the platforms that are on; `meter` counts their calls. Raises Misconfigured with the setting
    that is missing.
    """
    _refuse_unreachable(settings)
    vk: VkClients | None = None
    group_id = settings.vk.group_id
    if settings.vk.enabled:
        vk = vk_clients(settings, neighbours.paces, meter)
        stack.callback(vk.close)
        if vk.community is None:
            raise Misconfigured(
                "VK is on but has no community key: put WALLFLOWER_VK_COMMUNITY_KEY=… into .env, "
                "or set enabled = false under [vk]"
            )
        if not group_id:
            group_id = await own_group(vk.community)
            neighbours.take_group(home, settings, group_id)
        try:
            if not settings.vk.callback:
                await prepare_group(vk.community, group_id)
        except WallflowerError as error:
            # It may well be set up by hand; if it isn't, or the key is wrong, the long poll says so.
            _log.warning("the community's long poll could not be looked at", problem=str(error))
    telegram: Bot | None = None
    if settings.telegram.enabled:
        token = settings.telegram.token.get_secret_value()
        if not token:
            raise Misconfigured(
                "Telegram is on but has no token: put WALLFLOWER_TELEGRAM_TOKEN=… (from @BotFather) into .env, or set "
                "enabled = false under [telegram]"
            )
        telegram = make_bot(token, settings.telegram.api_url, meter=meter)
        stack.push_async_callback(telegram.session.close)
    if vk is None and telegram is None:
        raise Misconfigured("no platform is on: set enabled = true under [vk] or [telegram] in wallflower.toml")
    return Connected(vk, group_id, telegram)


def _refuse_unreachable(settings: Settings) -> None:
    for name, is_on in (
        ("webhook under [telegram]", settings.telegram.enabled and settings.telegram.webhook),
        ("callback under [vk]", settings.vk.enabled and settings.vk.callback),
    ):
        if is_on and not (settings.web.listen and settings.web.public_url):
            raise Misconfigured(
                f"{name} needs listen and public_url under [web]: where it is served, and where the world reaches that "
                "by https"
            )


class CommandsMenu:
    """Telegram's menu of commands. A bot without one works; a wrong token is found by the polling."""

    def __init__(self, connected: Connected, settings: Settings) -> None:
        self._bot = connected.telegram
        self._language = settings.community.language
        self._is_settled = connected.telegram is None

    async def offer(self) -> None:
        """Fill the menu, once; to be called again later, in case Telegram is out of reach now."""
        if self._is_settled or self._bot is None:
            return
        menus = {code: menu(words, Role.MEMBER) for code, words in LANGUAGES.items()}
        try:
            await set_commands(self._bot, {DEFAULT: menus[self._language], **menus})
            self._is_settled = True
        except WallflowerError as error:
            self._is_settled = not isinstance(error, Retryable)
            _log.warning("the menu of commands could not be set", problem=str(error), again=not self._is_settled)


@dataclass(frozen=True, slots=True)
class Ears:
    """What listens to the platforms for ever, and where those that bring updates bring them."""

    listening: list[Coroutine[None, None, None]]
    hooks: list[Hook]
    # Of each platform that is asked again and again, whether that goes well.
    pulses: dict[str, Pulse] = field(default_factory=dict)

    def pulse(self, platform: Platform) -> Pulse:
        """One more that is watched."""
        return self.pulses.setdefault(platform.value, Pulse())


async def ears(
    connected: Connected, desk: Desk, inline: InlineDesk | None, community: Community, settings: Settings
) -> Ears:
    """By long polling, or by HTTP where the settings say so."""
    made = Ears([], [])
    if connected.vk is not None and connected.vk.community is not None:
        await _listen_to_vk(made, connected.vk.community, connected.group_id, desk, community, settings)
    if connected.telegram is not None:
        on_inline = None if inline is None else inline.receive
        if settings.telegram.webhook:
            webhook = TelegramWebhook(
                connected.telegram, settings.web.public_url, desk.receive, desk.receive, on_inline=on_inline
            )
            made.listening.append(webhook.run())
            made.hooks.append(webhook)
        else:
            beat = made.pulse(Platform.TELEGRAM).beat
            polling = TelegramPolling(
                connected.telegram, desk.receive, desk.receive, on_inline=on_inline, on_success=beat
            )
            made.listening.append(polling.run())
    return made


async def _listen_to_vk(
    made: Ears, client: VkClient, group_id: int, desk: Desk, community: Community, settings: Settings
) -> None:
    key = settings.vk.community_key.get_secret_value()
    mark, cursor = f"{_VK_CALLBACK}_{group_id}", f"{_VK_CURSOR}_{group_id}"

    def poll(wait_s: int, on_success: Callable[[], None] = lambda: None) -> VkLongPoll:
        return VkLongPoll(
            client,
            group_id,
            cursor_load=lambda: community.cursor(cursor),
            cursor_save=lambda ts: community.set_cursor(cursor, ts),
            on_events=desk.receive_all,
            wait_s=wait_s,
            on_success=on_success,
        )

    if settings.vk.callback:
        await community.set_cursor(mark, "on")
        callback = VkCallback(
            client,
            key,
            group_id,
            settings.web.public_url,
            on_events=desk.receive_all,
            code=settings.vk.callback_code,
            catch_up=poll(1).catch_up,
        )
        made.listening.append(callback.run())
        made.hooks.append(callback)
        return
    if await community.cursor(mark) == "on":
        try:
            await remove_server(client, group_id, path_of(key))
            await community.set_cursor(mark, "off")
        except WallflowerError as error:
            _log.warning("VK may still bring events to an address where nobody takes them", problem=str(error))
    made.listening.append(poll(_VK_WAIT_S, made.pulse(Platform.VK).beat).run())
