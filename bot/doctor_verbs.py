"""`wallflower doctor`: what is wrong with a home, its keys and its platforms, and what mends it."""

import asyncio
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from bot import logs
from bot.storage.holding import held
from bot.terminal import HomeOption, folder_of, guarded, print_json, said, shown

if TYPE_CHECKING:
    from bot.doctor.finding import Finding

# What monitors take for "warning" and "critical".
_WARNING_CODE, _BROKEN_CODE = 1, 2
# Columns of the area and the mark.
_INDENT = 19
_MARKS = {0: ("ok", "green"), 1: ("note", "cyan"), 2: ("warning", "yellow"), 3: ("BROKEN", "bold red")}


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="a JSON object for programs")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="leave out what is fine")] = False,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="all that may be found, as docs/doctor.md holds it")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Look the home, its keys and its platforms over, and say what mends each trouble. Changes nothing.

    The exit code is 0 if nothing is worse than a note, 1 after a warning, 2 if something is broken.
    """
    from bot.doctor.ailments import as_markdown as page
    from bot.doctor.examination import examine
    from bot.settings import Home

    if as_markdown:
        print(page())
        return
    found: list[Finding] = []

    def work() -> None:
        folder = folder_of(context, home)
        if folder.is_dir():
            context.with_resource(held(folder))
        # What clients log of failed calls stands in the findings.
        logs.set_up("error", json_lines=False, secrets=())
        with said.status("looking"):
            told = asyncio.run(examine(Home(folder)))
        areas = list(dict.fromkeys(finding.area for finding in told))
        found.extend(sorted(told, key=lambda finding: areas.index(finding.area)))

    guarded(work)
    worst = max(finding.level for finding in found)
    if as_json:
        print_json({"level": worst.name.lower(), "findings": [finding.to_json() for finding in found]})
    else:
        _show([finding for finding in found if finding.level or not quiet])
    code = (0, 0, _WARNING_CODE, _BROKEN_CODE)[worst]
    if code:
        raise typer.Exit(code)


def _show(found: "Sequence[Finding]") -> None:
    area = ""
    for finding in found:
        mark, style = _MARKS[finding.level]
        head = Text.assemble((f"{'' if finding.area == area else finding.area:<10}", "bold"), (f"{mark:<9}", style))
        area = finding.area
        first, *others = _lines(finding.sentence[:1].upper() + finding.sentence[1:])
        # Without the terminal's own wrapping: a path or an address that is longer stays whole and can be copied.
        shown.print(head + Text(first), soft_wrap=True)
        for line in others:
            shown.print(f"{'':<{_INDENT}}{line}", soft_wrap=True)
        for number, line in enumerate(_lines(finding.remedy, less=2)):
            arrow = "→ " if number == 0 else "  "
            style = "bold" if finding.level > 1 else "dim"
            shown.print(Text(f"{'':<{_INDENT}}{arrow}{line}", style=style), soft_wrap=True)
    counts = [sum(finding.level == level for finding in found) for level in (3, 2, 1)]
    words = [
        f"{count} {word}" for count, word in zip(counts, ("broken", "to look at", "to know"), strict=True) if count
    ]
    shown.print(f"\n{', '.join(words)}" if words else "\nAll is well.")


def _lines(text: str, less: int = 0) -> list[str]:
    """The text in lines that fit beside the marks; no word is broken."""
    width = max(shown.width - _INDENT - less, 20)
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
