"""The health page: whether the bot has what it needs, what the doctor finds, what went wrong of late."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.domain.finding import Finding, Level
from bot.domain.trouble import Trouble
from bot.web.console.finding_face import FindingFace, face
from bot.web.console.gate import acts, admits
from bot.web.console.house import House
from bot.web.console.visitor import Visitor
from bot.web.console.words.health import HEALTH, HealthWords
from bot.web.console.words.troubles import LEVELS, SENTENCES

_PAGE = "/console/health"
_RIGHT = "console health"
_MOST_TROUBLES = 30


def routes(house: House) -> APIRouter:
    """Its routes."""
    router = APIRouter()

    @router.get(_PAGE)
    async def show(visitor: Annotated[Visitor, admits(_RIGHT)]) -> Response:
        own = visitor.own(HEALTH)
        signs = await house.vitals.signs()
        return visitor.page(
            "health.html",
            own=own,
            signs=signs,
            is_well=all(part.is_well for part in signs.parts.values()),
            up=_span(signs.up_s, own),
            scraped_at=max(signs.counts.scraped_at.values(), default=None),
            troubles=[_shown(trouble, visitor) for trouble in signs.troubles[:_MOST_TROUBLES]],
            found=_by_gravity(await house.examiner.look(), visitor),
            **await _whole(house, visitor),
        )

    @router.get(f"{_PAGE}/examined")
    async def examined(visitor: Annotated[Visitor, admits(_RIGHT)]) -> Response:
        return visitor.fragment("health_examined.html", own=visitor.own(HEALTH), **await _whole(house, visitor))

    @router.post(f"{_PAGE}/examine")
    async def examine(visitor: Annotated[Visitor, acts(_RIGHT)]) -> Response:
        own = visitor.own(HEALTH)
        return visitor.back(_PAGE, own.examine_begun if house.examiner.examine() else own.examine_busy)

    return router


async def _whole(house: House, visitor: Visitor) -> dict[str, Any]:
    examined = await house.examiner.examined()
    findings = () if examined is None or examined.findings is None else examined.findings
    return {"examined": examined, "examined_found": _by_gravity(findings, visitor)}


def _by_gravity(found: Sequence[Finding], visitor: Visitor) -> dict[str, list[FindingFace]]:
    """What needs somebody, the gravest first, and what is fine."""
    faces = [face(one, visitor.words, visitor.rendering) for one in found]
    return {
        "troubling": sorted((one for one in faces if one.level is not Level.FINE), key=lambda one: -one.level),
        "fine": [one for one in faces if one.level is Level.FINE],
    }


def _shown(trouble: Trouble, visitor: Visitor) -> dict[str, Any]:
    """An entry of the log; what another program wrote into it is shown in its words."""
    is_russian = visitor.language == "ru"
    sentence = SENTENCES.get(trouble.sentence) if is_russian else trouble.sentence
    return {
        "at": _instant(trouble.at),
        "is_warning": trouble.level == "warning",
        "level": LEVELS.get(trouble.level, trouble.level) if is_russian else trouble.level,
        "sentence": sentence or trouble.sentence,
        "is_quoted": sentence is None,
        "facts": trouble.facts,
    }


def _instant(at: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _span(seconds: float, own: HealthWords) -> str:
    for pattern, size in ((own.days, 86_400), (own.hours, 3_600)):
        if seconds >= 2 * size:
            return pattern.format(n=round(seconds / size))
    return own.minutes.format(n=round(seconds / 60))
