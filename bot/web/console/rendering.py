"""Templates into pages. Everything that a template shows is escaped, and a name that it does not get is an error."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from bot.chat.rights import LEAST_ROLE
from bot.domain.member import Role
from bot.web.console.assets import Assets
from bot.web.console.words.shell import SHELL

_FOLDER = Path(__file__).with_name("templates")
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the navigation: shown to those whose role reaches its right."""

    path: str
    right: str
    label: Mapping[str, str]


class Rendering:
    """Renders pages of one community; instants are shown in its zone."""

    def __init__(self, navigation: Sequence[Entry], assets: Assets, zone: str) -> None:
        self._navigation = navigation
        self._zone = ZoneInfo(zone)
        self._environment = Environment(
            loader=FileSystemLoader(_FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals["static"] = assets.address
        self._environment.filters["local"] = self.local
        self._environment.filters["spaced"] = spaced
        self._environment.filters["coded"] = _coded

    def local(self, instant: datetime, pattern: str = "%d.%m.%Y %H:%M") -> str:
        """An instant in the community's zone."""
        return f"{instant.astimezone(self._zone):{pattern}}"

    def response(
        self, template: str, status: int, *, language: str, path: str, role: Role | None, values: Mapping[str, object]
    ) -> HTMLResponse:
        """A page. Without a role there is no navigation and nothing that belongs to a person."""

        def may(right: str) -> bool:
            return role is not None and role >= LEAST_ROLE[right]

        given: dict[str, object] = {
            "visitor": None,
            "notice": "",
            "language": language,
            "shell": SHELL[language],
            "path": path,
            "may": may,
            "navigation": [
                {"path": one.path, "label": one.label[language], "is_here": _is_here(one.path, path)}
                for one in self._navigation
                if may(one.right)
            ],
        }
        text = self._environment.get_template(template).render(given | dict(values))
        return HTMLResponse(text, status)


def spaced(number: int) -> str:
    """A number in threes, apart by narrow spaces that no line breaks at: 12 345."""
    return f"{number:,}".replace(",", "\u202f")


def _coded(text: str) -> Markup:
    """What stands in `backticks` as code; a last one without its partner is shown as it is."""
    plain, *others = _CODE.split(text)
    shown = escape(plain)
    for number, part in enumerate(others):
        shown += Markup("<code>{}</code>").format(part) if number % 2 == 0 else escape(part)
    return shown


def _is_here(entry: str, path: str) -> bool:
    return path == entry or (not entry.endswith("/") and path.startswith(f"{entry}/"))
