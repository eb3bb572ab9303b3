"""`wallflower write` and `queue`: what the network writes, and what waits of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.domain.draft import Draft, DraftState
from bot.ports import WritingRequest
from bot.terminal import HomeOption, print_json, run_in, said, shown, signed_here

if TYPE_CHECKING:
    from bot.settings import Home, Settings


def write(
    context: typer.Context,
    count: Annotated[int, typer.Option(min=1, max=1000, help="how many posts")] = 1,
    temperature: Annotated[float | None, typer.Option(help="0: the likeliest  [default: writing.temperature]")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="the same seed writes the same posts")] = None,
    prime: Annotated[str, typer.Option(help="what each post begins with")] = "",
    max_chars: Annotated[int | None, typer.Option(min=1, help="longest post  [default: writing.max_chars]")] = None,
    top_k: Annotated[int | None, typer.Option(help="among so many likeliest characters")] = None,
    top_p: Annotated[float | None, typer.Option(help="among the likeliest of this share")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="a JSON array instead of text")] = False,
    unguarded: Annotated[
        bool, typer.Option("--unguarded", help="whatever the network writes; so it is at temperature 0")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Write posts with the live checkpoint and print them; they go into no queue."""
    from bot import app as building

    async def work(found: Home, settings: Settings) -> None:
        style = building.style(settings)
        request = WritingRequest(
            prime,
            style.temperature if temperature is None else temperature,
            max_chars or style.max_chars,
            count,
            seed,
            style.top_k if top_k is None else top_k,
            style.top_p if top_p is None else top_p,
        )
        # At 0 there is but one text, and whoever asks for it wants to see that one.
        guarded = not unguarded and request.temperature > 0
        async with building.writing(found, settings, guarded=guarded) as writer:
            texts = await writer.write(request)
        if len(texts) < count:
            said.print(
                f"only {len(texts)} of {count} posts passed the guards: try another --temperature, or look at the "
                "limits under [writing]",
                highlight=False,
                markup=False,
                soft_wrap=True,
            )
        if as_json:
            rows = [
                {
                    "text": written.text,
                    "ended_by_itself": written.ended_by_itself,
                    "checkpoint": written.checkpoint,
                    "seed": written.seed,
                    "temperature": request.temperature,
                    "measured": None if written.measured is None else written.measured.to_json(),
                    "nearest": None if written.measured is None else written.measured.nearest,
                }
                for written in texts
            ]
            print_json(rows)
        elif texts:
            print("\n%\n".join(written.text for written in texts))

    run_in(context, home, work)


def queue(
    context: typer.Context,
    more: Annotated[int, typer.Option("--write", min=0, max=100, help="write so many drafts into the queue first")] = 0,
    state: Annotated[DraftState | None, typer.Option(help="only drafts in this state")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="a JSON array instead of a table")] = False,
    home: HomeOption = None,
) -> None:
    """Show the drafts that wait for a decision or a slot."""
    from bot import app as building
    from bot.storage.queue import Queue

    async def work(found: Home, settings: Settings) -> None:
        async with building.opened(found, settings) as database:
            if more:
                async with building.writing(found, settings, database) as writer:
                    await building.composer(database, writer, settings).queue(more, by=signed_here())
            drafts = Queue(database)
            states = [state] if state else [DraftState.UNSURE, DraftState.PENDING, DraftState.APPROVED]
            rows = [draft for each in states for draft in await drafts.waiting(each, limit=1000)]
            counts = await drafts.counts()
        if as_json:
            print_json([_draft_row(draft) for draft in rows])
            return
        printed = Table("draft", "state", "text", title=", ".join(f"{counts[each]} {each}" for each in DraftState))
        for draft in rows:
            printed.add_row(str(draft.id), draft.state, draft.text)
        shown.print(printed)

    run_in(context, home, work)


def _draft_row(draft: Draft) -> dict[str, object]:
    return {
        "id": draft.id,
        "state": draft.state.value,
        "text": draft.text,
        "temperature": draft.temperature,
        "checkpoint": draft.checkpoint,
        "seed": draft.seed,
        "created_at": draft.created_at.isoformat(),
        "measured": None if draft.measured is None else draft.measured.to_json(),
    }
