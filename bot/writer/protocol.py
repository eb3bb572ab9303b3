"""What the bot and the writer process say to each other: one JSON object a line, over the process's stdin and stdout.

    → {"id": 7, "prime": "Вчера", "temperature": 0.8, "max_chars": 500, "count": 2}
    ← {"id": 7, "checkpoint": "monday@4800",
       "texts": [{"text": "…", "ended_by_itself": true, "seed": 1, "measured": {"characters": 81, …}}, …]}
    → {"id": 10, "prime": "\u0001\udb80\udc05mondays\u0002", "template": "drake", "parts": 3}
    ← {"id": 10, "error": {"kind": "unlearned", "message": "The live checkpoint has learned no captions …"}}
    → {"id": 8, "temperature": -1}
    ← {"id": 8, "error": {"kind": "bad_request", "message": "The temperature must be …"}}
    → {"id": 9, "count": 500, "within_s": 2}
    ← {"id": 9, "error": {"kind": "late", "message": "Not written within 2 s …", "retry_after_s": 3.1}}
    → {"id": 7, "cancel": true}                                                    (never answered)
    ← {"id": null, "refused": {"run": "tuesday", "why": "…", "kept": "monday@4800", "is_rolled_back": true}}

`measured` is what the guards found (`model.guards.measuring.Measurement`); they refuse nothing but words to begin with
that are banned. Answers come in any order. All but the id may be left out. A request with `within_s` that is not done
in so many seconds is dropped. `retry_after_s` says when it is worth coming back: it comes with the kinds `late` and
`busy` (the queue is full), from the speed of the last seconds. A line that can't be read is answered with the id null.
With `template` the text is a caption that the prime begins and that has so many `parts` (see `corpus.captions`); a
checkpoint that has learned none for that template is not asked.
`refused`, which nobody asked for, tells of a checkpoint that went live and can't be written with (`Refusal`).
"""

import json
from dataclasses import dataclass
from typing import Literal

from corpus.captions import asked
from model.configuration import MOST_PARTS
from model.errors import BadOption
from model.guards.banned_words import banned_words
from model.sampling import SamplingOptions, check_prime

MOST_LINE_BYTES = 1_000_000
MOST_COUNT = 1000
# One request may not hold the process longer than a caller's patience: about 20 s of one core.
MOST_CHARS_A_REQUEST = 500_000
LONGEST_WITHIN_S = 3600.0
_ENTRIES = {
    "id", "prime", "temperature", "max_chars", "count", "seed", "top_k", "top_p", "banned_words", "ban_coarse",
    "within_s", "template", "parts",
}  # fmt: skip

Id = str | int | None
Answer = dict[str, object]
ErrorKind = Literal["bad_request", "no_checkpoint", "busy", "late", "unlearned"]


class BadRequest(Exception):  # noqa: N818 - an answer in the making, not a failure of the process
    """A line that can't be served; `id` is null where even that could not be read."""

    def __init__(self, request_id: Id, message: str) -> None:
        super().__init__(message)
        self.id = request_id


@dataclass(frozen=True, slots=True)
class Write:
    """Write `count` texts, within so many seconds if a number is given, and look for banned words in them."""

    id: Id
    prime: str
    options: SamplingOptions
    count: int
    banned_words: tuple[str, ...] = ()
    ban_coarse: bool = True
    within_s: float | None = None
    template: str | None = None
    parts: int = 0


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop working for this id: nobody waits for the answer any more."""

    id: Id


@dataclass(frozen=True, slots=True)
class Refusal:
    """A checkpoint that was live and can't be written with. `kept` is the one that is written with instead.

    `is_rolled_back`: whether the run before is live again, so that a restart doesn't come upon the broken one.
    """

    run: str
    why: str
    kept: str
    is_rolled_back: bool


def read_request(line: bytes) -> Write | Cancel:
    """What a line asks for, its options checked. Raises BadRequest."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadRequest(None, f"A request is one line of JSON of at most {MOST_LINE_BYTES} bytes.") from error
    if not isinstance(found, dict):
        raise BadRequest(None, "A request is a JSON object.")
    request_id = found.get("id")
    if isinstance(request_id, bool) or not isinstance(request_id, str | int) or len(str(request_id)) > 200:
        raise BadRequest(None, "A request needs an id: a number or a text of at most 200 characters.")
    if found == {"id": request_id, "cancel": True}:
        return Cancel(request_id)
    if strange := set(found) - _ENTRIES:
        raise BadRequest(
            request_id, f"A request has no entry {min(strange)[:50]!r}, only {', '.join(sorted(_ENTRIES))}."
        )
    count = found.get("count", 1)
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_COUNT:
        raise BadRequest(request_id, f"count must be a whole number from 1 to {MOST_COUNT}.")
    prime = found.get("prime", "")
    if not isinstance(prime, str):
        raise BadRequest(request_id, "The words to begin with must be a text.")
    listed, coarse = found.get("banned_words", []), found.get("ban_coarse", True)
    if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
        raise BadRequest(request_id, "banned_words must be a list of texts.")
    if not isinstance(coarse, bool):
        raise BadRequest(request_id, "ban_coarse must be true or false.")
    within_s = found.get("within_s")
    if within_s is not None and not (
        isinstance(within_s, int | float) and not isinstance(within_s, bool) and 0 < within_s <= LONGEST_WITHIN_S
    ):
        raise BadRequest(request_id, f"within_s must be a number of seconds above 0, at most {LONGEST_WITHIN_S:g}.")
    template, parts = _caption(request_id, found)
    words = tuple(listed)
    chosen = {name: found[name] for name in ("temperature", "max_chars", "seed", "top_k", "top_p") if name in found}
    try:
        options = SamplingOptions(**chosen)
        check_prime(prime, options)
        if banned_words(words, coarse=coarse).find(prime if template is None else asked(prime)):
            raise BadRequest(request_id, "The words to begin with hold a banned one. Begin with others.")
    except BadOption as error:
        raise BadRequest(request_id, str(error)) from error
    if count * options.max_chars > MOST_CHARS_A_REQUEST:
        raise BadRequest(request_id, f"count × max_chars must be at most {MOST_CHARS_A_REQUEST}; ask several times.")
    return Write(request_id, prime, options, count, words, coarse, within_s, template, parts)


def _caption(request_id: Id, found: dict[str, object]) -> tuple[str | None, int]:
    """The template of a caption that is asked for, and its parts; None and 0 for posts. Raises BadRequest."""
    template, parts = found.get("template"), found.get("parts", 0)
    if template is not None and not isinstance(template, str):
        raise BadRequest(request_id, "template must be a template's name.")
    if isinstance(parts, bool) or not isinstance(parts, int) or not 0 <= parts <= MOST_PARTS:
        raise BadRequest(request_id, f"parts must be a whole number from 0 to {MOST_PARTS}.")
    if (template is None) != (parts == 0):
        raise BadRequest(request_id, "A caption has parts and a template, a post neither.")
    return template, parts


def error_answer(request_id: Id, kind: ErrorKind, message: str, retry_after_s: float | None = None) -> Answer:
    """The answer to a request that can't be served."""
    hint = {} if retry_after_s is None else {"retry_after_s": round(retry_after_s, 1)}
    return {"id": request_id, "error": {"kind": kind, "message": message, **hint}}


def to_line(message: dict[str, object]) -> bytes:
    """One line. ASCII, so that half surrogate pairs in a member's text survive the way."""
    return json.dumps(message, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode() + b"\n"
