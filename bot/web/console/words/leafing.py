"""Words around lists that are shown a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafingWords:
    """One language."""

    pages: str
    previous: str
    next: str
    page: str


LEAFING: Mapping[str, LeafingWords] = MappingProxyType(
    {
        "ru": LeafingWords(pages="Страницы", previous="← Назад", next="Дальше →", page="{page} из {pages}"),
        "en": LeafingWords(pages="Pages", previous="← Back", next="Next →", page="{page} of {pages}"),
    }
)
