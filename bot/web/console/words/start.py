"""Words of the start page."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class StartWords:
    """One language."""

    title: str
    waiting: str
    approved: str


RU = StartWords(title="Обзор", waiting="Ждут решения", approved="Одобрены и ждут своего времени")
EN = StartWords(title="Overview", waiting="Waiting for a decision", approved="Approved, waiting for their time")

START: Mapping[str, StartWords] = MappingProxyType({"ru": RU, "en": EN})
