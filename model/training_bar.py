"""Training's progress as a line at the foot of a terminal."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bar

from model.training_progress import Progress


class TrainingBar:
    """`with TrainingBar() as show: train(…, on_progress=show)`. Without a terminal it says one line for every tenth."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)
        self._said = -1
        self._bar = Bar(
            TextColumn("training"),
            BarColumn(),
            TextColumn("{task.percentage:3.0f} %  {task.fields[figures]}"),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._task = self._bar.add_task("training", total=1.0, figures="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._bar.stop()

    def __call__(self, progress: Progress) -> None:
        """Show how training stands."""
        self._bar.update(self._task, completed=progress.share, figures=_figures(progress))
        tenth = int(progress.share * 10)
        if not self._console.is_terminal and tenth > self._said:
            self._said = tenth
            self._console.print(
                f"training {progress.share:4.0%}  {_figures(progress)}", highlight=False, soft_wrap=True
            )


def _figures(progress: Progress) -> str:
    minutes, seconds = divmod(round(progress.seconds_left), 60)
    parts = [f"{minutes}:{seconds:02} left", f"epoch {progress.epoch:.1f}"]
    if progress.characters_per_s:
        parts.append(f"{progress.characters_per_s:,.0f} characters/s")
    if progress.validation_bpc is not None:
        parts.append(f"{progress.validation_bpc:.3f} bits/character on held-out posts")
    elif progress.training_bpc is not None:
        parts.append(f"{progress.training_bpc:.3f} bits/character")
    return "  ".join(parts)
