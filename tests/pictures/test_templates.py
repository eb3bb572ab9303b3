"""The shipped templates are whole: they parse, are named in both languages, and people's captions fit their boxes."""

from collections import Counter
from pathlib import Path

import pytest

from bot.domain.template import Layout, Template
from bot.pictures.library import SHIPPED, Library, read_entry

TEMPLATES = tuple(
    read_entry(folder, is_shipped=True).template for folder in sorted(SHIPPED.iterdir()) if folder.is_dir()
)
DOCS = Path(__file__).parents[2] / "docs" / "pictures.md"
FEWEST = 24
FEWEST_EXAMPLES = 20
# A box of a meme holds a line or two; longer ones are for layouts that live by length.
LONGEST_TEXT = 90
LONG_LAYOUTS = {Layout.BUGURT, Layout.CHAT, Layout.QUOTE, Layout.DEMOTIVATOR}

each_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)


def test_there_are_enough_templates_in_every_layout() -> None:
    assert len(TEMPLATES) >= FEWEST
    assert {template.layout for template in TEMPLATES} == set(Layout)


@each_template
def test_a_template_is_named_in_both_languages_and_has_other_names(template: Template) -> None:
    assert set(template.titles) == {"ru", "en"}
    assert all(title.strip() for title in template.titles.values())
    assert any(not alias.isascii() for alias in template.aliases)
    assert any(alias.isascii() for alias in template.aliases)


@each_template
def test_a_template_has_captions_enough_to_learn_from(template: Template) -> None:
    assert len(template.examples) >= FEWEST_EXAMPLES
    languages = Counter(example.language for example in template.examples)
    assert languages["ru"] > languages["en"] >= 5
    assert any(example.title for example in template.examples)
    assert len({example.boxes for example in template.examples}) == len(template.examples)


@each_template
def test_each_caption_has_a_text_for_each_box(template: Template) -> None:
    for example in template.examples:
        assert len(example.boxes) == len(template.boxes)
        assert any(text.strip() for text in example.boxes)
        if template.layout not in LONG_LAYOUTS:
            assert max(map(len, example.boxes)) <= LONGEST_TEXT, example.boxes


@each_template
def test_each_caption_is_in_the_language_it_says(template: Template) -> None:
    for example in template.examples:
        letters = [letter for text in example.boxes for letter in text.lower() if letter.isalpha()]
        is_cyrillic = sum("а" <= letter <= "ё" for letter in letters) > len(letters) / 2
        assert is_cyrillic == (example.language == "ru"), example.boxes


def test_no_two_templates_go_by_one_name() -> None:
    called = Counter(
        name
        for template in TEMPLATES
        for name in {called.casefold() for called in (template.name, *template.titles.values(), *template.aliases)}
    )
    assert [name for name, count in called.items() if count > 1] == []


@each_template
def test_the_docs_show_the_template(template: Template) -> None:
    boxes = ", ".join(box.name for box in template.boxes)
    row = f"| `{template.name}` | {template.titles['ru']} | {template.titles['en']} | {template.layout} | {boxes} |"
    assert row in DOCS.read_text(encoding="utf-8").splitlines()


@each_template
def test_a_template_is_found_by_all_its_names(template: Template) -> None:
    library = Library()
    for name in (template.name, *template.titles.values(), *template.aliases):
        found = library.find(name.upper())
        assert found is not None
        assert found.name == template.name, name
