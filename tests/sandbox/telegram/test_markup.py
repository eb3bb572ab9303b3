"""HTML and MarkdownV2 become text and entities as on Telegram, and broken markup is named."""

import html
from typing import Any

import pytest
from aiogram.utils.text_decorations import markdown_decoration
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.telegram.entities import format_text
from bot.sandbox.telegram.errors import BotApiError
from bot.sandbox.telegram.utf16 import utf16_length


def parts(text: str, mode: str) -> tuple[str, list[tuple[Any, ...]]]:
    formatted = format_text(text, mode, None)
    return formatted.text, [(e["type"], e["offset"], e["length"]) for e in formatted.entities]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("a &lt;b&gt; &amp; &#x1F600;", "a <b> & 😀", []),
        ('<a href="https://example.org">link</a>', "link", [("text_link", 0, 4)]),
        ('<pre><code class="language-python">x = 1</code></pre>', "x = 1", [("pre", 0, 5)]),
        ("<blockquote expandable>long</blockquote>", "long", [("expandable_blockquote", 0, 4)]),
        (
            '<span class="tg-spoiler">who</span> <u>x</u><s>y</s>',
            "who xy",
            [("spoiler", 0, 3), ("underline", 4, 1), ("strikethrough", 5, 1)],
        ),
        ("<code>/help @anna_k</code> /help", "/help @anna_k /help", [("code", 0, 13), ("bot_command", 14, 5)]),
        ("😀<b>b</b>", "😀b", [("bold", 2, 1)]),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    assert parts(source, "HTML") == (text, entities)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*a _b_*", "a b", [("bold", 0, 3), ("italic", 2, 1)]),
        ("__u__ ~s~ ||who||", "u s who", [("underline", 0, 1), ("strikethrough", 2, 1), ("spoiler", 4, 3)]),
        ("`a*b` \\*", "a*b *", [("code", 0, 3)]),
        ("```python\nx = 1```", "x = 1", [("pre", 0, 5)]),
        ("[link](https://example.org/a\\)b)", "link", [("text_link", 0, 4)]),
        (">one\n>two\nthree", "one\ntwo\nthree", [("blockquote", 0, 8)]),
        ("_italic __both___", "italic both", [("italic", 0, 11), ("underline", 7, 4)]),
    ],
)
def test_markdown_becomes_text_and_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    assert parts(source, "MarkdownV2") == (text, entities)


@pytest.mark.parametrize(
    ("source", "mode", "why"),
    [
        ("яя <x>", "HTML", 'Unsupported start tag "x" at byte offset 5'),
        ("<b>a", "HTML", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a</i>", "HTML", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "HTML", "Unexpected end tag at byte offset 1"),
        ("1 < 2", "HTML", "Unclosed start tag at byte offset 2"),
        ("the end.", "MarkdownV2", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("*a", "MarkdownV2", "Can't find end of Bold entity at byte offset 0"),
        ("```a", "MarkdownV2", "Can't find end of Pre entity at byte offset 0"),
        ("[a] b", "MarkdownV2", "Can't find end of a URL at byte offset 0"),
    ],
)
def test_broken_markup_is_refused_in_the_original_words(source: str, mode: str, why: str) -> None:
    with pytest.raises(BotApiError) as refused:
        format_text(source, mode, None)
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("_*[]()~`>#+-=|{}.!\\<&😀"), max_size=60
)


@given(texts)
def test_escaped_html_stands_for_itself(text: str) -> None:
    assert format_text(html.escape(text, quote=False), "HTML", None).text == text.strip(" \n\t")


@given(texts)
def test_escaped_markdown_stands_for_itself(text: str) -> None:
    assert format_text(markdown_decoration.quote(text), "MarkdownV2", None).text == text.strip(" \n\t")


@given(texts, st.sampled_from(["", "HTML", "MarkdownV2"]))
def test_entities_never_leave_the_text(text: str, mode: str) -> None:
    try:
        formatted = format_text(text, mode, None)
    except BotApiError as refused:
        assert refused.description.startswith("Bad Request: can't parse entities: ")  # noqa: PT017 - either outcome is right
        return
    end = utf16_length(formatted.text)
    for entity in formatted.entities:
        offset, length = entity["offset"], entity["length"]
        assert isinstance(offset, int)
        assert isinstance(length, int)
        assert 0 <= offset < offset + length <= end
