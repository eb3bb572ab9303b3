"""The address of a meme: `/memes/TEMPLATE/FIRST/SECOND.jpg`, one part of the path for each box, and back again.

A space is written `_`. Other characters that a path can't carry begin with `~`: `~_` is an underscore, `~s` a slash,
`~b` a backslash, `~q` a question mark, `~h` a hash, `~p` a percent sign, `~n` a new line, `~o` a full stop in a text of
full stops alone, `~~` a tilde, and `~` by itself is an empty box. Everything else stands for itself, in UTF-8 and
percent-encoded as usual. Each caption has one address and each address one caption.
"""

import re
from urllib.parse import quote

from bot.domain.caption import Caption
from bot.domain.picture import PictureFormat
from bot.errors import Refused

_WRITTEN = {
    " ": "_",
    "_": "~_",
    "/": "~s",
    "\\": "~b",
    "?": "~q",
    "#": "~h",
    "%": "~p",
    "\n": "~n",
    "~": "~~",
}
_READ = {written[1]: character for character, written in _WRITTEN.items() if written.startswith("~")} | {"o": "."}
_EMPTY = "~"
_FULL_STOPS = re.compile(r"\.+")
_MARK = re.compile(r"~(.?)|_", re.DOTALL)


def path_of(caption: Caption, written_as: PictureFormat) -> str:
    """The path of a caption's picture, percent-encoded. Raises Refused for texts that no address can hold."""
    parts = "/".join(quote(_written(text), safe="~_-.!*'(),;:@&=+$") for text in caption.boxes)
    return f"/memes/{caption.template}/{parts}.{written_as.value}"


def read(template: str, path: str) -> tuple[Caption, PictureFormat]:
    """What a path's end, percent-decoded, says: `FIRST/SECOND.jpg`. Raises Refused."""
    lines, dot, ending = path.rpartition(".")
    if not dot or ending not in {one.value for one in PictureFormat}:
        known = ", ".join(f".{one.value}" for one in PictureFormat)
        raise Refused(f"the address of a meme ends with one of {known}")
    return Caption(template, tuple(_text(part) for part in lines.split("/"))), PictureFormat(ending)


def _written(text: str) -> str:
    if not text:
        return _EMPTY
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Refused("a text holds half a character (a lone surrogate)") from error
    if _FULL_STOPS.fullmatch(text):
        return "~o" * len(text)
    return "".join(_WRITTEN.get(character, character) for character in text)


def _text(part: str) -> str:
    if part == _EMPTY:
        return ""
    if not part:
        raise Refused("an empty box is written ~ in an address")

    def character(found: re.Match[str]) -> str:
        if found[0] == "_":
            return " "
        meant = _READ.get(found[1])
        if meant is None:
            raise Refused(f"~{found[1]} means nothing in an address: a tilde is written ~~")
        return meant

    return _MARK.sub(character, part)
