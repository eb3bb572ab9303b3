"""Files for every reader, through `gather` into a database: posts that can be kept, or one sentence."""

import asyncio
import gzip
import json
from pathlib import Path

from hypothesis import strategies as st

from benchmarks.hostile_inputs.drawing import drawn, short_texts, spoilt, spoilt_bytes, texts
from benchmarks.hostile_inputs.outcome import Outcome
from benchmarks.hostile_inputs.stored import wrongs
from bot.errors import Refused
from bot.flow.authors import AuthorHash
from bot.flow.gather import gather
from bot.storage import schema
from bot.storage.database import Database
from bot.storage.posts import Posts
from corpus.errors import CorpusError
from corpus.readers import read

_EXPORT = {
    "name": "Стена", "type": "public_channel", "id": 1,
    "messages": [
        {"id": 1, "type": "message", "date": "2026-11-21T10:00:00", "date_unixtime": "1763719200", "from": "Аня",
         "from_id": "user1", "text": "первый пост"},
        {"id": 2, "type": "message", "date": "2026-11-21T10:01:00", "from": None, "from_id": "channel1",
         "text": ["смешанный ", {"type": "bold", "text": "пост"}], "forwarded_from": "x",
         "edited": "2026-11-21T10:02:00",         "text_entities": [{"type": "plain", "text": "смешанный "}]},
        {"id": 3, "type": "service", "action": "pin_message", "text": ""},
    ],
}  # fmt: skip
_FULL_EXPORT = {"about": "x", "chats": {"about": "y", "list": [_EXPORT]}}
_ROWS = [{"text": "a post", "id": "1", "date": "2026-11-21", "author": "Anna"}, {"text": "another", "id": 2}]


def _as_json(value: object) -> bytes:
    return json.dumps(value).encode()


def _as_lines(rows: object) -> bytes:
    return b"\n".join(map(_as_json, rows)) if isinstance(rows, list) else _as_json(rows)


def _as_table(rows: list[list[str]]) -> bytes:
    return _encoded("\n".join(";".join(row) for row in (["text", "id", "date"], *rows)), "utf-8")


def _encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")


_tables = st.sampled_from(("posts.csv", "posts.tsv"))
_encodings = st.sampled_from(("utf-8", "utf-16", "utf-16-be", "utf-32", "cp1251", "koi8-r"))

_files: st.SearchStrategy[tuple[str, bytes]] = st.one_of(
    st.tuples(st.just("result.json"), spoilt(_EXPORT).map(_as_json)),
    st.tuples(st.just("result.json"), spoilt(_FULL_EXPORT).map(_as_json)),
    st.tuples(st.just("result.json"), spoilt_bytes(_as_json(_EXPORT))),
    st.tuples(st.just("posts.json"), spoilt(_ROWS).map(_as_json)),
    st.tuples(st.just("posts.jsonl"), spoilt(_ROWS).map(_as_lines)),
    st.tuples(st.just("posts.jsonl"), spoilt_bytes(_as_lines(_ROWS))),
    st.tuples(_tables, st.lists(st.lists(short_texts, min_size=1, max_size=3), max_size=4).map(_as_table)),
    st.tuples(_tables, spoilt_bytes(b"text;id\nfirst;1\nsecond;2\n" * 3)),
    st.tuples(st.just("posts.txt"), st.builds(_encoded, st.lists(texts, max_size=4).map("\n\n\n".join), _encodings)),
    st.tuples(st.sampled_from(("posts", "posts.txt", "posts.html", "posts.zip")), st.binary(max_size=300)),
    st.tuples(st.just("deep.json"), st.sampled_from((10, 1_000, 100_000)).map(lambda depth: b"[" * depth)),
)
_packed: st.SearchStrategy[tuple[str, bytes]] = st.one_of(
    _files.map(lambda file: (f"{file[0]}.gz", gzip.compress(file[1], 1))),
    st.tuples(st.just("posts.txt.gz"), spoilt_bytes(gzip.compress(b"one\n\n\ntwo\n" * 50))),
)
_inputs: st.SearchStrategy[tuple[str, bytes]] = st.integers(0, 4).flatmap(lambda n: _files if n else _packed)


def feed(count: int, number: int, folder: Path) -> Outcome:
    """Import `count` files into one database."""
    return asyncio.run(_feed(drawn(_inputs, count, number), folder))


async def _feed(inputs: list[tuple[str, bytes]], folder: Path) -> Outcome:
    outcome = Outcome()
    database = Database(f"sqlite:///{folder / 'wallflower.db'}")
    await schema.check(database)
    storage, authors = Posts(database), AuthorHash(bytes(32))
    for name, contents in inputs:
        outcome.inputs += 1
        file = folder / name
        file.write_bytes(contents)
        try:
            await gather(read(file), storage, authors, keep_absent=True)
        except (CorpusError, Refused) as error:
            if "\n" in str(error) or not str(error):
                outcome.wrong("an error that is not one sentence", (name, contents))
        except Exception as error:  # noqa: BLE001 - what is looked for
            outcome.wrong(repr(error), (name, contents))
        file.unlink()
    for wrong in await wrongs(database):
        outcome.wrong(wrong, "one of the files")
    # What was stored can be read: the loop of the product goes on from here.
    (folder / "posts.txt").write_text("a well-formed post\n\nanother one\n", "utf-8")
    await gather(read(folder / "posts.txt"), storage, authors, keep_absent=True)
    await database.close()
    return outcome
