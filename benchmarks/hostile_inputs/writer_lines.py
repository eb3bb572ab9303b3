"""Lines for the real writer process: each is answered at most once, and it goes on writing."""

import json
import subprocess
import sys
from pathlib import Path

from hypothesis import strategies as st

from benchmarks.hostile_inputs.drawing import any_json, drawn, spoilt, spoilt_bytes, texts
from benchmarks.hostile_inputs.outcome import Outcome
from benchmarks.writing import live_checkpoint
from bot.writer.client import ENVIRONMENT

_REQUEST = {
    "id": 7, "prime": "Вчера", "temperature": 0.8, "max_chars": 20, "count": 1, "seed": 1, "top_k": 5, "top_p": 0.9,
    "banned_words": ["слон*"], "ban_coarse": True, "within_s": 5,
}  # fmt: skip
_PATIENCE_S = 300


def _line(message: object) -> bytes:
    return json.dumps(message).encode()


def _small(message: object) -> object:
    """A hostile number may be a wish for a thousand long texts: legal, and no business of this benchmark."""
    if isinstance(message, dict):
        return {**message, "max_chars": 20, "count": 1} if message.get("count") not in (None, 1) else message
    return message


_lines = st.one_of(
    spoilt(_REQUEST).map(_small).map(_line),
    texts.map(lambda text: _line({**_REQUEST, "prime": text})),
    spoilt_bytes(_line(_REQUEST)),
    any_json.map(_line),
    st.binary(max_size=200),
    st.sampled_from((1_000, 100_000)).map(lambda depth: b'{"id": 1, "prime": ' + b"[" * depth),
)


def feed(count: int, number: int, folder: Path) -> Outcome:
    """Send `count` lines, and a well-formed request after each hundred, to one process; it must end well."""
    live_checkpoint(folder, 1, 16, end_bias=0.4)
    outcome, sent = Outcome(), []
    for at, line in enumerate(drawn(_lines, count, number)):
        outcome.inputs += 1
        sent.append(line.replace(b"\n", b" "))
        if at % 100 == 99 or at == count - 1:
            sent.append(_line({"id": f"good {at}", "max_chars": 5, "seed": 1}))
    ended = subprocess.run(
        [sys.executable, "-P", "-m", "bot.writer", str(folder)],
        input=b"\n".join(sent) + b"\n", capture_output=True, timeout=_PATIENCE_S, check=False,
        env={**ENVIRONMENT, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    answers = [json.loads(answer) for answer in ended.stdout.splitlines()]
    served = {str(answer["id"]) for answer in answers if answer.get("texts")}
    for good in (json.loads(line)["id"] for line in sent if line.startswith(b'{"id": "good ')):
        if good not in served:
            outcome.wrong(f"the request {good!r} was not served", ended.stderr[-300:])
    if ended.returncode or ended.stderr:
        outcome.wrong(f"it ended with {ended.returncode}", ended.stderr[-600:])
    if len(answers) > len(sent):
        outcome.wrong(f"{len(answers)} answers to {len(sent)} lines", "")
    return outcome
