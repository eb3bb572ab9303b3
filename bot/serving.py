"""What one community serves over HTTP: builds it from the settings, and says where the world sees its pictures."""

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.domain.caption import Caption
from bot.domain.message import OfferedPicture
from bot.domain.picture import PictureFormat
from bot.errors import Misconfigured
from bot.flow.banning import Banning
from bot.flow.captioning import Captioning
from bot.ports import Hook, Painter
from bot.settings import WebSettings
from bot.storage.api_keys import ApiKeys
from bot.storage.database import Database
from bot.web.addresses import path_of
from bot.web.console.house import House
from bot.web.watched import Watched

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from bot.web.metrics import Metrics

_THUMBNAIL_WIDTH = 200
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def web_of(
    settings: WebSettings,
    database: Database,
    painter: Painter,
    captioning: Captioning,
    banning: Banning,
    hooks: Sequence[Hook] = (),
    house: House | None = None,
    watched: Watched | None = None,
) -> Coroutine[None, None, None]:
    """What serves the API, the hooks, a house's console and probes where the settings say, until cancelled.

    Raises Misconfigured once it runs.
    """
    # FastAPI takes a third of a second to import, and most communities serve nothing.
    from bot.web import hooks as doors  # noqa: PLC0415
    from bot.web.api import Pictures, api  # noqa: PLC0415
    from bot.web.console.console import UPLOADS, console  # noqa: PLC0415
    from bot.web.counting import CountedRequests  # noqa: PLC0415
    from bot.web.doors import Doors  # noqa: PLC0415
    from bot.web.probes import DOORS, probes  # noqa: PLC0415
    from bot.web.serving import serve  # noqa: PLC0415

    app = api(
        Pictures(
            painter=painter,
            captioning=captioning,
            banning=banning,
            find_key=ApiKeys(database).name_of,
            strangers_per_minute=settings.strangers_per_minute,
            keys_per_minute=settings.keys_per_minute,
            url=settings.public_url,
        )
    )
    app.include_router(doors.routes(hooks))
    behind: dict[str, ASGIApp] = {} if house is None else {"console": console(house)}
    application: ASGIApp = Doors(behind, app)
    if watched is not None:
        behind |= dict.fromkeys(DOORS, probes(watched))
        application = CountedRequests(Doors(behind, app), watched.metrics, [*behind, "hooks"])
    host, port = settings.host_and_port
    return serve(
        application,
        host,
        port,
        behind_proxy=settings.behind_proxy,
        most_bytes=doors.most_bytes(hooks),
        uploads=None if house is None else UPLOADS,
        on_end=None if house is None else house.lookout.end,
    )


def metrics_of(settings: WebSettings) -> "Metrics | None":
    """What counts for those who watch the bot; nothing where nobody could ask it."""
    if not settings.listen:
        return None
    from bot.web.metrics import Metrics  # noqa: PLC0415

    return Metrics()


def console_url(settings: WebSettings) -> str:
    """Where people reach the console, without a slash at its end; "" where it is not served, or nobody said where."""
    if not (settings.listen and settings.console):
        return ""
    if settings.public_url:
        return settings.public_url
    host, port = settings.host_and_port
    return f"http://{settings.listen}" if host in _THIS_MACHINE and port else ""


def refuse_nested_console(settings: WebSettings) -> None:
    """Raise Misconfigured for a public address below which the console can't be: its pages name each other from the
    host's root.
    """
    if settings.listen and settings.console and urlsplit(settings.public_url).path:
        raise Misconfigured(
            f"the console needs a host of its own, and web.public_url is {settings.public_url}: leave the path out, or "
            "set console = false under [web]"
        )


def offering(settings: WebSettings) -> Callable[[Caption], OfferedPicture] | None:
    """Where the world sees a caption's picture; None where it sees none."""
    url = settings.public_url
    if not (url and settings.listen and settings.strangers_per_minute):
        return None

    def offered(caption: Caption) -> OfferedPicture:
        address = url + path_of(caption, PictureFormat.JPEG)
        return OfferedPicture(address, f"{address}?width={_THUMBNAIL_WIDTH}", caption.text)

    return offered
