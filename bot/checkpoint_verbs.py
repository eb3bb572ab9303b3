"""`wallflower evaluate` and `wallflower checkpoint list | use | compare`."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.terminal import HomeOption, guarded, home_of, print_json, run_in, said, shown, signed_here

if TYPE_CHECKING:
    from bot.settings import Home, Settings

verbs = typer.Typer(help="List the checkpoints, choose the live one, compare two.", no_args_is_help=True)

_SEED = typer.Option(min=0, help="of the posts that are written; the same seed gives the same figures")
_JSON = typer.Option("--json", help="JSON instead of a table")


def evaluate(
    context: typer.Context,
    run: Annotated[str | None, typer.Argument(help="a run of `checkpoint list`", show_default="the live one")] = None,
    posts: Annotated[int, typer.Option(min=10, max=2000, help="how many posts to write at each temperature")] = 100,
    seed: Annotated[int, _SEED] = 0,
    picture: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False, help="where the picture goes", show_default="evaluation.png beside the checkpoint"
        ),
    ] = None,
    as_json: Annotated[bool, _JSON] = False,
    home: HomeOption = None,
) -> None:
    """Measure a checkpoint: one table and one picture, beside a Markov chain and people's own held-out posts."""
    from bot import evaluating
    from model.evaluation.table import table

    def work() -> None:
        found, settings = home_of(context, home)
        with said.status("reading the corpus") as status:
            evaluation = evaluating.measured(found, settings, run, posts, seed, status.update)
            where = evaluating.draw_beside(found, evaluation, picture)
            evaluating.keep_ladder(found, evaluation, datetime.now(UTC))
        if as_json:
            print_json({**evaluation.to_json(), "picture": str(where)})
            return
        shown.print(table(evaluation))
        shown.print(f"picture: {where}", highlight=False, soft_wrap=True)

    guarded(work)


@verbs.command("list")
def list_(context: typer.Context, as_json: Annotated[bool, _JSON] = False, home: HomeOption = None) -> None:
    """Show every run: when it was made, how good it is, which one is live, which has read forgotten posts."""
    from bot.app import opted_out
    from bot.choosing import listed
    from bot.retraining import marks

    def work() -> None:
        found, settings = home_of(context, home)
        runs = listed(found)
        marked = marks(found, asyncio.run(opted_out(found, settings)))
        if as_json:
            print_json([{**run.to_json(), "forgotten": marked[run.name] or None} for run in runs])
            return
        printed = Table("", "run", "made (UTC)", "bits/char.", "posts", "network")
        for column in printed.columns:
            column.no_wrap = True
        for run in runs:
            told = run.manifest
            if told is None:
                printed.add_row("live" if run.live else "", run.name)
                said.print(f"{run.name} can't be read: {run.problem}", highlight=False, markup=False)
                continue
            bits = "–" if told.bits_per_character is None else f"{told.bits_per_character:.3f}"
            shape = f"{told.network.layers}×{told.network.hidden}"
            made = told.created[:16].replace("T", " ")
            live = "live" if run.live else ""
            printed.add_row(live, run.name, made, bits, f"{told.posts:,}", shape)
        shown.print(printed)
        for run in runs:
            if marked[run.name]:
                said.print(f"{run.name} {marked[run.name]}", highlight=False, markup=False, soft_wrap=True)

    guarded(work)


@verbs.command()
def use(
    context: typer.Context,
    run: Annotated[str, typer.Argument(help="a run of `checkpoint list`")],
    home: HomeOption = None,
) -> None:
    """Let the bot write with this run from now on, whatever the gate thought of it. No restart is needed."""
    from bot.app import opened
    from bot.choosing import use as use_from_now_on

    async def work(found: Home, settings: Settings) -> None:
        async with opened(found, settings) as database:
            before = await use_from_now_on(found, database, run, signed_here())
        was = f"; it was {before}" if before not in (None, run) else ""
        shown.print(f"{run} is live now{was}", highlight=False)

    run_in(context, home, work)


@verbs.command()
def compare(
    context: typer.Context,
    first: Annotated[str, typer.Argument(metavar="A", help="a run of `checkpoint list`")],
    second: Annotated[str, typer.Argument(metavar="B", help="another one")],
    seed: Annotated[int, _SEED] = 0,
    as_json: Annotated[bool, _JSON] = False,
    home: HomeOption = None,
) -> None:
    """Measure A against B as a new checkpoint is measured against the live one."""
    from bot import evaluating

    def work() -> None:
        found, settings = home_of(context, home)
        with said.status("reading and writing with both"):
            comparison = evaluating.compared(found, settings, first, second, seed)
        if as_json:
            print_json(comparison.to_json())
            return
        printed = Table("", comparison.new, comparison.live, "noise up to", f"{first} is")
        for each in comparison.differences:
            better = each.live - each.new > each.margin
            word = "worse" if each.is_worse else "better" if better else "as good"
            printed.add_row(each.name, *each.shown(), word)
        shown.print(printed)
        shown.print(comparison.ground, highlight=False)

    guarded(work)
