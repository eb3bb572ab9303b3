"""Nothing that the bot writes holds a phrase of a forgotten post.

The live checkpoint may have learned from such posts until a new one takes its place, and the guard against copies can't
know them any more: it compares with the corpus, from which they are gone.
"""

from dataclasses import replace

import structlog

from bot.flow.phrases import Fingerprint, PhraseHash
from bot.ports import Writer, WritingRequest, WrittenText
from bot.storage.opt_outs import OptOuts

_log = structlog.get_logger(__name__)

_TRIES = 3


class ForgottenGuard:
    """A writer whose texts hold no phrase that was forgotten; fewer texts where too many did."""

    def __init__(self, writer: Writer, opt_outs: OptOuts, phrases: PhraseHash) -> None:
        self._writer = writer
        self._opt_outs = opt_outs
        self._phrases = phrases
        self._stamp: object = None
        self._known: frozenset[int] = frozenset()

    async def write(self, request: WritingRequest) -> list[WrittenText]:
        """As the writer behind it."""
        known = await self._windows()
        passed: list[WrittenText] = []
        for attempt in range(_TRIES):
            missing = request.count - len(passed)
            if not missing:
                break
            seed = None if request.seed is None else (request.seed + attempt * request.count) % 2**63
            texts = await self._writer.write(replace(request, count=missing, seed=seed))
            clean = [text for text in texts if self._phrases.find(text.text, known) is None]
            passed += clean
            if len(clean) == len(texts):
                break
            _log.info("texts held phrases of forgotten posts", count=len(texts) - len(clean))
        return passed

    async def _windows(self) -> frozenset[int]:
        stamp = await self._opt_outs.phrases_stamp()
        if stamp != self._stamp:
            kept = await self._opt_outs.phrases()
            self._known = Fingerprint.union(Fingerprint.unpacked(*each) for each in kept).windows
            self._stamp = stamp
        return self._known
