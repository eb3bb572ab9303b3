"""An evaluation as one table on a terminal: a row a figure, a column a writer; then what they wrote."""

from collections.abc import Callable

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from model.evaluation.ladder import Column, Evaluation
from model.evaluation.text_figures import COPY_CHARS, COPY_SHARE, LOOPED_SHARE

_NOTHING = "–"
_NO_DECIMALS_FROM = 0.095

ROWS: tuple[tuple[str, Callable[[Column], str]], ...] = (
    ("end by themselves", lambda column: _share(column.ends_by_itself)),
    ("characters, median", lambda column: f"{column.figures.length.middle:.0f}"),
    ("characters, 90th pct.", lambda column: f"{column.figures.length.high:.0f}"),
    ("length distance, 0–1", lambda column: f"{column.figures.length_distance:.2f}"),
    ("lines, median", lambda column: f"{column.figures.lines.middle:.0f}"),
    ("lines, 90th pct.", lambda column: f"{column.figures.lines.high:.0f}"),
    ("lines distance, 0–1", lambda column: f"{column.figures.lines_distance:.2f}"),
    ("known words", lambda column: _share(column.figures.known_words)),
    ("distinct words", lambda column: _share(column.figures.distinct[0])),
    ("distinct pairs", lambda column: _share(column.figures.distinct[1])),
    ("distinct triples", lambda column: _share(column.figures.distinct[2])),
    ("self-similarity", lambda column: f"{column.figures.self_similarity:.2f}"),
    ("copies", lambda column: _share(column.figures.copies)),
    ("longest verbatim run", lambda column: str(column.figures.longest_copied)),
    ("loops", lambda column: _share(column.figures.loops)),
    ("posts a second", lambda column: _NOTHING if column.posts_per_s is None else f"{column.posts_per_s:,.0f}"),
)


def table(evaluation: Evaluation) -> RenderableType:
    """The table with its legend, and the first texts of each writer."""
    printed = Table(
        box=SIMPLE_HEAD, padding=(0, 0, 0, 1), title=heading(evaluation), title_justify="left", title_style="bold"
    )
    printed.add_column("", no_wrap=True)
    for column in evaluation.columns:
        printed.add_column(column.name, justify="right", no_wrap=True)
    for name, show in ROWS:
        printed.add_row(name, *(show(column) for column in evaluation.columns))
    parts: list[RenderableType] = [printed, Text(legend(evaluation), style="dim")]
    parts += [Text(f"note: {note}") for note in evaluation.notes]
    for column in evaluation.columns:
        parts.append(Text(f"\n{column.name}", style="bold"))
        parts += [Padding(Text(example), (0, 0, 1, 2)) for example in column.examples]
    return Group(*parts)


def heading(evaluation: Evaluation) -> str:
    """The checkpoint and its bits per character."""
    return (
        f"{evaluation.checkpoint}: {evaluation.bits_per_character:.3f} bits per character "
        f"on {evaluation.held_out_posts:,} held-out posts"
    )


def legend(evaluation: Evaluation) -> str:
    """What the figures are of."""
    texts = evaluation.columns[-1].figures.texts
    return (
        f"{texts} posts a temperature, at most {evaluation.max_chars} characters, seed {evaluation.seed}; "
        f"people: their own held-out posts. A copy has over {COPY_CHARS} characters, or {COPY_SHARE:.0%} of itself, "
        f"in a row from one of {evaluation.training_posts:,} training posts; "
        f"a loop repeats itself for more than {LOOPED_SHARE:.0%}."
    )


def _share(value: float | None) -> str:
    """Small shares are what matters of copies and loops: they get a decimal."""
    if value is None:
        return _NOTHING
    return f"{value:.0%}" if value == 0 or value >= _NO_DECIMALS_FROM else f"{value:.1%}"
