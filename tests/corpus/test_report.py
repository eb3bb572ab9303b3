"""The table adds up and is put in the order that a person reads it."""

from corpus.cleaning import clean
from corpus.post import Post
from corpus.report import Line, repairs, table


def test_the_table_says_what_was_read_dropped_and_kept_with_shares_of_all() -> None:
    cleaned = clean([Post("Раз"), Post("раз!"), Post("РАЗ"), Post(""), Post("Два &amp; три")])
    assert table(cleaned) == [
        Line("read", 5, 1.0),
        Line("copy", 2, 0.4),
        Line("empty", 1, 0.2),
        Line("kept", 2, 0.4),
    ]
    assert repairs(cleaned) == [Line("HTML entities and tags", 1, 0.2)]


def test_the_table_of_nothing_divides_by_nothing() -> None:
    assert table(clean([])) == [Line("read", 0, 0.0), Line("kept", 0, 0.0)]
    assert repairs(clean([])) == []
