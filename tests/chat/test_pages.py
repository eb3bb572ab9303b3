"""Long texts become pages that fit a message and lose nothing."""

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.pages import pages
from bot.domain.place import utf16_length


def test_what_fits_is_one_page() -> None:
    """Blocks stand apart by an empty line."""
    assert pages(["a", "b\nc"], most=20) == ["a\n\nb\nc"]
    assert pages([]) == [""]


def test_a_block_stays_whole_where_it_can() -> None:
    """It begins a new page rather than being cut."""
    assert pages(["1234", "5678"], most=8) == ["1234", "5678"]


@given(st.lists(st.text(st.characters(categories=["L", "So"], include_characters="\n"), max_size=60)))
def test_no_page_is_too_long_and_no_character_is_lost(blocks: list[str]) -> None:
    """However long a block or a line is."""
    found = pages(blocks, most=16)
    assert all(utf16_length(page) <= 16 for page in found)
    assert "".join(found).replace("\n", "") == "".join(blocks).replace("\n", "")
