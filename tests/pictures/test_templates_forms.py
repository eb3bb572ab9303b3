"""The captions of templates that live by a form keep to it: the network learns the form from them."""

from bot.pictures.library import Library


def _captions(name: str) -> list[tuple[str, ...]]:
    entry = Library().entry(name)
    assert entry is not None
    return [example.boxes for example in entry.template.examples]


def test_a_bugurt_is_lines_in_capitals_with_an_at_between() -> None:
    for (text,) in _captions("bugurt"):
        lines = text.split("\n")
        assert text == text.upper()
        assert len(lines) >= 5
        assert all((line == "@") == (index % 2 == 1) for index, line in enumerate(lines)), text
        assert lines[-1] != "@"


def test_a_quotation_has_words_and_a_name_and_brings_no_marks_of_its_own_about_it() -> None:
    for words, name in _captions("quote"):
        assert words
        assert name
        assert not (words.startswith(("«", '"', "“")) and words.endswith(("»", '"', "”")))
        assert len(words) > len(name)


def test_a_chat_has_a_name_above_and_four_messages() -> None:
    for name, *messages in _captions("chat"):
        assert len(name) <= 24
        assert len(messages) == 4
        assert all(messages)


def test_a_question_about_the_butterfly_is_a_question() -> None:
    assert all(question.endswith("?") for _who, _what, question in _captions("butterfly"))
