"""Asks a platform, by the doctor's own checks, what a key may do before it is written down."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import replace

from bot.doctor import telegram, vk
from bot.doctor.case import Case, Skew, Surroundings
from bot.doctor.examination import FAILED
from bot.doctor.finding import Finding, Level
from bot.domain.place import Place
from bot.errors import Misconfigured
from bot.init.dialogue import Dialogue
from bot.mistakes import MISTAKES, sentence_of
from bot.settings import Home, Settings

_Check = Callable[[Case, list[Skew]], Awaitable[list[Finding]]]


def at_vk(home: Home, trial: Settings, about: Collection[str], places: Iterable[Place] = ()) -> list[Finding]:
    """What the doctor says of VK with these settings: what is fine, and of the troubles those `about` these codes."""
    return _found(vk.AREA, vk.examine, Case(home, trial, Surroundings(), frozenset(places)), about)


def at_telegram(home: Home, trial: Settings, about: Collection[str], places: Iterable[Place] = ()) -> list[Finding]:
    """The same of Telegram."""
    return _found(telegram.AREA, telegram.examine, Case(home, trial, Surroundings(), frozenset(places)), about)


def key_that_works(
    talk: Dialogue, question: str, kept: str, variable: str, look: Callable[[str], list[Finding]], *, is_needed: bool
) -> str:
    """A key with which nothing is broken, or which the person keeps all the same; "" for none.

    `kept` is the one that is known already. Raises Misconfigured where nobody is asked and none will do.
    """
    key = kept
    if kept:
        talk.explain("There is one already.")
    while True:
        if not key:
            if not talk.asks and is_needed:
                raise Misconfigured(f"a key is missing: put {variable}=… into the environment or into .env")
            key = talk.secret(question) if talk.asks else ""
            if not key:
                return ""
        with talk.waits("asking what it may do"):
            found = look(key)
        talk.show(found)
        if not any(finding.level is Level.BROKEN for finding in found):
            if key != kept or talk.yes("Keep this key?"):
                return key
            key = ""
            continue
        refuse_broken(talk, found)
        match talk.choice(
            "What now",
            {
                "a": "another key",
                "l": "look again: I have changed something",
                "k": "keep it and mend it later",
            },
            default="a",
        ):
            case "a":
                key = ""
            case "k":
                return key


def refuse_broken(talk: Dialogue, found: list[Finding]) -> None:
    """Raise Misconfigured with what is broken where nobody is there to be asked."""
    broken = [finding.sentence for finding in found if finding.level is Level.BROKEN]
    if broken and not talk.asks:
        raise Misconfigured("; ".join(broken))


def _found(area: str, check: _Check, case: Case, about: Collection[str]) -> list[Finding]:
    async def ask() -> list[Finding]:
        return await check(case, [])

    try:
        told = asyncio.run(ask())
    except MISTAKES as error:
        failed = FAILED.found(problem=sentence_of(error))
        return [Finding(area, failed.code, failed.level, failed.sentence)]
    return [_here(one) for one in told if one.level is Level.FINE or one.code in about]


def _here(finding: Finding) -> Finding:
    """Without the part of a remedy that says where the key is written: that is done here."""
    remedy, _, _ = finding.remedy.partition("WALLFLOWER_")
    if remedy != finding.remedy:
        remedy = remedy.rpartition(";")[0]
    return replace(finding, remedy=remedy)
