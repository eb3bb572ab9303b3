"""Rows and objects give posts with their ids, authors and dates, whatever their fields are called."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from corpus.errors import UnreadableFile
from corpus.post import Post
from corpus.readers import read

NOON = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


def posts_of(path: Path, name: str, contents: str, column: str | None = None) -> list[Post]:
    """What is read from a file with these contents."""
    path = path / name
    path.write_bytes(contents.encode())
    return list(read(path, column=column))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_read_whatever_stands_between_its_columns(tmp_path: Path, delimiter: str) -> None:
    rows = ['"ID"', "Author", " TEXT ", "date"], ["7", "id1", '"a, ""b""; \t|\nc"', "2024-05-01T15:00:00+03:00"]
    contents = "\r\n".join(delimiter.join(row) for row in rows) + "\r\n\r\n"
    assert posts_of(tmp_path, "a.csv", contents) == [Post('a, "b"; \t|\nc', "file:a.csv", "7", "id1", NOON)]


def test_the_column_can_be_chosen(tmp_path: Path) -> None:
    assert posts_of(tmp_path, "a.csv", "text,joke\na,b\n", "Joke")[0].text == "b"
    assert posts_of(tmp_path, "a.jsonl", '{"text": "a", "joke": "b"}', "joke")[0].text == "b"
    with pytest.raises(UnreadableFile, match="it has no column “nope”"):
        posts_of(tmp_path, "a.csv", "text,joke\na,b\n", "nope")
    with pytest.raises(UnreadableFile, match="line 1: it has no field “nope”"):
        posts_of(tmp_path, "a.jsonl", '{"text": "a"}', "nope")


def test_posts_without_an_id_are_called_by_their_number(tmp_path: Path) -> None:
    assert [post.remote_id for post in posts_of(tmp_path, "a.csv", "text,id\na,\n\nb,x\nc,\n")] == ["1", "x", "3"]


@pytest.mark.parametrize(
    ("date", "instant"),
    [
        ("2024-05-01 12:00:00", NOON),
        ("2024-05-01T12:00Z", NOON),
        (1714564800, NOON),
        ("1714564800", NOON),
        (1714564800000, NOON),
        (1714564800.0, NOON),
        ("1 мая", None),
        ("", None),
        (None, None),
        (True, None),
        (2024, None),
        (10**30, None),
        ("9" * 5000, None),
        ("0001-01-01T00:00+14:00", None),
        ([1], None),
    ],
)
def test_dates_are_read_in_many_forms_and_left_out_where_they_are_none(
    tmp_path: Path, date: object, instant: datetime | None
) -> None:
    assert posts_of(tmp_path, "a.jsonl", json.dumps({"text": "a", "date": date}))[0].posted_at == instant


def test_a_date_without_a_zone_is_local_time_in_the_zone_that_was_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,date\na,2024-05-01 15:00\n", encoding="utf-8")
    assert next(read(path, zone=ZoneInfo("Europe/Moscow"))).posted_at == NOON


def test_vks_own_posts_are_understood(tmp_path: Path) -> None:
    items = [
        {"id": 5, "from_id": -7, "owner_id": -7, "date": 1714564800, "text": "a", "marked_as_ads": 1},
        {"id": 4, "from_id": 9, "date": 1714564800, "text": "", "copy_history": [{"id": 1, "text": "x"}]},
    ]
    for name, document in (("a.json", {"response": {"count": 2, "items": items}}), ("b.json", items)):
        assert posts_of(tmp_path, name, json.dumps(document, indent=2)) == [
            Post("a", f"file:{name}", "5", "-7", NOON, is_advertising=True),
            Post("", f"file:{name}", "4", "9", NOON, is_repost=True),
        ]


def test_a_signed_post_is_its_signers(tmp_path: Path) -> None:
    """Who asks to be forgotten is found by their own number, not by the community's."""
    item = {"id": 5, "from_id": -7, "signer_id": 42, "date": 1714564800, "text": "a"}
    assert posts_of(tmp_path, "a.json", json.dumps([item], indent=2))[0].author == "42"
