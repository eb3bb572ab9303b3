"""A post out of a row or an object whose fields have the names that people give them, VK's own among them."""

from collections.abc import Mapping
from datetime import tzinfo

from corpus.post import Post
from corpus.readers.instants import from_anything

TEXT_NAMES = ("text", "body", "message", "post", "текст", "пост", "сообщение")
_ID_NAMES = ("id", "post_id", "message_id")
# A post that a community signed is from the community, and by its signer.
_AUTHOR_NAMES = ("author", "author_id", "signer_id", "from_id")
_DATE_NAMES = ("date", "posted_at", "created_at", "timestamp")
_MAX_NAME_CHARS = 200


class WrongShape(ValueError):  # noqa: N818 - it reads as the sentence that it says
    """A record that is no post; the message goes on from "line 7: ". Readers make it UnreadableFile."""


def text_name(names: list[str], wanted: str | None) -> str | None:
    """Which of `names` holds the text: the wanted one, else a usual one. Case and spaces around don't matter."""
    plain = {name.strip().casefold(): name for name in reversed(names)}
    for name in TEXT_NAMES if wanted is None else (wanted.strip().casefold(),):
        if name in plain:
            return plain[name]
    return None


def post_from(record: Mapping[str, object], *, text: str, source: str, ordinal: int, zone: tzinfo) -> Post:
    """The post whose text is in the field `text`. Without an id of its own it is called by its `ordinal` in the file.

    VK's `copy_history` and `marked_as_ads` are understood. Raises WrongShape.
    """
    words = record.get(text)
    if not isinstance(words, str):
        raise WrongShape(f"“{text}” is {_kind(words)}, not a text")
    named = {name.strip().casefold(): value for name, value in record.items()}
    return Post(
        text=words,
        source=source,
        remote_id=_name(named, _ID_NAMES) or str(ordinal),
        author=_name(named, _AUTHOR_NAMES),
        posted_at=next((from_anything(named[name], zone) for name in _DATE_NAMES if name in named), None),
        is_repost=bool(named.get("copy_history")),
        is_advertising=named.get("marked_as_ads") in (1, "1"),
    )


def _name(named: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = named.get(name)
        if value is None or value == "":
            continue
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise WrongShape(f"“{name}” is {_kind(value)}, not a number or a name")
        if isinstance(value, int) and abs(value) >= 10**18:
            raise WrongShape(f"“{name}” is too big a number")
        if len(str(value)) > _MAX_NAME_CHARS:
            raise WrongShape(f"“{name}” is longer than {_MAX_NAME_CHARS} characters")
        return str(value).strip() or None
    return None


def _kind(value: object) -> str:
    """What JSON calls the kind of `value`."""
    kinds = {
        type(None): "nothing",
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        str: "a text",
    }
    return kinds.get(type(value), "an object")
