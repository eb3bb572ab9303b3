"""The pages about checkpoints: all of them and the training under way, one of them, two beside each other."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Query
from markupsafe import Markup
from starlette.responses import Response

from bot.domain.audit import Signature
from bot.domain.checkpoint_run import Compared, CurvePoint, Errand, ErrandKind, KnownRun, TrainingNow
from bot.errors import Misconfigured, Refused, Retryable
from bot.web.console.charts import Line, curves
from bot.web.console.gate import acts, admits
from bot.web.console.house import House
from bot.web.console.refusals import NotFound
from bot.web.console.visitor import Visitor
from bot.web.console.words.checkpoints import CHECKPOINTS, CheckpointWords

_ALL = "/console/checkpoints"
_RIGHT = "console checkpoints"
# Of a network that has just begun the first bits would push all others to the chart's floor.
_SETTLED_AFTER = 3
# Fewer than these say nothing of bits per character (as the gate has it).
_LEAST_POSTS = 10

_Look = Annotated[Visitor, admits(_RIGHT)]
_Act = Annotated[Visitor, acts(_RIGHT)]
_Name = Annotated[str, Form(max_length=100)]
_Asked = Annotated[str, Query(max_length=100)]


def routes(house: House) -> APIRouter:
    """Their routes."""
    router = APIRouter()
    desk = _Desk(house)

    @router.get(_ALL)
    async def show(visitor: _Look) -> Response:
        return visitor.page("checkpoints.html", **await desk.all(visitor))

    @router.get(f"{_ALL}/training")
    async def training(visitor: _Look) -> Response:
        return visitor.fragment("checkpoints_training.html", **await desk.training(visitor))

    @router.get(f"{_ALL}/run/{{run}}")
    async def show_one(visitor: _Look, run: str) -> Response:
        return visitor.page("checkpoint.html", **await desk.one(visitor, run))

    @router.get(f"{_ALL}/compare")
    async def show_two(visitor: _Look, first: _Asked = "", second: _Asked = "") -> Response:
        return visitor.page("checkpoints_compare.html", **await desk.two(visitor, first, second))

    @router.get(f"{_ALL}/compared")
    async def compared(visitor: _Look, first: _Asked = "", second: _Asked = "") -> Response:
        return visitor.fragment("checkpoints_compared.html", **await desk.two(visitor, first, second))

    @router.post(f"{_ALL}/run/{{run}}/use")
    async def use(visitor: _Act, run: str) -> Response:
        return visitor.back(_of(run), await desk.use(visitor, run))

    @router.post(f"{_ALL}/run/{{run}}/ladder")
    async def climb(visitor: _Act, run: str) -> Response:
        return visitor.back(_of(run), await desk.climb(visitor, run))

    @router.post(f"{_ALL}/compare")
    async def compare(
        visitor: _Act, first: _Name, second: _Name, again: Annotated[str, Form(max_length=10)] = ""
    ) -> Response:
        return visitor.back(*await desk.compare(visitor, first, second, again=again == "yes"))

    @router.post(f"{_ALL}/train")
    async def train(visitor: _Act) -> Response:
        return visitor.back(_ALL, await desk.train(visitor))

    @router.post(f"{_ALL}/train/end")
    async def end(visitor: _Act) -> Response:
        return visitor.back(_ALL, await desk.end(visitor))

    return router


class _Desk:
    """What the pages show, as values for their templates, and what their buttons do, as words for a notice."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._laboratory = house.laboratory

    async def all(self, visitor: Visitor) -> dict[str, Any]:
        """Every run, and the training."""
        runs = await self._laboratory.runs()
        before = next((run for run in runs if run.was_live_before and not run.problem), None)
        return {
            **await self.training(visitor),
            "runs": runs,
            "before": before,
            # What one most likely holds against the live run.
            "newest_other": next((run.name for run in runs if not run.is_live and not run.problem), ""),
            "errand": self._laboratory.errand(),
            "of": _of,
        }

    async def training(self, visitor: Visitor) -> dict[str, Any]:
        """The training under way, with its curve."""
        own = visitor.own(CHECKPOINTS)
        now = await self._laboratory.training()
        points: Sequence[CurvePoint] = await self._curve(now.run) if now.run else ()
        return {"own": own, "now": now, "state": _state(now, own), "chart": _chart(points, own)}

    async def one(self, visitor: Visitor, name: str) -> dict[str, Any]:
        """A run. Raises NotFound."""
        own, run = visitor.own(CHECKPOINTS), await self._run(name)
        points = await self._curve(name)
        ladder = await self._laboratory.ladder(name)
        errand = self._laboratory.errand()
        is_measured = errand is not None and errand.kind is ErrandKind.EVALUATE and errand.runs == (name,)
        return {
            "own": own,
            "run": run,
            "of": _of,
            "chart": _chart(points, own),
            "measured": _measured(points),
            "ladder": ladder,
            "errand": errand if is_measured else None,
        }

    async def two(self, visitor: Visitor, first: str, second: str) -> dict[str, Any]:
        """Two runs. Raises NotFound."""
        pair = await self._run(first), await self._run(second)
        compared = await self._laboratory.compared(first, second)
        errand = self._laboratory.errand()
        mine = errand if errand is not None and errand.runs == (first, second) else None
        return {
            "own": visitor.own(CHECKPOINTS),
            "pair": pair,
            "of": _of,
            "rows": [] if compared is None else _rows(compared, visitor.own(CHECKPOINTS)),
            # While it is measured anew, what was found before is not looked at.
            "compared": None if _works(mine) else compared,
            "has_bits": compared is not None and compared.posts >= _LEAST_POSTS,
            "errand": mine,
            "live_at": f"{_ALL}/compared?{urlencode({'first': first, 'second': second})}",
        }

    async def use(self, visitor: Visitor, name: str) -> str:
        """Make a run live."""
        own, run = visitor.own(CHECKPOINTS), await self._run(name)
        try:
            before = await self._laboratory.use(run.name, self._signed(visitor))
        except Refused as error:
            return own.unusable.format(problem=visitor.words.why(error))
        if before in (None, name):
            return own.used.format(run=name)
        return own.used_was.format(run=name, before=before)

    async def climb(self, visitor: Visitor, name: str) -> str:
        """Let a run write examples."""
        own, run = visitor.own(CHECKPOINTS), await self._run(name)
        if not run.is_live and _works(self._laboratory.errand()):
            return own.errand_busy
        try:
            await self._laboratory.climb(run.name, self._house.reach.clock.now())
        except Retryable:
            return own.writer_busy
        except (Refused, Misconfigured) as error:
            return own.climb_refused.format(problem=visitor.words.why(error))
        return own.climbed if run.is_live else own.climb_begun

    async def compare(self, visitor: Visitor, first: str, second: str, *, again: bool) -> tuple[str, str]:
        """Where to go next, and what is told there. What is known already is measured only `again`."""
        own = visitor.own(CHECKPOINTS)
        for name in (first, second):
            await self._run(name)
        if first == second:
            return _ALL, own.compare_same
        there = f"{_ALL}/compare?{urlencode({'first': first, 'second': second})}"
        if not again and await self._laboratory.compared(first, second) is not None:
            return there, ""
        if _works(self._laboratory.errand()):
            return _ALL, own.errand_busy
        await self._laboratory.compare(first, second)
        return there, ""

    async def train(self, visitor: Visitor) -> str:
        """Begin a training."""
        own = visitor.own(CHECKPOINTS)
        try:
            await self._laboratory.train(self._signed(visitor))
        except Refused:
            return own.train_refused
        return own.train_begun

    async def end(self, visitor: Visitor) -> str:
        """End it."""
        own = visitor.own(CHECKPOINTS)
        try:
            await self._laboratory.end_training(self._signed(visitor))
        except Refused:
            return own.end_refused
        return own.ended

    async def _run(self, name: str) -> KnownRun:
        found = next((run for run in await self._laboratory.runs() if run.name == name), None)
        if found is None:
            raise NotFound
        return found

    async def _curve(self, run: str) -> Sequence[CurvePoint]:
        try:
            return await self._laboratory.curve(run)
        except Refused:  # a training that has not made its folder yet
            return ()

    def _signed(self, visitor: Visitor) -> Signature:
        return Signature(str(visitor.address), self._house.reach.clock.now())


