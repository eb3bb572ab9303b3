"""A text from a toy grammar that every system learns in seconds, as posts and as one long text."""

import random
from collections.abc import Iterator

import pytest

from benchmarks.yardsticks.budget import one_thread
from benchmarks.yardsticks.material import Material, of_posts, of_text


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Networks this small gain nothing by a second thread, and beside a busy neighbour lose tenfold."""
    with one_thread():
        yield


@pytest.fixture(scope="session")
def toy_posts() -> list[str]:
    draw = random.Random(1)
    who, what = ["Кот", "Пёс", "Сосед", "Лось"], ["спит", "ест суп", "ушёл в лес", "пишет мемы"]
    when = ["утром", "вечером", "в понедельник"]
    return [
        f"{draw.choice(who)} {draw.choice(what)} {draw.choice(when)}{draw.choice('.!…')} {n % 97}" for n in range(600)
    ]


@pytest.fixture(scope="session")
def toy_material(toy_posts: list[str]) -> Material:
    return of_posts("toy", toy_posts)


@pytest.fixture(scope="session")
def toy_text(toy_posts: list[str]) -> Material:
    return of_text("toy", "\n".join(toy_posts * 3))
