"""The questions about Telegram: the bot's token, and the channel that posts go to."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiogram import Bot

from bot.doctor import telegram as doctor
from bot.doctor.finding import Finding, Level
from bot.domain.member import Platform
from bot.domain.place import Place
from bot.errors import Refused, WallflowerError
from bot.init import explanations
from bot.init.answers import Answers
from bot.init.dialogue import Dialogue
from bot.init.looking import at_telegram, key_that_works, refuse_broken
from bot.init.notebook import Notebook
from bot.platforms.telegram.client import make_bot
from bot.platforms.telegram.inspection import account
from bot.platforms.telegram.introduction import Channel, channels
from bot.settings import Settings, variable

T = TypeVar("T")

_OF_TOKEN = {
    doctor.TOKEN.code, doctor.UNREACHABLE.code, doctor.WEBHOOK.code, doctor.PRIVACY.code, doctor.NO_INLINE.code,
}  # fmt: skip
_OF_CHANNEL = {doctor.TOKEN.code, doctor.UNREACHABLE.code, doctor.PLACE_CLOSED.code}
_LINK = re.compile(r"(?:https?://)?(?:t\.me|telegram\.me)/(?:s/)?", re.IGNORECASE)
_MOST_CHANNELS = 9


def ask_telegram(talk: Dialogue, notebook: Notebook, given: Answers) -> None:
    """Write down the token and the channel. Raises Misconfigured where nobody is asked and they won't do."""
    talk.heading("Telegram")
    settings = notebook.settings.telegram
    question = "Shall the bot be on Telegram, to chat and to post in a channel?"
    if not talk.yes(question, given=given.telegram, default=settings.enabled or talk.asks):
        if settings.enabled:
            notebook.set("telegram", enabled=False)
        return
    if given.telegram_api_url is not None and given.telegram_api_url != settings.api_url:
        notebook.set("telegram", api_url=given.telegram_api_url)
    talk.explain(explanations.BOT)

    def look(token: str) -> list[Finding]:
        return at_telegram(notebook.home, _trial(notebook, token), _OF_TOKEN)

    kept, name = settings.token.get_secret_value(), variable("telegram", "token")
    token = key_that_works(talk, "Token", kept, name, look, is_needed=True)
    if not token:
        talk.say("Without a token Telegram is left out for now.")
        return
    notebook.keep_secret("telegram", "token", token)
    notebook.set("telegram", enabled=True)
    _ask_channel(talk, notebook, given)


def with_bot(settings: Settings, ask: Callable[[Bot], Awaitable[T]]) -> T:
    """What `ask` answers with the bot of these settings."""

    async def asked() -> T:
        bot = make_bot(settings.telegram.token.get_secret_value(), settings.telegram.api_url)
        try:
            return await ask(bot)
        finally:
            await bot.session.close()

    return asyncio.run(asked())


def channels_of(settings: Settings) -> list[Place]:
    """The channels that the settings name."""
    places = [one.place for one in settings.places]
    places += [settings.schedule.place] if settings.schedule.place is not None else []
    return sorted({place for place in places if place.platform is Platform.TELEGRAM})


def read_channel(text: str) -> Place:
    """`@name`, `https://t.me/name`, `-1001234`. Raises Refused."""
    name = _LINK.sub("", text.strip(), count=1).strip("/").removeprefix("telegram:")
    if name.startswith(("+", "joinchat/")):
        raise Refused("An invitation names no channel: write ? to have the bot look where it was added")
    if name.startswith("c/"):
        name = f"-100{name[2:].partition('/')[0]}"
    if name and name[0] not in "@-":
        name = f"@{name}"
    try:
        return Place.parse(f"telegram:{name}")
    except Refused:
        raise Refused(f"{text[:60]!r} is no channel: write @name, https://t.me/name or ?") from None


def _ask_channel(talk: Dialogue, notebook: Notebook, given: Answers) -> None:
    known = channels_of(notebook.settings)
    if known and given.channel is None:
        talk.show(_look(notebook, known))
        if not talk.yes(f"Posts may go to {', '.join(map(str, known))}. Name another channel?", default=False):
            return
    if given.channel is None and talk.asks:
        talk.explain(explanations.CHANNEL.format(name=_name(notebook)))
    while True:
        place = talk.optional(
            "Channel", lambda said: _place(talk, notebook, said), option="--channel", given=given.channel
        )
        if place is None:
            return
        with talk.waits("asking whether the bot may post there"):
            found = _look(notebook, [place])
        talk.show(found)
        is_broken = any(finding.level is Level.BROKEN for finding in found)
        refuse_broken(talk, found)
        if not is_broken or talk.yes("Keep it, and mend that later?", default=False):
            break
    notebook.add_place(place)
    settings = notebook.settings
    if settings.schedule.place is None and not settings.vk.enabled:
        notebook.set("schedule", place=str(place))


def _place(talk: Dialogue, notebook: Notebook, said: str) -> Place:
    if said != "?":
        return read_channel(said)
    seen = with_bot(notebook.settings, channels)[:_MOST_CHANNELS]
    if not seen:
        raise Refused(
            "The bot was made an administrator of no channel within the last day: take it out there and add it again, "
            "or write the channel's name"
        )
    if len(seen) == 1:
        talk.say(f"The bot is in “{seen[0].title}”.")
        return _place_of(seen[0])
    chosen = talk.choice("Which one", {str(place): one.title for place, one in enumerate(seen, start=1)}, default="1")
    return _place_of(seen[int(chosen) - 1])


def _place_of(channel: Channel) -> Place:
    return Place(Platform.TELEGRAM, channel.name or str(channel.id))


def _look(notebook: Notebook, places: list[Place]) -> list[Finding]:
    trial = _trial(notebook, notebook.settings.telegram.token.get_secret_value())
    found = at_telegram(notebook.home, trial, _OF_CHANNEL, places)
    # What is fine with the bot itself was said of its token.
    return [one for one in found if one.level is not Level.FINE or " post at " in one.sentence]


def _name(notebook: Notebook) -> str:
    try:
        return with_bot(notebook.settings, account).name
    except WallflowerError:
        return "your bot"


def _trial(notebook: Notebook, token: str) -> Settings:
    settings = notebook.settings
    chosen = {**settings.telegram.model_dump(), "token": token, "enabled": True}
    return settings.model_copy(update={"telegram": type(settings.telegram).model_validate(chosen)})
