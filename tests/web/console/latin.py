"""Finds English on pages that are to be Russian."""

import html
import re

_APART = re.compile(
    r"<(script|style|code|pre|select|textarea|head)\b.*?</\1>|<[^>]*lang=\"en\"[^>]*>.*?</\w+>", re.DOTALL
)
_TAG = re.compile(r"<[^>]+>")
# Two words or more in Latin letters, side by side.
_RUN = re.compile(r"[A-Za-z][A-Za-z'’]*(?:[ ,;]+[A-Za-z][A-Za-z'’]*)+")
# How Russians call these things, too; and what is to be typed.
_NAMES = {"Long Poll", "Long Poll API", "Callback API", "Bot API", "JSON Lines", "PNG, JPEG, WebP", "Firefox, Linux"}
_COMMAND = re.compile(r"wallflower [a-z]+")


def english_in(page: str) -> list[str]:
    """Runs of Latin words that a person would read, without code, what is marked as English, and names."""
    text = html.unescape(_TAG.sub("\n", _APART.sub("\n", page)))
    return [run for run in _RUN.findall(text) if run not in _NAMES and not _COMMAND.fullmatch(run)]
