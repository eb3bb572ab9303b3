"""Has texts written, and queued as drafts."""

from dataclasses import dataclass, replace

from bot.domain.audit import Signature
from bot.domain.draft import Draft
from bot.errors import Refused
from bot.ports import Clock, Writer, WritingRequest, WrittenText
from bot.storage.community import Community
from bot.storage.queue import Queue

# How many times more texts than asked for are tried before "the network writes only what is queued already" is said.
_TRIES = 3

# Whoever waits in a chat has gone by then; better told to come back later.
MEMBERS_PATIENCE_S = 20.0

MAX_TEMPERATURE = 2.0
TEMPERATURE_CONTROL = "temperature"


@dataclass(frozen=True, slots=True)
class WritingStyle:
    """How drafts are written when nobody says otherwise."""

    temperature: float = 0.8
    max_chars: int = 500
    top_k: int | None = None
    top_p: float | None = None


class Compose:
    """Asks the writer for texts and queues those that are new."""

    def __init__(self, writer: Writer, queue: Queue, community: Community, clock: Clock, style: WritingStyle) -> None:
        self._writer = writer
        self._queue = queue
        self._community = community
        self._clock = clock
        self._style = style

    async def temperature(self) -> float:
        """What an admin set in chat, else the settings' temperature."""
        turned = await self._community.control(TEMPERATURE_CONTROL)
        return self._style.temperature if turned is None else float(turned)

    async def set_temperature(self, temperature: float, by: Signature | None = None) -> None:
        """From now on drafts and memes are written at this temperature. Raises Refused outside 0 … 2."""
        if not 0 <= temperature <= MAX_TEMPERATURE:
            raise Refused(f"temperature must be a number from 0 to {MAX_TEMPERATURE:g}")
        await self._community.set_control(TEMPERATURE_CONTROL, repr(temperature), by)

    async def write(
        self,
        prime: str = "",
        count: int = 1,
        seed: int | None = None,
        *,
        temperature: float | None = None,
        within_s: float = MEMBERS_PATIENCE_S,
    ) -> list[WrittenText]:
        """Texts that go into no queue (a member's `/meme`). Raises as the writer does.

        Without a `temperature` it is the one that holds now.
        """
        request = await self._request(prime, count, seed, temperature)
        return await self._writer.write(replace(request, within_s=within_s))

    async def queue(
        self, count: int, prime: str = "", by: Signature | None = None, temperature: float | None = None
    ) -> list[Draft]:
        """Write `count` new pending drafts; fewer when the network repeats what was queued before. `by` is who asked.

        Without a `temperature` it is the one that holds now. Raises as the writer does.
        """
        drafts: list[Draft] = []
        if temperature is None:
            temperature = await self.temperature()
        for _ in range(_TRIES):
            request = replace(await self._request(prime, count - len(drafts), None), temperature=temperature)
            for written in await self._writer.write(request):
                if not written.text.strip() or await self._queue.knows(written.text):
                    continue
                drafts.append(await self._queue.add(written, prime, temperature, self._clock.now(), by))
            if len(drafts) >= count:
                break
        return drafts

    async def _request(
        self, prime: str, count: int, seed: int | None, temperature: float | None = None
    ) -> WritingRequest:
        style = self._style
        warmth = await self.temperature() if temperature is None else temperature
        return WritingRequest(prime, warmth, style.max_chars, count, seed, style.top_k, style.top_p)
