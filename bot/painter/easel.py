"""The painter's work in its own process: a request in, an answer and a picture out. Knows no pipes."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.domain.caption import Caption
from bot.domain.picture import Picture, PictureFormat
from bot.domain.template import Template
from bot.domain.unreadable import UnreadablePicture
from bot.errors import Misconfigured, Refused
from bot.painter.protocol import BadMessage, ErrorKind, Message
from bot.pictures.painter import PillowPainter

if TYPE_CHECKING:
    from bot.pictures.keeping import HomeTemplates

Answer = tuple[Message, bytes]


class Easel:
    """Does what is asked, one thing at a time."""

    def __init__(self) -> None:
        self._painters: dict[tuple[str, str], PillowPainter] = {}

    def answer(self, request: Message, photo: bytes = b"") -> Answer:
        """Do what a request asks. Raises BadMessage for what is no request."""
        try:
            return self._done(request, photo)
        except UnreadablePicture as error:
            return _error("unreadable", error, why=error.why.value)
        except Refused as error:
            return _error("refused", error)
        except Misconfigured as error:
            return _error("misconfigured", error)
        except KeyError as error:
            raise BadMessage(f"a request without {error}") from error

    def _done(self, request: Message, photo: bytes) -> Answer:
        match request["do"]:
            case "paint":
                caption, written_as = Caption.from_json(request["caption"]), PictureFormat(request["format"])
                return _picture(self._painter(request).painted(caption, width=request["width"], written_as=written_as))
            case "paint_on":
                return _picture(self._painter(request).painted_on(photo, request["top"], request["bottom"]))
            case "sheet":
                picture, pages = self._painter(request).drawn_sheet(request["page"], request["language"])
                facts, data = _picture(picture)
                return facts | {"pages": pages}, data
            case "add":
                _keeper(request).add(_template(request["template"]), photo)
                return {}, b""
            case "put_by":
                return {"count": _keeper(request).put_by(photo)}, b""
            case "learn":
                keeper = _keeper(request)
                found = keeper.learn_from_wall() if request["from"] == "wall" else keeper.learn()
                return {"learned": [template.name for template in found]}, b""
            case "put_by_of_wall":
                _keeper(request).put_by_of_wall(request["name"], request["authors"], photo)
                return {}, b""
        raise BadMessage(f"nobody can do {request['do']!r}")

    def _painter(self, request: Message) -> PillowPainter:
        key = request.get("templates", ""), request.get("watermark", "")
        if key not in self._painters:
            templates, watermark = key
            self._painters[key] = PillowPainter(Path(templates) if templates else None, watermark=watermark)
        return self._painters[key]


def _keeper(request: Message) -> "HomeTemplates":
    from bot.pictures.keeping import HomeTemplates  # noqa: PLC0415 - the first meme of a process needs none

    return HomeTemplates(Path(request["templates"]), Path(request["pictures"]))


def _template(plain: object) -> Template:
    from pydantic import TypeAdapter  # noqa: PLC0415 - as above

    return TypeAdapter(Template).validate_python(plain)


def _picture(picture: Picture) -> Answer:
    facts: Message = {
        "format": picture.format.value,
        "width": picture.width,
        "height": picture.height,
        "is_animated": picture.is_animated,
    }
    return facts, picture.data


def _error(kind: ErrorKind, error: Exception, **facts: Any) -> Answer:
    return {"error": {"kind": kind, "message": str(error), **facts}}, b""
