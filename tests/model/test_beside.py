"""Captions are learned beside the posts as often as the posts can bear, and some are held out."""

from hypothesis import given
from hypothesis import strategies as st

from model.beside import LEAST_CAPTIONS, MOST_SHARE, TOUCH_UP_SHARE, USUAL_SHARE, Beside


def captions_of(name: str, count: int, texts: int = 3) -> list[tuple[str, ...]]:
    return [
        tuple(f"\x01\ue000{asked or ''}\ue000caption number {number} of {name}" for asked in range(texts))
        for number in range(count)
    ]


def first_texts(captions: dict[str, list[tuple[str, ...]]]) -> set[str]:
    return {texts[0] for each in captions.values() for texts in each}


@given(st.integers(0, 10_000_000), st.integers(1, 30), st.integers(1, 4))
def test_captions_take_no_more_than_their_share_of_what_is_read(posts: int, count: int, texts: int) -> None:
    captions = {"drake": captions_of("drake", count, texts), "cat": captions_of("cat", 2, texts)}
    beside = Beside.of(captions, posts)
    assert beside is not None
    share = beside.characters / (beside.characters + posts)
    first = len(set(beside.training) & first_texts(captions))
    assert share <= MOST_SHARE or first <= 2 * LEAST_CAPTIONS
    assert share <= USUAL_SHARE or len(beside.training) == first


def test_beside_few_posts_each_template_keeps_as_many_of_its_captions() -> None:
    captions = {name: captions_of(name, 40) for name in ("drake", "cat", "dog")}
    beside = Beside.of(captions, 5_000)
    assert beside is not None
    kept = [sum(name in text for text in beside.training) for name in captions]
    assert LEAST_CAPTIONS < min(kept) == max(kept) < 30
    assert beside.templates == ("cat", "dog", "drake")


def test_the_more_posts_the_more_texts_of_each_caption_up_to_some_times() -> None:
    captions = {"drake": captions_of("drake", 40)}
    sizes = [len(found.training) for posts in (10_000, 50_000, 10**9) if (found := Beside.of(captions, posts))]
    assert sizes == sorted(set(sizes))
    assert sizes[0] < 40
    assert sizes[-1] == sizes[0] * 3 * 3


def test_a_caption_that_is_held_out_is_learned_in_none_of_its_texts() -> None:
    captions = {"drake": captions_of("drake", 40), "cat": captions_of("cat", 40)}
    beside = Beside.of(captions, 10**9)
    assert beside is not None
    assert beside.validation
    held_out = {text for each in captions.values() for texts in each if texts[0] in beside.validation for text in texts}
    assert not held_out & set(beside.training)
    again = Beside.of(dict(reversed(captions.items())), 10**9)
    assert again is not None
    assert (sorted(again.validation), again.hash) == (sorted(beside.validation), beside.hash)


def test_with_few_captions_none_is_held_out() -> None:
    beside = Beside.of({"drake": captions_of("drake", 10)}, 3_000)
    assert beside is not None
    assert beside.validation == []
    assert len(beside.training) == 10


def test_a_template_is_known_from_some_captions_on() -> None:
    beside = Beside.of({"few": captions_of("few", LEAST_CAPTIONS - 1), "more": captions_of("more", LEAST_CAPTIONS)}, 0)
    assert beside is not None
    assert beside.templates == ("more",)
    assert Beside.of({}, 1_000) is None
    assert Beside.of({"none": []}, 1_000) is None


def test_special_characters_are_those_that_no_post_can_have() -> None:
    beside = Beside.of({"drake": captions_of("drake", 5), "x": [("\x01\U000f1234\U000f1234two\nlines",)]}, 0)
    assert beside is not None
    assert set(beside.special) == set("\x01\ue000\U000f1234")


def test_a_network_that_knows_the_posts_already_reads_as_much_of_captions_when_time_is_short() -> None:
    beside = Beside.of({"drake": captions_of("drake", 40)}, 100_000, is_touch_up=True)
    assert beside is not None
    assert 0.9 * TOUCH_UP_SHARE < beside.characters / (beside.characters + 100_000) <= TOUCH_UP_SHARE
