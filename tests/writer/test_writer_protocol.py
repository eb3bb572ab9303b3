import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.writer.protocol import BadRequest, Cancel, Write, read_request, to_line
from model.sampling import SamplingOptions


def test_all_but_the_id_may_be_left_out() -> None:
    assert read_request(b'{"id": 7}') == Write(7, "", SamplingOptions(), 1)


def test_every_option_reaches_the_sampler() -> None:
    asked = {
        "id": "a",
        "prime": "Кот",
        "temperature": 0.5,
        "max_chars": 90,
        "count": 3,
        "seed": 1,
        "top_k": 4,
        "top_p": 1,
        "banned_words": ["слон*"],
        "ban_coarse": False,
        "within_s": 2,
    }

    request = read_request(to_line(asked))

    assert request == Write("a", "Кот", SamplingOptions(0.5, 90, 4, 1, 1), 3, ("слон*",), ban_coarse=False, within_s=2)


def test_a_cancellation_names_the_request() -> None:
    assert read_request(b'{"id": 7, "cancel": true}') == Cancel(7)


@pytest.mark.parametrize(
    ("line", "request_id"),
    [
        (b"", None),
        (b"hello", None),
        (b"\xff\xfe", None),
        (b"[" * 100_000, None),
        (b"[]", None),
        (b"{}", None),
        (b'{"id": true}', None),
        (b'{"id": [1]}', None),
        (b'{"id": "' + b"x" * 500 + b'"}', None),
        (b'{"id": 1, "temprature": 1}', 1),
        (b'{"id": 1, "temperature": NaN}', 1),
        (b'{"id": 1, "temperature": "hot"}', 1),
        (b'{"id": 1, "temperature": -1}', 1),
        (b'{"id": 1, "prime": 5}', 1),
        (b'{"id": 1, "prime": "abcdef", "max_chars": 6}', 1),
        (b'{"id": 1, "count": 0}', 1),
        (b'{"id": 1, "count": 1e3}', 1),
        (b'{"id": 1, "count": 1000, "max_chars": 20000}', 1),
        (b'{"id": 1, "cancel": false}', 1),
        (b'{"id": 1, "within_s": 0}', 1),
        (b'{"id": 1, "within_s": true}', 1),
        (b'{"id": 1, "within_s": 1e9}', 1),
        (b'{"id": 1, "within_s": NaN}', 1),
        (b'{"id": 1, "banned_words": "word"}', 1),
        (b'{"id": 1, "banned_words": [1]}', 1),
        (b'{"id": 1, "banned_words": ["*"]}', 1),
        (b'{"id": 1, "ban_coarse": 1}', 1),
        (b'{"id": 1, "banned_words": ["cat"], "prime": "my c a t"}', 1),
    ],
)
def test_a_bad_line_is_refused_with_its_id_where_it_has_one(line: bytes, request_id: int | None) -> None:
    with pytest.raises(BadRequest) as caught:
        read_request(line)

    assert caught.value.id == request_id
    assert len(str(caught.value)) < 300


@given(
    st.binary()
    | st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(json.dumps).map(str.encode)
)
def test_no_line_whatsoever_does_more_than_be_refused(line: bytes) -> None:
    with pytest.raises(BadRequest):
        read_request(line)


@given(st.text())
def test_any_text_fits_on_one_line_and_comes_back(text: str) -> None:
    line = to_line({"id": 1, "prime": text})

    assert line.count(b"\n") == 1
    assert json.loads(line)["prime"] == text
