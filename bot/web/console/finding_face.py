"""A finding as a person reads it: in English as the doctor says it, in Russian made from its code and its facts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.words import Words
from bot.domain.fact import Fact, Size
from bot.domain.finding import Finding, Level
from bot.web.console.rendering import Rendering, spaced
from bot.web.console.words.findings import RUSSIAN, TERMS

# At the terminal, where `backticks` would only be copied along, most remedies are a command and nothing else.
_COMMANDS = ("wallflower ", "sudo ", "chmod ")


@dataclass(frozen=True, slots=True)
class FindingFace:
    """`sentence` and `remedy` hold what is to be typed in `backticks`."""

    area: str
    level: Level
    sentence: str
    remedy: str


def face(finding: Finding, words: Words, rendering: Rendering) -> FindingFace:
    """In the language of the words; in English what another version's doctor found and this one has no words for: the
    last examination outlives an upgrade, and the next one may be a newer program's than the bot that runs.
    """
    sentence, remedy = finding.sentence, finding.remedy
    wording = RUSSIAN.get(finding.code) if words.code == "ru" else None
    told = {name: _in_russian(fact, words, rendering) for name, fact in finding.facts.items()}
    try:
        if wording is not None:
            sentence, remedy = wording.sentence.format(**told), wording.remedy.format(**told)
    except KeyError:
        wording = None
    if wording is None and "`" not in remedy and remedy.startswith(_COMMANDS):
        remedy = f"`{remedy}`"
    return FindingFace(finding.area, finding.level, sentence[:1].upper() + sentence[1:], remedy)


def _in_russian(fact: Fact, words: Words, rendering: Rendering) -> str:
    match fact:
        case int():
            return spaced(fact)
        case timedelta():
            return _span(fact, words)
        case datetime():
            return rendering.local(fact)
        case Size():
            return _size(fact)
        case tuple():
            named = [f"{TERMS.get(share.name, share.name)} ({_size(share.size)})" for share in fact]
            return ", ".join(named) or "ничего"
    return TERMS.get(fact) or words.why(fact)


def _span(length: timedelta, words: Words) -> str:
    seconds = round(abs(length.total_seconds()))
    for forms, unit_s in ((words.days, 86_400), (words.hours, 3_600), (words.minutes, 60)):
        if seconds >= 2 * unit_s:
            return words.count(seconds // unit_s, forms)
    return words.count(seconds, words.seconds)


def _size(size: Size) -> str:
    count = size.in_bytes
    number, unit = (count / 1e9, "ГБ") if count >= 1e9 else (count / 1e6, "МБ")
    return f"{number:.1f} {unit}".replace(".", ",")
