"""Where a text that ran into its length limit may end. Knows no network."""

import re

# A sentence ends in . ! ? or …, with the quotes and brackets that close after it, before a space or the end.
_SENTENCE_END = re.compile(r"[.!?…]+[\"'»”’“)\]]*(?=\s|$)")
_LINE_END = re.compile(r"\S(?=[ \t]*\n)")
_SENTENCE_OR_LINE_END = re.compile(rf"{_SENTENCE_END.pattern}|{_LINE_END.pattern}")
_WORD_END = re.compile(r"\S(?=\s)")
# A sentence that ends before this share of the text is no good end: too much would be thrown away.
_LEAST_KEPT = 1 / 3


def end_at_a_whole(text: str, at_least: int = 0) -> str:
    """`text` cut after its last whole line or sentence, else after its last whole word, else as it is.

    Nothing of the first `at_least` characters is cut. `text` is taken to break off at its end, so what stands at the
    very end counts only if a sentence ends there.
    """
    for pattern, beyond in (
        (_SENTENCE_OR_LINE_END, max(at_least, int(len(text) * _LEAST_KEPT))),
        (_WORD_END, at_least),
    ):
        ends = [match.end() for match in pattern.finditer(text) if match.end() > beyond]
        if ends:
            return text[: ends[-1]]
    return text