def _of(run: str) -> str:
    """The page of a run."""
    return f"{_ALL}/run/{quote(run, safe='')}"


def _works(errand: Errand | None) -> bool:
    return errand is not None and not errand.is_done


def _state(now: TrainingNow, own: CheckpointWords) -> str:
    """The training in a sentence."""
    if not now.is_at_work:
        return own.training_unfinished.format(run=now.run) if now.run else own.training_none
    if not now.run or now.share is None:
        return own.training_begins
    return (own.training_judged if now.share >= 1 else own.training_works).format(run=now.run)


def _chart(points: Sequence[CurvePoint], own: CheckpointWords) -> Markup | None:
    settled = points[_SETTLED_AFTER:] if len(points) > 2 * _SETTLED_AFTER else points
    learning = [(float(point.step), point.training) for point in settled if point.training is not None]
    held_out = [(float(point.step), point.held_out) for point in _measured(settled) if point.held_out is not None]
    if not learning and not held_out:
        return None
    return curves(own.curve, [Line(own.learning, "s2", learning), Line(own.held_out, "s1", held_out)], own.steps)


def _measured(points: Sequence[CurvePoint]) -> list[CurvePoint]:
    """The points at which the held-out posts were read."""
    found: list[CurvePoint] = []
    before: float | None = None
    for point in points:
        if point.held_out is not None and point.held_out != before:
            found.append(point)
        before = point.held_out
    return found


def _rows(compared: Compared, own: CheckpointWords) -> list[tuple[str, str, str, str, str]]:
    rows = []
    for one in compared.figures:
        first, second, margin = (
            f"{value:.1%}" if one.is_share else f"{value:.3f}" for value in (one.first, one.second, one.margin)
        )
        rows.append((own.figures.get(one.name, one.name), first, second, margin, own.better[one.first_is]))
    return rows
