"""Each caption has an address, and from each address comes that very caption."""

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.caption import Caption
from bot.domain.picture import PictureFormat
from bot.errors import Refused
from bot.web.addresses import path_of, read

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.lists(TEXTS, min_size=1, max_size=5), st.sampled_from(PictureFormat))
@example(["", ""], PictureFormat.PNG)
@example([".", "..", "a.b", ".jpg"], PictureFormat.JPEG)
@example(["a_b  c", "~", "~~", "~s/\\?#%\n&=+"], PictureFormat.WEBP)
def test_what_is_written_into_an_address_is_read_from_it(texts: list[str], written_as: PictureFormat) -> None:
    caption = Caption("drake", tuple(texts))

    path = path_of(caption, written_as)

    assert path.isascii()
    parts = urlsplit(f"http://memes.example{path}")
    assert (parts.query, parts.fragment) == ("", "")
    assert not {"", ".", ".."} & set(parts.path[1:].split("/"))  # proxies and browsers would change these
    memes, template, lines = unquote(parts.path)[1:].split("/", 2)
    assert (memes, template) == ("memes", "drake")
    assert read(template, lines) == (caption, written_as)


def test_an_address_can_be_read_by_people() -> None:
    path = path_of(Caption("drake", ("Writing it", "What's in a_name?", "")), PictureFormat.PNG)
    assert path == "/memes/drake/Writing_it/What's_in_a~_name~q/~.png"


@pytest.mark.parametrize("lines", ["text", "text.exe", "a//b.jpg", ".jpg", "~x.jpg", "ends~.jpg", ""])
def test_what_is_no_address_is_refused(lines: str) -> None:
    with pytest.raises(Refused):
        read("drake", lines)


def test_half_a_character_has_no_address() -> None:
    with pytest.raises(Refused, match="surrogate"):
        path_of(Caption("drake", ("\ud800",)), PictureFormat.JPEG)
