"""What is learned of a template's examples, and what no caption may copy."""

from pathlib import Path

import pytest

from bot.domain.template import Box, Example, Layout, Template
from bot.flow.caption_corpus import languages_of, to_learn, write_originals
from corpus import captions
from corpus.separator import read_posts

RUSSIAN = Example("ru", ("Понедельник", "Утро без кофе"), "утро")
ENGLISH = Example("en", ("Getting up", ""))
BOTH = frozenset({"ru", "en"})


def template(name: str, *examples: Example) -> Template:
    boxes = (Box("a", 0.5, 0.2, 0.9, 0.2), Box("b", 0.5, 0.8, 0.9, 0.2))
    return Template(name, {"en": name}, Layout.TOP_BOTTOM, boxes, examples=examples)


@pytest.mark.parametrize(
    ("posts", "languages"),
    [
        (["Утро в деревне", "Вечер в городе"], {"ru"}),
        (["A morning in the country", "An evening in town"], {"en"}),
        (["Утро в деревне", "An evening in town"], {"ru", "en"}),
    ],
)
def test_the_languages_are_those_of_the_wall(posts: list[str], languages: set[str]) -> None:
    assert languages_of(posts) == languages


def test_an_example_is_learned_as_it_is_for_nothing_asked_and_for_its_longest_words() -> None:
    ((texts,),) = to_learn([template("drake", RUSSIAN)], BOTH).values()
    found = [captions.split("drake", text) for text in texts]
    assert [each.title for each in found] == ["утро", "", "понедельник"]
    assert {each.boxes for each in found} == {RUSSIAN.boxes}


def test_only_examples_in_the_walls_languages_are_learned() -> None:
    known = [template("drake", RUSSIAN, ENGLISH), template("cat", ENGLISH)]
    assert {name: len(each) for name, each in to_learn(known, BOTH).items()} == {"drake": 2, "cat": 1}
    assert {name: len(each) for name, each in to_learn(known, frozenset({"ru"})).items()} == {"drake": 1}


def test_all_examples_are_originals_that_no_caption_may_copy(tmp_path: Path) -> None:
    path = tmp_path / "captions.txt"
    write_originals([template("drake", RUSSIAN, ENGLISH), template("cat", ENGLISH)], path, 10)
    assert list(read_posts(path)) == ["Понедельник\n\nУтро без кофе", "Getting up"]
    write_originals([], path, 10)
    assert list(read_posts(path)) == []
