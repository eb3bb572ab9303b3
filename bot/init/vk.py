"""The questions about VK: the community's key, one that reads the wall, one that posts where the first can't."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.doctor import vk as doctor
from bot.doctor.finding import Finding
from bot.domain.member import Platform
from bot.domain.place import Place
from bot.errors import Misconfigured, WallflowerError
from bot.init import explanations
from bot.init.answers import Answers
from bot.init.dialogue import Dialogue
from bot.init.looking import at_vk, key_that_works
from bot.init.notebook import Notebook
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.failures import KeyKind
from bot.platforms.vk.owner import own_group
from bot.settings import Settings, variable

_REACHED = {doctor.UNREACHABLE.code, doctor.KEY_REFUSED.code}
_OF_COMMUNITY = _REACHED | {
    doctor.RIGHT_MISSING.code, doctor.SMALL_RIGHT_MISSING.code, doctor.MESSAGES_OFF.code, doctor.LONG_POLL_CLOSED.code,
    doctor.PHOTOS.code,
}  # fmt: skip
_OF_SERVICE = _REACHED | {doctor.WALL_CLOSED.code, doctor.WALL_EMPTY.code}
_OF_USER = _REACHED | {doctor.LOGIN_KEY.code, doctor.NO_POSTER.code, doctor.PHOTOS.code}


def ask_vk(talk: Dialogue, notebook: Notebook, given: Answers) -> None:
    """Write down what the bot needs on VK, key by key. Raises Misconfigured where nobody is asked and one fails."""
    talk.heading("VK")
    was_on = notebook.settings.vk.enabled
    is_new = not (was_on or notebook.settings.telegram.enabled)
    if not talk.yes("Does the community have a wall on VK?", given=given.vk, default=was_on or (is_new and talk.asks)):
        if was_on:
            notebook.set("vk", enabled=False)
        return
    _where(notebook, given)
    talk.explain(explanations.COMMUNITY_KEY)
    if not _community_key(talk, notebook):
        return
    talk.explain(explanations.SERVICE_KEY)
    _other_key(talk, notebook, "service", "Service key", _OF_SERVICE)
    talk.explain(explanations.USER_KEY)
    _other_key(talk, notebook, "user", "User key, or Enter", _OF_USER)


def _where(notebook: Notebook, given: Answers) -> None:
    """The address of the API and the wall, which only who drives this from outside names."""
    if given.vk_api_url is not None and given.vk_api_url != notebook.settings.vk.api_url:
        notebook.set("vk", api_url=given.vk_api_url)
    if given.vk_wall is not None:
        notebook.set("vk", wall=given.vk_wall)


def _community_key(talk: Dialogue, notebook: Notebook) -> bool:
    """Whether there is one now, and by it the community's number."""

    def look(key: str) -> list[Finding]:
        return at_vk(notebook.home, _trial(notebook, {"community_key": key}, group_id=0), _OF_COMMUNITY)

    while True:
        kept = notebook.settings.vk.community_key.get_secret_value()
        name = variable("vk", "community_key")
        key = key_that_works(talk, "Community key", kept, name, look, is_needed=True)
        if not key:
            if talk.yes("Without it there is no chat on VK. Leave VK out for now?"):
                notebook.set("vk", enabled=False)
                return False
            continue
        named, own = notebook.settings.vk.group_id, _group_of(notebook, key)
        if own and named not in (0, own):
            question = f"The settings name community {named}, and this is a key of community {own}. Take {own}?"
            if not talk.yes(question, default=False):
                if not talk.asks:
                    raise Misconfigured(f"the community key is that of community {own}, and vk.group_id says {named}")
                continue
        notebook.keep_secret("vk", "community_key", key)
        notebook.set("vk", enabled=True, group_id=own or named)
        if own:
            talk.say(f"It is the key of https://vk.com/club{own}; posts can go there.")
        return True


def _other_key(talk: Dialogue, notebook: Notebook, kind: str, question: str, about: set[str]) -> None:
    place = Place(Platform.VK, str(-notebook.settings.vk.group_id))

    def look(key: str) -> list[Finding]:
        trial = _trial(notebook, {f"{kind}_key": key})
        return at_vk(notebook.home, trial, about, [place] if kind == "user" else [])

    kept = getattr(notebook.settings.vk, f"{kind}_key").get_secret_value()
    name = variable("vk", f"{kind}_key")
    key = key_that_works(talk, question, kept, name, look, is_needed=False)
    if key or kept:
        notebook.keep_secret("vk", f"{kind}_key", key)


def _trial(notebook: Notebook, keys: Mapping[str, str], *, group_id: int | None = None) -> Settings:
    """The settings with VK on and these keys alone."""
    settings = notebook.settings
    now = settings.vk.model_dump()
    without: dict[str, Any] = dict.fromkeys(("service_key", "community_key", "user_key"), "")
    chosen = {**now, **without, **keys, "enabled": True}
    if group_id is not None:
        chosen["group_id"] = group_id
    return settings.model_copy(update={"vk": type(settings.vk).model_validate(chosen)})


def _group_of(notebook: Notebook, key: str) -> int:
    """The number of the community; 0 where a key that is kept all the same does not tell."""
    client = VkClient(key, notebook.settings.vk.api_url, kind=KeyKind.COMMUNITY)

    async def ask() -> int:
        try:
            return await own_group(client)
        finally:
            client.close()

    try:
        return asyncio.run(ask())
    except WallflowerError:
        return 0
