"""Hostile values, drawn by hypothesis: any text, any JSON, and good JSON that was spoilt somewhere."""

import copy
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisWarning

T = TypeVar("T")

LONGEST = 100_000

# What has broken programs before: NUL, halves of pairs, marks of direction, format strings, markup, escapes.
_INFAMOUS = (
    "\0", "\ud83d", "\ude00\ud83d", "\udfff", "\u202e", "\u2066", "\ufeff", "\ufffe", "\U0010ffff", "\x1b[2J", "\x7f",
    "\r\n", "\u2028", "a" + "\u0301" * 80, "👩‍👩‍👧‍👦", "%s%n", "{0.__class__}", "{name}", "$(id)",
    "'; DROP TABLE drafts; --",
    "<b>&lt;</a>", "[id1|x]", "[club1|@all]", "@all", "*_`[", "../../.env", "NaN", "-1", "1e999", "９９", "٣", "½",
    "99999999999999999999", "/", "//", "/meme", "!мем", "/help@wallflower_bot", "\\", '"', "null", "{}", "[[[[",
)  # fmt: skip

_any_characters = st.text(st.characters(exclude_categories=()), max_size=40)
_pieces = st.one_of(st.text(max_size=40), _any_characters, st.sampled_from(_INFAMOUS))

short_texts: st.SearchStrategy[str] = st.lists(_pieces, min_size=0, max_size=4).map("".join)
"""Up to some hundred characters, surrogates and NUL among them."""

long_texts: st.SearchStrategy[str] = st.builds(
    lambda piece, length: (piece * (length // len(piece) + 1))[:length],
    _pieces.filter(bool),
    st.sampled_from((4096, 4097, 9_000, LONGEST)),
)

texts: st.SearchStrategy[str] = st.integers(0, 19).flatmap(lambda n: short_texts if n else long_texts)
"""One in twenty is long, up to 100,000 characters."""

numbers: st.SearchStrategy[int | float] = st.one_of(
    st.integers(), st.sampled_from((0, -1, 2**31, 2**52, 2**63, -(2**63) - 1, 10**400)), st.floats()
)

any_json: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, short_texts),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def spoilt(good: object) -> st.SearchStrategy[Any]:
    """`good`, a JSON value, with one to three parts of it replaced, left out, doubled or added at any depth."""

    @st.composite
    def spoil(draw: st.DrawFn) -> Any:
        value = copy.deepcopy(good)
        for _ in range(draw(st.integers(1, 3))):
            value = _spoilt_once(draw, value)
        return value

    return spoil()


# What happens to an object or a list: mostly it is gone into, so that what lies deep is struck as well.
_WAYS = ("replace", "drop", "add", "enter", "enter", "enter", "enter")


def _spoilt_once(draw: st.DrawFn, value: Any) -> Any:
    way: str = draw(st.sampled_from(_WAYS))
    if not value or not isinstance(value, dict | list) or way == "replace":
        return draw(any_json)
    if isinstance(value, list):
        return list(_struck(draw, dict(enumerate(value)), way).values())
    return _struck(draw, value, way)


def _struck(draw: st.DrawFn, entries: dict[Any, Any], way: str) -> dict[Any, Any]:
    key = draw(st.sampled_from(list(entries)))
    if way == "drop":
        return {name: part for name, part in entries.items() if name != key}
    if way == "add":
        return {**entries, draw(st.text(max_size=8)): draw(any_json)}
    return {**entries, key: _spoilt_once(draw, entries[key])}


def spoilt_bytes(good: bytes) -> st.SearchStrategy[bytes]:
    """`good` with bytes changed, cut out and put in at up to five places."""
    strike = st.tuples(st.integers(0, len(good)), st.integers(0, 20), st.binary(max_size=20))

    def spoil(strikes: list[tuple[int, int, bytes]]) -> bytes:
        found = good
        for start, length, new in strikes:
            found = found[:start] + new + found[start + length :]
        return found

    return st.lists(strike, min_size=1, max_size=5).map(spoil)


def drawn(strategy: st.SearchStrategy[T], count: int, number: int) -> list[T]:
    """`count` values, always the same for the same `number`."""
    found: list[T] = []
    while len(found) < count:
        found += _drawn_at_once(strategy, count - len(found), number + len(found))
    return found


def _drawn_at_once(strategy: st.SearchStrategy[T], count: int, number: int) -> list[T]:
    found: list[T] = []

    def take(value: T) -> None:
        found.append(value)

    run: Callable[[], None] = seed(number)(
        settings(
            max_examples=count, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )(given(strategy)(take))
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HypothesisWarning)
        run()
    return found[:count]
