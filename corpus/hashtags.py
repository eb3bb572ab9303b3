"""Hashtags at the edges of a post: labels for the platform. Those inside a sentence stay."""

import re

_TAG = r"\#(?=\w*[^\W\d_])(?!(?=\w*\d)[0-9A-Fa-f]{6}(?!\w))\w+(?:-\w+)*(?:@[\w.]+)?"
"""A hashtag has a letter (`#1` is a place in a list), is no colour (`#44aaff`), may name a community: `#joke@club`."""
_TAGS = re.compile(f"(?:{_TAG})+")
_WORD = re.compile(r"\S+")
_BETWEEN_TAGS = ",;.|•·"


def remove_edge_hashtags(text: str) -> str:
    """`text` without the hashtags that it begins and ends with."""
    if "#" not in text:
        return text
    words = list(_WORD.finditer(text))
    start, end = 0, len(words)
    while start < end and _is_tag(words[start][0]):
        start += 1
    while end > start and _is_tag(words[end - 1][0]):
        end -= 1
    if (start, end) == (0, len(words)):
        return text
    if start == end:
        return ""
    # The indentation of the first line that stays is kept, so that a picture made of characters stays one.
    begin = 0 if start == 0 else words[start].start()
    if start:
        begin = max(text.rfind("\n", words[start - 1].end(), begin) + 1, words[start - 1].end())
    return text[begin : words[end - 1].end() if end < len(words) else len(text)]


def _is_tag(word: str) -> bool:
    return _TAGS.fullmatch(word.strip(_BETWEEN_TAGS)) is not None
