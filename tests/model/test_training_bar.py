import io

from rich.console import Console

from model.training_bar import TrainingBar
from model.training_progress import Progress


def progress(share: float) -> Progress:
    return Progress(
        step=int(share * 100),
        epoch=share * 10,
        share=share,
        seconds_left=(1 - share) * 120,
        characters_per_s=20_000.0,
        training_bpc=2.5,
        validation_bpc=None if share < 0.5 else 2.25,
        best_bpc=None,
    )


def test_without_a_terminal_a_line_is_said_for_every_tenth_of_the_budget() -> None:
    said = io.StringIO()

    with TrainingBar(Console(file=said, width=200)) as show:
        for hundredth in range(101):
            show(progress(hundredth / 100))

    lines = said.getvalue().splitlines()
    assert len(lines) == 11
    assert "2:00 left" in lines[0]
    assert "2.500 bits/character" in lines[0]
    assert "2.250 bits/character on held-out posts" in lines[-1]
    assert "20,000 characters/s" in lines[-1]


def test_on_a_terminal_a_bar_fills_up() -> None:
    shown = io.StringIO()

    with TrainingBar(Console(file=shown, width=200, force_terminal=True)) as show:
        show(progress(0.1))
        show(progress(1.0))

    assert "100 %" in shown.getvalue()
    assert "on held-out posts" in shown.getvalue()
