"""All checks of one home, one area after the other; what goes wrong in one is a finding and stops no other."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import replace

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.app import painter, secrets_of
from bot.doctor import clock, database, house, people, pictures, telegram, vk, voice, work
from bot.doctor.case import Case, Skew, Surroundings
from bot.doctor.finding import Ailment, Finding, Level
from bot.domain.member import Platform, Role
from bot.domain.place import Place
from bot.mistakes import MISTAKES, sentence_of
from bot.settings import Home, Settings
from bot.storage.database import Database
from bot.storage.members import Member, Members
from bot.storage.opt_outs import OptOuts
from bot.storage.slots import Slots

# Of one area, beyond the timeouts of its calls: a platform may answer slowly, time and again.
_LONGEST_S = 90.0
_SHORTEST_SECRET = 6

FAILED = Ailment("", "check-failed", Level.BROKEN, "this could not be looked at: {problem}", "mend what it names")
TOO_SLOW = Ailment("", "check-slow", Level.WARNING, "this was not looked at to its end within {seconds} seconds")

_Check = Callable[[], Awaitable[list[Finding]]]


async def examine(
    home: Home,
    environment: Mapping[str, str] | None = None,
    surroundings: Surroundings = Surroundings(),  # noqa: B008 - frozen
    longest_s: float = _LONGEST_S,
) -> list[Finding]:
    """Every finding, by area; never an exception for what is wrong with the home, and no key in any of them.

    `environment` stands in for this process's own.
    """
    found, settings = house.examine(home, environment, surroundings)
    if settings is None:
        return found
    async with AsyncExitStack() as stack:
        case, opened = Case(home, settings, surroundings), None
        try:
            url = home.database_url(settings)
            if database.is_there(url):
                reached = Database(url)
                stack.push_async_callback(reached.close)
                told, is_sound = await database.examine(reached)
                found += told
                opened = reached if is_sound else None
            else:
                found.append(database.ABSENT.found())
            case = await _filled(case, opened)
            opted_out = frozenset[str]() if opened is None else await OptOuts(opened).authors()
        except MISTAKES as error:
            found.append(_failed(database.AREA, error))
            opted_out = frozenset()

        async def guarded(area: str, check: _Check) -> None:
            try:
                async with asyncio.timeout(longest_s):
                    found.extend(await check())
            except TimeoutError:
                found.append(_in(area, TOO_SLOW.found(seconds=round(longest_s))))
            except MISTAKES as error:
                found.append(_failed(area, error))

        async def of_roles() -> list[Finding]:
            return people.examine(case)

        skews: list[Skew] = []
        await guarded(people.AREA, of_roles)
        await guarded(voice.AREA, lambda: asyncio.to_thread(voice.examine, case, opted_out))
        await guarded(pictures.AREA, lambda: pictures.examine(case, painter(home, settings)))
        if opened is not None:
            sound = opened
            await guarded(work.AREA, lambda: work.examine(case, sound))
        await guarded(vk.AREA, lambda: vk.examine(case, skews))
        await guarded(telegram.AREA, lambda: telegram.examine(case, skews))
        found += clock.examine(skews)
    return [_without(finding, _secrets(settings)) for finding in found]


async def _filled(case: Case, opened: Database | None) -> Case:
    """The case with the places and the people that settings and database name."""
    settings = case.settings
    places: set[Place] = {one.place for one in settings.places}
    if settings.schedule.place is not None:
        places.add(settings.schedule.place)
    elif settings.vk.enabled and settings.vk.group_id:
        places.add(Place(Platform.VK, str(-settings.vk.group_id)))
    roles = settings.roles.roles()
    if opened is not None:
        places |= await Slots(opened).places()
        staff = list(await Members(opened, roles).named(Role.MODERATOR))
    else:
        staff = [Member(person, roles.of(person)) for person in roles.named if roles.of(person) >= Role.MODERATOR]
    return Case(case.home, settings, case.surroundings, frozenset(places), tuple(staff))


def _failed(area: str, error: Exception) -> Finding:
    return _in(area, FAILED.found(problem=sentence_of(error)))


def _in(area: str, finding: Finding) -> Finding:
    return replace(finding, area=area)


def _secrets(settings: Settings) -> list[str]:
    hidden = secrets_of(settings)
    with suppress(ArgumentError):  # it was said that this is no address
        hidden.append(make_url(settings.database.url.get_secret_value()).password or "")
    return [secret for secret in hidden if len(secret) >= _SHORTEST_SECRET]


def _without(finding: Finding, secrets: list[str]) -> Finding:
    """With every key blotted out that an answer may have quoted."""

    def blotted(text: str) -> str:
        for secret in secrets:
            text = text.replace(secret, "[secret]")
        return text

    facts = {name: blotted(fact) if isinstance(fact, str) else fact for name, fact in finding.facts.items()}
    return replace(finding, sentence=blotted(finding.sentence), remedy=blotted(finding.remedy), facts=facts)
