"""What a place makes of a draft: a header, a footer, hashtags, a length. The text that goes out is built here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.place import MAX_CAPTION, MAX_POST, Place, length
from bot.errors import Refused

# Letters of any script, digits and underscores, at least one letter: what both platforms make a link of.
_HASHTAG = re.compile(r"#?(\w{1,100})")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostForm:
    """How posts look at one place. `max_chars` counts as the platform does; None: what the platform takes."""

    header: str = ""
    footer: str = ""
    hashtags: tuple[str, ...] = ()
    max_chars: int | None = None

    def post(self, text: str) -> str:
        """The text that goes out: header, text, footer and hashtags, an empty line between them."""
        parts = (self.header, text, self.footer, " ".join(self.hashtags))
        return "\n\n".join(part.strip() for part in parts if part.strip())


@dataclass(frozen=True, slots=True)
class PostForms:
    """The forms of all places; a place without one takes texts as they are."""

    by_place: Mapping[Place, PostForm] = field(default_factory=dict)

    def post(self, place: Place, text: str, *, has_picture: bool = False) -> str:
        """What goes out at `place` for a draft's `text`; beside a picture, which shows it, only what the place adds."""
        return self.by_place.get(place, PostForm()).post("" if has_picture else text)

    def misfit(self, place: Place, text: str, *, has_picture: bool = False) -> str | None:
        """Why a draft's `text` can't be a post at `place`, or None: it is left out there, never cut."""
        if not text.strip() and not has_picture:
            return "the text is empty"
        allowed = (MAX_CAPTION if has_picture else MAX_POST)[place.platform]
        most = min(self.by_place.get(place, PostForm()).max_chars or allowed, allowed)
        long = length(place, self.post(place, text, has_picture=has_picture))
        takes = f"{most} beside a picture" if has_picture else f"{most}"
        return None if long <= most else f"the post would have {long} characters, {place} takes {takes}"


def parse_hashtag(text: str) -> str:
    """Read `#tag` or `tag`. Raises Refused."""
    match = _HASHTAG.fullmatch(text.strip())
    if match is None or not any(character.isalpha() for character in match[1]):
        raise Refused(f"{text!r} is no hashtag: write letters, digits and _, for example #мем")
    return f"#{match[1]}"
