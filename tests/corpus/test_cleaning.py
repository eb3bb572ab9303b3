"""Cleaning drops under a stated reason, never raises, keeps to the limits, and has nothing to do when repeated."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.cleaning import CleaningRules, Reason, clean
from corpus.post import Post
from corpus.repair import Repair

# Pieces that set off every repair, put together at random with any text.
_PIECES = """
&amp; amp; &lt;br&gt; <br> &#55357; &#x110000; &quot &nbsp; [id1| ] [club1|Имя] @id1 (Имя) *club7 ( ) [https://vk.com/x|т]
https://vk.com/a_b www.ru. http:// t.me/x (https://a.b) #тег #a@b ## # #1 ??? ????? ?????? Ð Ïðèâåò ðÒÉ×ÅÔ рТЙЧЕФ
РџСЂРёРІРµС‚ п÷я─п╦п╡ â€™ Ã© ❤ 👨 ⣿ erid: 2VtzqwErTy промокод скидка 10% реклама Привет, как дела? ё
"""
_CHARACTERS = "\x85\xa0\u200d\ufe0f\u200b\xad\ufeff\r\u2028\u2800\ud83d\ude00\ufffd\u0306\u0301ие \n#@&*[]|()"
PIECES = st.sampled_from([*_PIECES.split(), *_CHARACTERS, "Ñ\x80", "\n\n\n\n\n"])
HOSTILE = st.lists(st.one_of(PIECES, st.sampled_from([" ", "\n", "  "]), st.text(max_size=5)), max_size=14).map("".join)
POSTS = st.lists(
    st.builds(
        Post,
        text=st.one_of(HOSTILE, st.text()),
        posted_at=st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))),
        is_repost=st.booleans(),
        is_advertising=st.booleans(),
    ),
    max_size=8,
)
RULES = st.builds(
    CleaningRules,
    min_chars=st.integers(1, 5),
    max_chars=st.integers(5, 60),
    near_copy_similarity=st.sampled_from([0.3, 0.8, 1.0]),
    near_copy_min_chars=st.integers(1, 20),
    drop_reposts=st.booleans(),
    drop_advertising=st.booleans(),
)


def only(text: str) -> Reason | None:
    """Why a post with this text is dropped when it is alone."""
    return next(iter(clean([Post(text)]).dropped), None)


@settings(max_examples=600, deadline=None)
@given(POSTS, RULES)
def test_whatever_comes_in_is_kept_within_the_limits_or_counted_and_a_second_cleaning_changes_nothing(
    posts: list[Post], rules: CleaningRules
) -> None:
    cleaned = clean(posts, rules)
    assert cleaned.read == len(posts) == len(cleaned.posts) + cleaned.dropped.total()
    for post in cleaned.posts:
        assert rules.min_chars <= len(post.text) <= rules.max_chars
        assert post.text.encode("utf-8")
    again = clean(cleaned.posts, rules)
    assert again.posts == cleaned.posts
    assert not again.dropped
    assert not again.repaired


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.EMPTY),
        (" \n\u200b\t", Reason.EMPTY),
        ("https://vk.com/wall-1_1", Reason.LABELS_ONLY),
        ("#юмор #жиза@club\n#мем", Reason.LABELS_ONLY),
        ("@id1", Reason.LABELS_ONLY),
        ("Прив\ufffdт, как дела?", Reason.BROKEN),
        ("?????? ???, ????? ????", Reason.BROKEN),
        ("&" + "amp;" * 40 + "lt;", Reason.BROKEN),
        ("я", Reason.TOO_SHORT),
        ("а" * 2001, Reason.TOO_LONG),
        ("а " * 1_000_000, Reason.TOO_LONG),
        ("На правах рекламы: слон, недорого", Reason.ADVERTISING),
        ("Что? Где? Когда???", None),
        ("- ??\n- !!", None),
        ("а" * 2000, None),
        ("Я же говорил.", None),
    ],
)
def test_a_post_is_dropped_under_the_reason_that_fits_it(text: str, reason: Reason | None) -> None:
    assert only(text) == reason


def test_reposts_and_what_the_wall_marks_as_advertising_go_unless_the_rules_keep_them() -> None:
    posts = [Post("Чужое слово", is_repost=True), Post("Купите слона", is_advertising=True)]
    assert clean(posts).dropped == {Reason.REPOST: 1, Reason.ADVERTISING: 1}
    assert clean(posts, CleaningRules(drop_reposts=False, drop_advertising=False)).posts == posts


def test_advertising_is_seen_in_the_link_that_cleaning_takes_away() -> None:
    assert only("Лучшие слоны тут https://example.com/?erid=2VtzqwErTyU") == Reason.ADVERTISING


def test_copies_that_differ_in_case_spaces_and_punctuation_go() -> None:
    cleaned = clean(
        [Post("Казнить нельзя, помиловать!"), Post("казнить  нельзя помиловать"), Post("Ещё"), Post("еще...")]
    )
    assert [post.text for post in cleaned.posts] == ["Казнить нельзя, помиловать!", "Ещё"]
    assert cleaned.dropped == {Reason.COPY: 2}


def test_near_copies_go_and_what_is_only_alike_stays() -> None:
    story = "Приходит программист в магазин и просит батон хлеба, а если будут яйца, то десяток. Принёс десять батонов."
    alike = "Приходит сантехник в аптеку и просит вантуз, а если будут прокладки, то пять. Вернулся с пятью пробками."
    cleaned = clean([Post(story), Post(story.replace("хлеба", "белого")), Post(alike)])
    assert [post.text for post in cleaned.posts] == [story, alike]
    assert cleaned.dropped == {Reason.NEAR_COPY: 1}


def test_short_sayings_are_never_near_copies() -> None:
    posts = [Post("Не было печали."), Post("Не было печати.")]
    assert clean(posts).posts == posts


def test_of_copies_the_oldest_stays_and_the_order_of_the_wall_is_kept() -> None:
    new = Post("Одно и то же", remote_id="9", posted_at=datetime(2024, 5, 1, tzinfo=UTC))
    other = Post("Другое", remote_id="5", posted_at=datetime(2022, 1, 1, tzinfo=UTC))
    old = Post("Одно и то же!", remote_id="1", posted_at=datetime(2020, 1, 1, tzinfo=UTC))
    undated = Post("одно и то же", remote_id="3")
    assert clean([undated, new, other, old]).posts == [other, old]


def test_of_copies_without_dates_the_first_stays() -> None:
    assert [post.remote_id for post in clean([Post("Да ну", remote_id="a"), Post("да ну", remote_id="b")]).posts] == [
        "a"
    ]


def test_everything_but_the_text_comes_through_as_it_was() -> None:
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    post = Post("Жили-были&hellip;", "vk:-1", "17", "id5", moment, moment)
    assert clean([post]).posts == [Post("Жили-были…", "vk:-1", "17", "id5", moment, moment)]


def test_repairs_are_counted_once_a_post_and_only_for_posts_that_stay() -> None:
    posts = [Post("Ля&nbsp;ля &amp; ля"), Post("&lt;3 &lt;3"), Post("&nbsp;")]
    assert clean(posts).repaired == Counter({Repair.ENTITIES: 2, Repair.SPACES: 1})


def test_rules_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="min_chars must be"):
        CleaningRules(min_chars=0)
    with pytest.raises(ValueError, match="min_chars must be"):
        CleaningRules(min_chars=9, max_chars=8)
    with pytest.raises(ValueError, match="near_copy_similarity must be"):
        CleaningRules(near_copy_similarity=0.1)
    with pytest.raises(ValueError, match="near_copy_min_chars must be"):
        CleaningRules(near_copy_min_chars=0)
