"""What an evaluation leaves beside a run for the console."""

from datetime import UTC, datetime
from pathlib import Path

from bot.evaluating import keep_ladder
from bot.settings import Home
from bot.storage import ladders
from model.evaluation.ladder import Column, Evaluation
from model.evaluation.text_figures import Yardstick, measure

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
POSTS = [f"кот номер {number} спит на крыше и видит сны" for number in range(20)]
WRITTEN = ["кот спит", "крыша видит сны"]


def column(name: str, temperature: float | None, texts: list[str]) -> Column:
    figures = measure(texts, Yardstick.of(POSTS, POSTS))
    return Column(name, temperature, figures, None, None, tuple(texts), tuple(map(len, texts)))


def test_what_the_network_wrote_is_kept_and_nothing_of_what_people_did(tmp_path: Path) -> None:
    """The columns beside it are there to be compared with, once."""
    home = Home(tmp_path)
    (home.checkpoints / "monday").mkdir(parents=True)
    columns = (column("people", None, POSTS[:3]), column("at 0.4", 0.4, WRITTEN), column("at 1.2", 1.2, WRITTEN[:1]))
    evaluation = Evaluation("monday@5", 2.0, "0" * 16, True, 18, 2, 0, 40, columns, (10,), ())
    keep_ladder(home, evaluation, NOW)
    kept = ladders.read(home.checkpoints / "monday", "monday@5")
    assert kept is not None
    assert (kept.made_at, kept.is_measured) == (NOW, True)
    assert [(step.temperature, list(step.texts)) for step in kept.steps] == [(0.4, WRITTEN), (1.2, WRITTEN[:1])]
    assert kept.steps[0].known_words == columns[1].figures.known_words
    assert POSTS[0] not in (home.checkpoints / "monday" / ladders.FILE).read_text("ascii").encode().decode(
        "unicode_escape"
    )
