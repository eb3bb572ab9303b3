"""The comparison of ways to write captions is fair: all read the same text, which none has learned from."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.captioning.figures import CaptionJudge, Forms
from benchmarks.captioning.material import Meme, Memes, divided
from benchmarks.captioning.new_templates import per_character
from benchmarks.yardsticks import caption_words
from benchmarks.yardsticks.caption_characters import CaptionCharacters, Recipe, Way
from benchmarks.yardsticks.caption_words import CaptionWords, WordRecipe, Words

RECIPE = Recipe(hidden=32, embedding=8, batch=4, length=32)
WORDS = WordRecipe(words=40, embedding=8, hidden=32, batch=8, learning_rate=1e-2)
TEXT = st.text(alphabet="abc d'’.,!?1_ é", max_size=40).map(lambda text: " ".join(text.split()))


@pytest.fixture(scope="module")
def memes() -> Memes:
    draw = random.Random(1)
    words = {"dogs": ("wow", "such bone"), "cats": ("no", "i hate it")}
    every = [
        Meme(name, "", (f"{first} {draw.randrange(999)}", f"{second} {draw.randrange(99)}"))
        for name, (first, second) in words.items()
        for _ in range(1_200)
    ]
    return divided(every, least_seen=1)


def test_equal_words_land_on_the_same_side_and_no_caption_on_both(memes: Memes) -> None:
    held_out = {meme.text for meme in memes.held_out}
    assert 0.002 < len(held_out) / len(memes.training) < 0.03
    assert not held_out & {meme.text for meme in memes.training}


def test_new_templates_are_in_nothing_that_is_learned() -> None:
    every = [Meme(f"t{number % 5}", "", (f"caption {number}",)) for number in range(8_000)]
    found = divided(every, least_seen=1)
    assert len(found.new) == 3
    assert not set(found.new) & {meme.template for meme in (*found.training, *found.held_out)}
    assert divided(every[::-1], least_seen=1).new.keys() == found.new.keys()


@given(TEXT)
def test_words_laid_end_to_end_are_the_text_again(text: str) -> None:
    assert "".join(caption_words.split(text)).removeprefix(" ") == text


def test_a_word_that_is_not_known_is_paid_for_letter_by_letter() -> None:
    captions = [Meme("a", "", ("the cat sat",)), Meme("a", "", ("the dog",))]
    words = Words(captions, most=1)
    assert words.spelling_bits(("the",)) == 0
    letters = sum(len(word) + 1 for word in (" cat", " sat", " dog"))
    unseen = math.log2(letters + len(set(" catsdog\n")) + 1)
    assert words.spelling_bits(("qq",)) == pytest.approx(2 * unseen + sum(
        math.log2((letters + len(set(" catsdog\n")) + 1) / (count + 1)) for count in (3, 3)
    ))  # fmt: skip
    assert words.decode(words.encode(("the", "the"))[:-1]) == ("the", "the")


@pytest.mark.parametrize("way", ["line", "symbol", "embedding"])
def test_letters_learn_what_each_template_says(memes: Memes, way: Way) -> None:
    system = CaptionCharacters(way, memes.vocabulary(), [*memes.templates, "new"], RECIPE, seed=0)
    before = per_character(system, memes.held_out)
    system.learn(memes.training, cpu_s=6.0, seed=0)
    assert per_character(system, memes.held_out) < before / 2
    asked = [("dogs", ""), ("cats", "")] * 20
    written = system.write(asked, memes.training[:8], 0.5, seed=0)
    assert CaptionJudge(memes.training).figures([name for name, _ in asked], written).named > 0.8


def test_words_learn_what_each_template_says(memes: Memes) -> None:
    system = CaptionWords(memes.training, memes.templates, WORDS, seed=0)
    (before, _), _ = system.bits(memes.held_out), system.learn(memes.training, cpu_s=6.0, seed=0)
    after, _ = system.bits(memes.held_out)
    assert after < before / 1.5
    asked = [("dogs", ""), ("cats", "")] * 20
    written = system.write(asked, 0.5, seed=0)
    assert CaptionJudge(memes.training).figures([name for name, _ in asked], written).named > 0.8


def test_people_fit_their_templates_and_others_do_not(memes: Memes) -> None:
    forms = Forms(memes.training)
    assert sum(forms.fits(meme.template, meme.boxes) for meme in memes.held_out) > 0.9 * len(memes.held_out)
    assert not forms.fits("dogs", ("wow",))
    assert not forms.fits("dogs", ("wow " * 50, "such bone 12"))


def test_copies_are_found_and_what_did_not_end_counts_as_such(memes: Memes) -> None:
    judge = CaptionJudge(memes.training)
    first = memes.training[0]
    figures = judge.figures([first.template] * 4, [first.boxes, first.boxes, ("something else", "entirely"), None])
    assert figures.ended == 0.75
    assert figures.distinct == pytest.approx(2 / 3)
    assert figures.copies == figures.near == pytest.approx(2 / 3)
