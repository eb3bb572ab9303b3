"""What may stand in a bundle: the files of a home by name, and how big each may be.

A list of what is allowed, not of what is not: a path that leads out of the home has no place in it.
"""

import re

MANIFEST = "manifest.json"
DATABASE = "wallflower.db"
SETTINGS = "wallflower.toml"
SECRETS = ".env"
AUTHOR_KEY = "author.key"
CORPUS = "corpus.txt"
CHECKPOINTS = "checkpoints"
TEMPLATES = "templates"
PICTURES = "pictures"

MOST_MEMBERS = 20_000
_SMALL = 1_000_000
_NOTE = 64_000_000  # beside a checkpoint: a picture of its evaluation, and the like
_PICTURE = 32_000_000
_MOST_WEIGHTS = 2**32
_MOST = 2**40

_NAME = r"\w[\w.-]{0,99}"
_ALLOWED: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"{re.escape(MANIFEST)}"), 16_000_000),
    (re.compile(rf"{re.escape(SETTINGS)}|{re.escape(SECRETS)}|{re.escape(AUTHOR_KEY)}"), _SMALL),
    (re.compile(rf"{re.escape(DATABASE)}|{re.escape(CORPUS)}"), _MOST),
    (re.compile(rf"{CHECKPOINTS}/(live|live-before|unfinished)"), _SMALL),
    (re.compile(rf"{CHECKPOINTS}/{_NAME}/(best|last)/{_NAME}"), _MOST_WEIGHTS),
    (re.compile(rf"{CHECKPOINTS}/{_NAME}/{_NAME}"), _NOTE),
    (re.compile(rf"{PICTURES}/[0-9a-f]{{16}}\.jpg"), _PICTURE),
    (re.compile(rf"{TEMPLATES}/[a-z0-9-]{{1,32}}/(template\.toml|picture\.(png|jpg|webp|gif))"), _PICTURE),
)


def most_bytes(name: str) -> int | None:
    """How big a member of this name may be; None if nothing of this name belongs into a bundle."""
    return next((most for pattern, most in _ALLOWED if pattern.fullmatch(name)), None)
