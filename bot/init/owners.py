"""Who the owner is: found by a code that only who sits at this terminal can know."""

import asyncio
from collections.abc import Callable

from bot.domain.countersign import Countersign
from bot.domain.member import Address, Platform
from bot.domain.message import Incoming
from bot.errors import Misconfigured, Refused, WallflowerError
from bot.init import explanations
from bot.init.answers import Answers
from bot.init.dialogue import Dialogue
from bot.init.notebook import Notebook
from bot.init.telegram import with_bot
from bot.platforms.telegram import introduction as telegram
from bot.platforms.telegram.inspection import account
from bot.platforms.vk import introduction as vk
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.failures import KeyKind
from bot.settings import Settings

# Long enough to find the phone, short enough that a forgotten terminal takes no owner in.
_LONGEST_WAIT_S = 600.0
_WAITING = f"Waiting for it, {_LONGEST_WAIT_S / 60:.0f} minutes at most …"


def ask_owners(talk: Dialogue, notebook: Notebook, given: Answers) -> None:
    """Write down at least one owner. Raises Misconfigured where nobody is asked and none is known."""
    talk.heading("Who decides")
    known = list(notebook.settings.roles.owners)
    if given.owners is not None:
        named = [_person(part.strip()) for part in given.owners.split(",") if part.strip()]
        _keep(notebook, [*known, *named])
        return
    if known:
        talk.say(f"Owners: {', '.join(map(str, known))}.")
        if not talk.yes("Add another one?", default=False):
            return
    elif not talk.asks:
        raise Misconfigured("nothing says who the owner is: give --owner telegram:NUMBER or vk:NUMBER")
    talk.explain(explanations.OWNER)
    platforms = _on(notebook.settings)
    while True:
        for platform in platforms:
            person = _ask(talk, notebook.settings, platform)
            if person is not None:
                known.append(person)
                _keep(notebook, known)
        if known:
            return
        if talk.yes("Without an owner nobody can approve a draft. Go on all the same?", default=False):
            return


def _on(settings: Settings) -> list[Platform]:
    found = [Platform.TELEGRAM] if settings.telegram.enabled else []
    return [*found, Platform.VK] if settings.vk.enabled else found


def _ask(talk: Dialogue, settings: Settings, platform: Platform) -> Address | None:
    shown = "Telegram" if platform is Platform.TELEGRAM else "VK"
    choices = {"w": "I write to the bot now", "n": "I type my number", "s": f"skip {shown}"}
    while True:
        match talk.choice(f"You on {shown}", choices, default="w"):
            case "s":
                return None
            case "n":
                talk.explain(explanations.OWNER_BY_HAND)
                number = talk.text("Number", lambda said: _person(f"{platform}:{said}"), option="--owner")
                if talk.yes(f"Make {number} an owner, who may do everything?"):
                    return number
            case _:
                found = _met(talk, settings, platform)
                if found is not None:
                    name = f" (@{found.username})" if found.username else ""
                    talk.say(f"The code came from {found.sender}{name}.")
                    if talk.yes("Make them an owner, who may do everything?"):
                        return found.sender


def _met(talk: Dialogue, settings: Settings, platform: Platform) -> Incoming | None:
    """Who writes the code, if somebody does in time."""
    others = 0

    def other() -> None:
        nonlocal others
        others += 1

    code = Countersign.make()
    try:
        found = (_on_telegram if platform is Platform.TELEGRAM else _on_vk)(talk, settings, code, other)
    except WallflowerError as error:
        talk.say(f"That can't be found out: {error}.", style="yellow")
        return None
    if others:
        talk.say(f"Passed over, for they were not the code: {others} message{'s' * (others > 1)}.")
    if found is None:
        talk.say(f"Nobody wrote the code within {_LONGEST_WAIT_S / 60:.0f} minutes; it is void now.", style="yellow")
    return found


def _on_telegram(talk: Dialogue, settings: Settings, code: Countersign, other: Callable[[], None]) -> Incoming | None:
    name = with_bot(settings, account).name

    def ready() -> None:
        talk.say(f"Open https://t.me/{name}?start={code} and press Start, or write to @{name}:")
        talk.set_off(str(code))
        talk.say(_WAITING)

    return with_bot(
        settings,
        lambda bot: telegram.first_with(bot, code, timeout_s=_LONGEST_WAIT_S, on_ready=ready, on_other=other),
    )


def _on_vk(talk: Dialogue, settings: Settings, code: Countersign, other: Callable[[], None]) -> Incoming | None:
    group, key = settings.vk.group_id, settings.vk.community_key.get_secret_value()
    client = VkClient(key, settings.vk.api_url, kind=KeyKind.COMMUNITY)

    def ready() -> None:
        talk.say(f"Write to the community, https://vk.com/im?sel=-{group}:")
        talk.set_off(str(code))
        talk.say(_WAITING)

    async def ask() -> Incoming | None:
        try:
            return await vk.first_with(client, group, code, timeout_s=_LONGEST_WAIT_S, on_ready=ready, on_other=other)
        finally:
            client.close()

    return asyncio.run(ask())


def _person(text: str) -> Address:
    address = Address.parse(text)
    if not address.is_person:
        raise Refused(f"{address} is a group: an owner is a person")
    return address


def _keep(notebook: Notebook, owners: list[Address]) -> None:
    notebook.set("roles", owners=[str(owner) for owner in dict.fromkeys(owners)])
