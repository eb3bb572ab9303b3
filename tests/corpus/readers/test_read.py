"""`read` finds out what a file is, and says in one sentence what is wrong with one that is no such thing."""

import gzip
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.cleaning import clean
from corpus.errors import UnreadableFile
from corpus.post import Post
from corpus.readers import Kind, kind_of, read
from corpus.separator import write_posts

RUSSIAN = "Мама мыла раму, а папа читал газету.\n%\nПривет, как дела?"
TEXTS = ["Мама мыла раму, а папа читал газету.", "Привет, как дела?"]

Save = Callable[[str, str | bytes], Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Writes a file of that name and contents."""

    def save(name: str, contents: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
        return path

    return save


FILES = {
    "a.txt": (RUSSIAN, Kind.PLAIN_TEXT),
    "a": (RUSSIAN, Kind.PLAIN_TEXT),
    "a.csv": ("id,text\n1,{}\n2,{}\n".format(*(f'"{text}"' for text in TEXTS)), Kind.CSV),
    "a.TSV": ("text\tid\n{}\t1\n{}\t2\n".format(*TEXTS), Kind.CSV),
    "a.jsonl": ("\n".join(json.dumps({"text": text}) for text in TEXTS), Kind.JSON_LINES),
    "a.ndjson": ("\n".join(json.dumps(text, ensure_ascii=False) for text in TEXTS), Kind.JSON_LINES),
    "lines.json": ("\n".join(json.dumps({"text": text}) for text in TEXTS), Kind.JSON_LINES),
    "list.json": (json.dumps(TEXTS), Kind.JSON_DOCUMENT),
    "list": (json.dumps([{"body": text} for text in TEXTS], indent=1), Kind.JSON_DOCUMENT),
    "vk.json": (
        json.dumps({"response": {"count": 2, "items": [{"text": text} for text in TEXTS]}}),
        Kind.JSON_DOCUMENT,
    ),
    "result.json": (
        json.dumps({"id": 1, "messages": [{"id": i, "type": "message", "text": text} for i, text in enumerate(TEXTS)]}),
        Kind.TELEGRAM_EXPORT,
    ),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("packed", [False, True])
def test_every_kind_of_file_is_known_and_read_packed_or_not(save: Save, name: str, packed: bool) -> None:
    contents, kind = FILES[name]
    path = save(name + ".gz" * packed, gzip.compress(contents.encode()) if packed else contents)
    assert kind_of(path) == kind
    posts = list(read(path))
    assert [post.text for post in posts] == TEXTS
    assert len({(post.source, post.remote_id) for post in posts}) == 2
    assert list(read(path)) == posts


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251", "koi8-r", "cp866"])
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.ndjson"])
def test_the_encodings_that_russian_comes_in_are_told_apart(save: Save, name: str, encoding: str) -> None:
    path = save(name, FILES[name][0].encode(encoding))
    assert [post.text for post in read(path)] == TEXTS


def test_a_json_document_may_be_in_any_of_these_encodings_too(save: Save) -> None:
    path = save("a.json", json.dumps(TEXTS, ensure_ascii=False).encode("utf-16"))
    assert [post.text for post in read(path)] == TEXTS


def test_the_encoding_shows_only_far_into_a_file_that_begins_in_english(save: Save) -> None:
    path = save("a.txt", b"plain english\n\n" * 100_000 + TEXTS[0].encode("koi8-r"))
    assert list(read(path))[-1].text == TEXTS[0]


def test_an_encoding_that_is_named_is_believed(save: Save) -> None:
    path = save("a.txt", "Ça va, Zoé?".encode("cp1252"))
    with pytest.raises(UnreadableFile, match="Name its encoding"):
        list(read(path))
    assert [post.text for post in read(path, encoding="cp1252")] == ["Ça va, Zoé?"]


REFUSED = {
    "empty.txt": (b"", "the file is empty"),
    "blank.txt": (b" \n\n ", "there are no posts in it"),
    "header.csv": (b"id,text\n", "there are no posts in it"),
    "list.json": (b"[]", "there are no posts in it"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\x00\x00", "it is a PNG picture"),
    "picture.json": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "it is a JPEG picture"),
    "book.csv": (b"PK\x03\x04\x14\x00", "Word or an Excel file"),
    "wallflower.txt": (b"SQLite format 3\x00", "an SQLite database"),
    "noise.txt": (bytes(range(256)) * 9, "it is not text"),
    "utf16-without-mark.txt": ("Привет".encode("utf-16-le"), "it is not text"),
    "messages.html": ("<!DOCTYPE html><title>Чат</title>".encode(), "Machine-readable JSON"),
    "half.txt": ("Привет, как дела? ".encode() * 99 + b"\xd0", "neither whole UTF-8"),
    "half.txt.gz": (gzip.compress(RUSSIAN.encode() * 99)[:-20], "damaged or breaks off"),
    "noise.txt.gz": (b"\x1f\x8b\x08\x00" + b"\xff" * 99, "damaged or breaks off"),
    "object.json": (b'{"name": "none"}', "no posts in it|no field text"),
    "pretty.json": (b'{\n"name": "none"\n}', "there are no posts in it"),
    "number.json": (b"17", "there are no posts in it"),
    "half.json": (b'["one", "tw', "breaks off"),
    "comma.json": (b'["one",]', "damaged or breaks off"),
    "two.json": (b'["one"]\n["two"]', "more behind the end"),
    "deep.json": (b"[" * 1000 + b"]" * 1000, "nested too deeply"),
    "digits.json": (b"[" + b"9" * 5000 + b"]", "damaged"),
    "numbers.json": (b"[1, 2]", "post 1: it is neither an object nor a text"),
    "record.json": (b'["' + b"x" * 9_000_000 + b'"]', "a record of more than 4,000,000 bytes"),
    "wide.json": (b'[{"x":[' + b"1," * 3_000_000 + b"1]}]", "a record of more than 4,000,000 bytes"),
    "null.jsonl": (b'{"text": "a"}\n\n{"text": null}', "line 3: .text. is nothing, not a text"),
    "list.jsonl": (b'{"text": ["a"]}', "line 1: .text. is a list"),
    "id.jsonl": (b'{"text": "a", "id": {}}', "line 1: .id. is an object, not a number or a name"),
    "long-id.jsonl": (b'{"text": "a", "id": "' + b"1" * 999 + b'"}', "line 1: .id. is longer than 200"),
    "author.jsonl": (b'{"text": "a", "author": true}', "line 1: .author. is true or false"),
    "half.jsonl": (b'{"text": "a"}\n{"text": "b', "line 2: it is not JSON, or breaks off"),
    "deep.jsonl": (b"[" * 100_000, "line 1: it is nested too deeply"),
    "digits.jsonl": (b'{"text": "a", "id": ' + b"9" * 5000 + b"}", "line 1: it is not JSON"),
    "other.jsonl": (b'{"title": "a"}', "line 1: it has no field text, body, message, post"),
    "number.jsonl": (b"7", "line 1: it is neither an object nor a text"),
    "line.jsonl": (b'{"text": "' + b"x" * 5_000_000 + b'"}', "a line of more than 4,000,000 characters"),
    "columns.csv": (b"id;title\n1;a\n", "Its columns are “id”, “title”"),
    "ragged.csv": (b"id,text\n1,a\n2\n", "line 3: it has 1 fields where the first row has 2"),
    "quote.csv": (b'text\nfine\n"never closed', "line 3: unexpected end of data"),
    "field.csv": (b"text\n" + b"x" * 200_000, "line 2: field larger than field limit"),
    "post.txt": (b"word\n" * 300_000 + b"%\nend", "a post of more than 1,000,000 characters"),
    "export.json": (b'{"messages": [1]}', "one of its messages is no object"),
    "chats.json": (b'{"chats": {"list": [1]}}', "one of its chats is no object"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence_with_advice(save: Save, name: str) -> None:
    contents, why = REFUSED[name]
    path = save(name, contents)
    with pytest.raises(UnreadableFile, match=why) as refused:
        list(read(path))
    assert str(refused.value).startswith(f"{path}: ")
    assert refused.value.advice.endswith(".")
    assert "\n" not in str(refused.value)


def test_a_folder_a_missing_file_and_a_device_are_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="it is a folder"):
        read(tmp_path)
    with pytest.raises(UnreadableFile, match="there is no such file"):
        read(tmp_path / "none.txt")
    with pytest.raises(UnreadableFile, match="not a regular file"):
        read(Path("/dev/null"))
    with pytest.raises(UnreadableFile, match="no file is called so"):
        read(Path("a\x00b.txt"))
    with pytest.raises(UnreadableFile, match="can't be read"):
        read(tmp_path / ("n" * 300))


@pytest.mark.parametrize("encoding", ["no-such", "base64", "a\x00b", ""])
def test_an_encoding_that_does_not_exist_is_refused(save: Save, encoding: str) -> None:
    with pytest.raises(UnreadableFile, match="there is no encoding"):
        read(save("a.txt", RUSSIAN), encoding=encoding)


def test_a_wrong_encoding_is_refused_where_it_shows(save: Save) -> None:
    with pytest.raises(UnreadableFile, match="a part of it is not ascii"):
        list(read(save("a.txt", RUSSIAN), encoding="ascii"))


@pytest.mark.parametrize(
    ("name", "option"),
    [("a.csv", {"chat": "x"}), ("a.txt", {"column": "x"}), ("a.csv", {"separator": "%"})],
)  # fmt: skip
def test_an_option_that_means_nothing_for_the_file_is_refused(save: Save, name: str, option: dict[str, str]) -> None:
    with pytest.raises(UnreadableFile, match="can't be chosen"):
        read(save(name, FILES[name][0]), **option)  # type: ignore[arg-type]


def test_the_posts_before_a_break_come_before_the_refusal(save: Save) -> None:
    posts = read(save("half.json", b'["one", "two", "thr'))
    assert [next(posts).text, next(posts).text] == ["one", "two"]
    with pytest.raises(UnreadableFile):
        next(posts)


def test_posts_can_be_stored_whatever_the_file_holds(save: Save) -> None:
    posts = list(read(save("a.jsonl", rb'{"text": "a\u0000\ud800b", "id": "\u00001", "author": "\udfffx"}')))
    assert [(post.text, post.remote_id, post.author) for post in posts] == [("ab", "1", "x")]


def test_wallflowers_own_corpus_file_comes_back_as_it_went_in(tmp_path: Path) -> None:
    texts = ["- Кто там?\n\n- Никого.", "a\n" + "\n" * 12 + "b", "\\", "конец"]
    write_posts(tmp_path / "corpus.txt", texts)
    assert [post.text for post in read(tmp_path / "corpus.txt")] == texts


_PIECES = '{" text" : "a" [ ] } , "messages" "chats" "list" "id" "response" 1 null % ; "'
PIECES = st.sampled_from([*_PIECES.split(), "\n", "\r"])
CONTENTS = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=100).map(lambda text: text.encode("utf-8", "ignore")),
    st.lists(PIECES, max_size=20).map(lambda pieces: "".join(pieces).encode()),
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(CONTENTS, st.sampled_from(["a.txt", "a.csv", "a.jsonl", "a.json", "a", "a.txt.gz"]))
def test_no_file_at_all_makes_anything_but_posts_or_a_refusal(tmp_path: Path, contents: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(contents)
    posts: list[Post] = []
    # The one error that a reader may raise; any other fails the test.
    with suppress(UnreadableFile):
        posts = list(read(path))
        assert posts
    assert clean(posts).read == len(posts)
