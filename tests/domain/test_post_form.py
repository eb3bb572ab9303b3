"""What goes out at a place is built from the draft and the place's form, and never cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.place import MAX_POST, Place, fits, length, post_link
from bot.domain.post_form import PostForm, PostForms, parse_hashtag
from bot.errors import Refused

WALL, CHANNEL = Place.parse("vk:-1"), Place.parse("telegram:@channel")


def test_header_footer_and_hashtags_stand_around_the_text() -> None:
    form = PostForm(header="Мем дня", footer="подписывайтесь", hashtags=("#мем", "#осень"))
    assert form.post("Заходит осень в дом") == "Мем дня\n\nЗаходит осень в дом\n\nподписывайтесь\n\n#мем #осень"
    assert PostForm().post("как есть") == "как есть"


def test_a_place_without_a_form_takes_texts_as_they_are() -> None:
    forms = PostForms({CHANNEL: PostForm(header="Мем")})
    assert forms.post(WALL, "текст") == "текст"
    assert forms.post(CHANNEL, "текст") == "Мем\n\nтекст"


def test_a_text_too_long_for_a_place_says_so_in_the_places_own_units() -> None:
    """An emoji counts twice on Telegram and once on VK."""
    emoji = "😀" * 3_000
    assert PostForms().misfit(WALL, emoji) is None
    assert PostForms().misfit(CHANNEL, emoji) == "the post would have 6000 characters, telegram:@channel takes 4096"


def test_the_form_counts_towards_a_places_own_limit() -> None:
    forms = PostForms({WALL: PostForm(hashtags=("#мем",), max_chars=20)})
    assert forms.misfit(WALL, "x" * 14) is None
    assert forms.misfit(WALL, "x" * 15) == "the post would have 21 characters, vk:-1 takes 20"


def test_a_limit_beyond_the_platforms_own_is_no_limit() -> None:
    forms = PostForms({CHANNEL: PostForm(max_chars=10_000)})
    assert forms.misfit(CHANNEL, "x" * 4_096) is None
    assert forms.misfit(CHANNEL, "x" * 4_097) is not None


def test_an_empty_text_fits_nowhere_whatever_stands_around_it() -> None:
    assert PostForms({WALL: PostForm(header="Мем")}).misfit(WALL, " \n") == "the text is empty"


def test_beside_a_picture_stands_only_what_the_place_adds() -> None:
    forms = PostForms({CHANNEL: PostForm(header="Мем дня", hashtags=("#мем",))})
    assert forms.post(CHANNEL, "слова на картинке", has_picture=True) == "Мем дня\n\n#мем"
    assert forms.post(WALL, "слова на картинке", has_picture=True) == ""
    assert forms.misfit(WALL, "", has_picture=True) is None


@given(st.text(max_size=2_000), st.sampled_from([WALL, CHANNEL]), st.none() | st.integers(1, 20_000))
def test_what_fits_beside_a_picture_the_platform_and_the_place_take(
    footer: str, place: Place, max_chars: int | None
) -> None:
    """However long the words in the picture are. Telegram takes 1,024 there, a quarter of what it takes alone."""
    forms = PostForms({place: PostForm(footer=footer, max_chars=max_chars)})
    post = forms.post(place, "x" * 20_000, has_picture=True)
    takes = fits(place, post, has_picture=True) and length(place, post) <= (max_chars or 20_000)
    assert (forms.misfit(place, "x" * 20_000, has_picture=True) is None) is takes


@given(
    st.text(max_size=5_000), st.text(max_size=500), st.text(max_size=500), st.sampled_from([WALL, CHANNEL]),
    st.none() | st.integers(1, 20_000),
)  # fmt: skip
def test_what_fits_is_never_longer_than_the_platform_and_the_place_take(
    text: str, header: str, footer: str, place: Place, max_chars: int | None
) -> None:
    forms = PostForms({place: PostForm(header=header, footer=footer, max_chars=max_chars)})
    if forms.misfit(place, text) is None:
        post = forms.post(place, text)
        assert fits(place, post)
        assert text.strip() in post
        assert len(post) <= (max_chars or MAX_POST[place.platform])


@pytest.mark.parametrize(("written", "read"), [("мем", "#мем"), ("#fun_2026", "#fun_2026"), (" #ё ", "#ё")])
def test_hashtags_are_read_with_and_without_their_sign(written: str, read: str) -> None:
    assert parse_hashtag(written) == read


@pytest.mark.parametrize("wrong", ["", "#", "a b", "мем!", "2026", "##мем", "_"])
def test_what_no_platform_makes_a_link_of_is_no_hashtag(wrong: str) -> None:
    with pytest.raises(Refused, match="no hashtag"):
        parse_hashtag(wrong)


@pytest.mark.parametrize(
    ("place", "remote_id", "link"),
    [
        ("vk:-12", "34", "https://vk.com/wall-12_34"),
        ("telegram:@channel", "-1001234567890:5", "https://t.me/channel/5"),
        ("telegram:-1001234567890", "-1001234567890:5", "https://t.me/c/1234567890/5"),
        ("telegram:-4567", "-4567:5", None),
    ],
)
def test_a_post_has_the_address_that_people_open(place: str, remote_id: str, link: str | None) -> None:
    assert post_link(Place.parse(place), remote_id) == link
