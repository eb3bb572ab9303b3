"""What one community serves over HTTP: builds it from the settings, and says where the world sees its pictures."""

from collections.abc import Callable, Coroutine, Sequence

from bot.domain.caption import Caption
from bot.domain.message import OfferedPicture
from bot.domain.picture import PictureFormat
from bot.flow.banning import Banning
from bot.flow.captioning import Captioning
from bot.ports import Hook, Painter
from bot.settings import WebSettings
from bot.storage.api_keys import ApiKeys
from bot.storage.database import Database
from bot.web.addresses import path_of

_THUMBNAIL_WIDTH = 200


def web_of(
    settings: WebSettings,
    database: Database,
    painter: Painter,
    captioning: Captioning,
    banning: Banning,
    hooks: Sequence[Hook] = (),
) -> Coroutine[None, None, None]:
    """What serves the API and the hooks where the settings say, until cancelled. Raises Misconfigured once it runs."""
    # FastAPI takes a third of a second to import, and most communities serve nothing.
    from bot.web import hooks as doors  # noqa: PLC0415
    from bot.web.api import Pictures, api  # noqa: PLC0415
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
    host, port = settings.host_and_port
    return serve(app, host, port, behind_proxy=settings.behind_proxy, most_bytes=doors.most_bytes(hooks))


def offering(settings: WebSettings) -> Callable[[Caption], OfferedPicture] | None:
    """Where the world sees a caption's picture; None where it sees none."""
    url = settings.public_url
    if not (url and settings.listen and settings.strangers_per_minute):
        return None

    def offered(caption: Caption) -> OfferedPicture:
        address = url + path_of(caption, PictureFormat.JPEG)
        return OfferedPicture(address, f"{address}?width={_THUMBNAIL_WIDTH}", caption.text)

    return offered
