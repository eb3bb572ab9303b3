"""Posts to try Wallflower on without a community: a Russian wall and an English one.

All of them were written for this project, none is taken from elsewhere; they are given under the project's own licence,
so that they, and a network that is fitted on them, may be passed on with it. Each file is a corpus file as
`corpus.separator` writes it.
"""

from pathlib import Path
from typing import Literal, get_args

Language = Literal["ru", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def wall(language: Language) -> Path:
    """The corpus file of the posts in that language. Raises ValueError for a language that there is no wall in."""
    if language not in LANGUAGES:
        raise ValueError(f"there is no sample wall in {language!r}; choose one of {', '.join(LANGUAGES)}")
    return Path(__file__).with_name(f"wall-{language}.txt")
