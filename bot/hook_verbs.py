"""`wallflower hooks`: where the platforms bring what happens, and the secrets that they prove themselves by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from bot.domain.derived_secret import hook_secrets
from bot.domain.member import Platform
from bot.errors import Refused
from bot.terminal import HomeOption, run_in, shown

if TYPE_CHECKING:
    from bot.settings import Home, Settings


def hooks(context: typer.Context, home: HomeOption = None) -> None:
    """Show the address and the secret of each hook that is on, to be entered by hand where a key may not do it.

    Both follow from the platform's key: keep them as secret as that.
    """

    async def work(_found: Home, settings: Settings) -> None:
        on = [
            (Platform.TELEGRAM, settings.telegram.webhook, settings.telegram.token),
            (Platform.VK, settings.vk.callback, settings.vk.community_key),
        ]
        told = [(platform, key.get_secret_value()) for platform, is_on, key in on if is_on and key.get_secret_value()]
        if not told:
            raise Refused("no hook is on: set webhook = true under [telegram] or callback = true under [vk]")
        for platform, key in told:
            path, secret = hook_secrets(platform, key)
            address = f"{settings.web.public_url}/hooks/{platform.value}/{path}"
            shown.print(f"{platform.value} address: {address}", soft_wrap=True)
            shown.print(f"{platform.value} secret:  {secret}", soft_wrap=True)

    run_in(context, home, work)
