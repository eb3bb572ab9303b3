"""A long text becomes messages that VK takes, and nothing but white space is lost."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.place import utf16_length
from bot.platforms.vk.message_split import MAX_MESSAGE, split_message


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_no_piece_is_too_long_or_blank_and_all_letters_are_kept(text: str, limit: int) -> None:
    pieces = split_message(text, limit)

    assert all(utf16_length(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert pieces == [text] or all(piece.strip() for piece in pieces)


def test_a_text_that_fits_is_left_as_it_is() -> None:
    text = " " + "ы" * (MAX_MESSAGE - 2) + "\n"

    assert split_message(text) == [text]


def test_a_cut_is_made_at_a_line_before_a_space_and_at_a_space_before_a_letter() -> None:
    assert split_message("aaa bb\ncc dd", 9) == ["aaa bb", "cc dd"]
    assert split_message("aaa bbb ccc", 9) == ["aaa bbb", "ccc"]
    assert split_message("aaabbbccc", 4) == ["aaab", "bbcc", "c"]


def test_a_character_outside_the_basic_plane_is_never_cut_in_two() -> None:
    assert split_message("😀" * 5, 5) == ["😀😀", "😀😀", "😀"]
