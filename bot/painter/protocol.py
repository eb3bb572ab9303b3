"""What the bot and the painter's process say to each other over its stdin and stdout, one after the other.

    → {"do": "paint", "templates": "/home/templates", "watermark": "", "caption": "{…}", "width": 600, "format": "jpg"}
    ← {"format": "jpg", "width": 600, "height": 450, "is_animated": false, "bytes": 51234} and so many bytes
    → {"do": "paint_on", "watermark": "", "top": "так", "bottom": "вот", "bytes": 80123} and the photo
    ← {"format": "jpg", …} and the picture
    → {"do": "sheet", "templates": "/home/templates", "page": 0, "language": "ru"}
    ← {"format": "jpg", …, "pages": 2} and the picture
    → {"do": "add", "templates": "/home/templates", "pictures": "/home/pictures", "template": {…}, "bytes": 80123} …
    ← {}
    → {"do": "put_by", "templates": "/home/templates", "pictures": "/home/pictures", "bytes": 80123} and the photo
    ← {"count": 3}
    → {"do": "put_by_of_wall", "templates": …, "pictures": …, "name": "photo-1_2", "authors": ["9f8…"], "bytes": 8023} …
    ← {}
    → {"do": "learn", "templates": "/home/templates", "pictures": "/home/pictures", "from": "pictures" or "wall"}
    ← {"learned": ["kot"]}
    ← {"error": {"kind": "unreadable", "why": "broken", "message": "…"}}

A message is one line of JSON and as many bytes after it as its `bytes` says. Each request gets one answer before the
next is read. What a request can't have is answered with an error: `refused`, `unreadable` or `misconfigured`; whatever
else goes wrong ends the process.
"""

import json
from typing import Any, Literal, get_args

# A sheet or a long film has a few megabytes; photos are bounded by those who fetch them.
MOST_BYTES = 64 * 2**20
MOST_LINE_BYTES = 1_000_000

Message = dict[str, Any]
ErrorKind = Literal["refused", "unreadable", "misconfigured"]
ERRORS = frozenset(get_args(ErrorKind))


class BadMessage(Exception):  # noqa: N818 - the other side is broken, or another version's
    """What came is no message of this protocol."""


def written(message: Message, data: bytes = b"") -> bytes:
    """A message as it goes over the pipe. ASCII, so that half surrogate pairs in a member's text survive the way."""
    whole = message | {"bytes": len(data)} if data else message
    return json.dumps(whole, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n" + data


def read(line: bytes) -> tuple[Message, int]:
    """The message of a line, and how many bytes come after it. Raises BadMessage."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadMessage("not a line of JSON") from error
    count = found.get("bytes", 0) if isinstance(found, dict) else None
    if type(count) is not int or not 0 <= count <= MOST_BYTES:
        raise BadMessage("not an object with a number of bytes")
    return found, count
