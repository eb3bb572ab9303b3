"""The first questions: in which language the bot speaks, and in which zone its slots are."""

import os
from pathlib import Path

from bot.domain.slot import parse_zone
from bot.errors import Refused
from bot.init.answers import Answers
from bot.init.dialogue import Dialogue
from bot.init.notebook import Notebook

_LOCAL_TIME = Path("/etc/localtime")
_NO_PLACE = {"UTC", "Etc/UTC", "Universal", "Zulu", "GMT", "Etc/GMT"}


def ask_community(talk: Dialogue, notebook: Notebook, given: Answers) -> None:
    """Write down language and zone."""
    talk.heading("Your community")
    is_new = not notebook.files
    settings = notebook.settings.community
    language = talk.text(
        "Language in which the bot speaks until a chat chooses its own, ru or en",
        _language,
        option="--language",
        given=given.language,
        default=_usual_language() if is_new else settings.language,
    )
    zone = talk.text(
        "Time zone of what you schedule",
        parse_zone,
        option="--zone",
        given=given.zone,
        default=_usual_zone(settings.zone) if is_new else settings.zone,
    )
    notebook.set("community", language=language, zone=zone)


def _language(text: str) -> str:
    if text.lower() not in ("ru", "en"):
        raise Refused("Write ru or en")
    return text.lower()


def _usual_language() -> str:
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.startswith("en") else "ru"


def _usual_zone(otherwise: str) -> str:
    """This machine's zone; a rented server's says nothing of where its community lives."""
    try:
        name = str(_LOCAL_TIME.readlink()).partition("zoneinfo/")[2]
        return name if name not in _NO_PLACE and parse_zone(name) else otherwise
    except (OSError, Refused):
        return otherwise
