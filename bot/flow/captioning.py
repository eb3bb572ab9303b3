"""Has captions written for templates: by a network that has learned captions, or else box by box from short posts.

A checkpoint that has read captions of a template is given its control line (`corpus.captions`) and writes all boxes in
one go. One that has not, because it is older than the template, has each box written as a short post; so has one that
can only repeat the few captions it has seen. Either way the guards stand before the writer as they do for posts, and
what does not fit the template is thrown away here.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.domain.caption import Caption
from bot.domain.measured import Measured
from bot.domain.template import Box, Template
from bot.errors import Unlearned
from bot.flow.compose import MEMBERS_PATIENCE_S, WritingStyle
from bot.flow.stems import stems
from bot.flow.template_choice import choose
from bot.ports import Painter, Writer, WritingRequest, WrittenText
from corpus import captions

_log = structlog.get_logger(__name__)

MAX_TITLE_CHARS = 80
# A box holds about so many letters, a twentieth of the picture's height tall: half as wide, lines a little apart.
_LETTERS_A_PICTURE = 600
_FEWEST_LETTERS, _MOST_LETTERS = 16, 180
# A network that has learned captions has seen what fits; a little more is still legible.
_LENIENCE = 1.5
_ROUNDS = 2
# From one round's seeds to the next one's: guards take those between for tries of their own.
_NEXT_SEEDS = 1_000_003
# Captions beyond those asked for that a round writes, because some will not fit the template.
_SPARE = 2
_LEAST_TIME_S = 0.001
# Short posts to choose each box from.
_CHOICE = 3


@dataclass(frozen=True, slots=True)
class WrittenCaption:
    """A caption, and what the guards measured of its words.

    `written.text` is `caption.text`, so that it can be queued and scored as any text. `is_learned`: the network knew
    the template; otherwise each box is a short post of its own.
    """

    caption: Caption
    written: WrittenText
    is_learned: bool


class Captioning:
    """Writes captions; over a writer with guards, as every text goes through them."""

    def __init__(
        self, writer: Writer, painter: Painter, style: WritingStyle, temperature: Callable[[], Awaitable[float]]
    ) -> None:
        """`temperature` tells the one that holds now (`Compose.temperature`)."""
        self._writer = writer
        self._painter = painter
        self._style = style
        self._temperature = temperature

    async def write(
        self,
        template: Template,
        title: str = "",
        count: int = 1,
        temperature: float | None = None,
        seed: int | None = None,
        *,
        within_s: float = MEMBERS_PATIENCE_S,
    ) -> list[WrittenCaption]:
        """Up to `count` different captions for a template, about `title` where one is given; the best come first, and
        before them those that have most of the title's words.

        Of a network that knows the template too few may pass the guards and fit; short posts then make up for them, and
        come last. Fewer captions, also none, where these are too few as well. Without a `temperature` it is the one
        that holds now; with a `seed` the same checkpoint writes the same. Raises as the writer does: Retryable,
        Misconfigured (no usable checkpoint), Refused (a banned word in the title).
        """
        title = " ".join(captions.plain(title).split())[:MAX_TITLE_CHARS].rstrip()
        if temperature is None:
            temperature = await self._temperature()
        if seed is None:
            seed = secrets.randbelow(2**31)
        asked = _Asked(template, title, count, temperature, seed, asyncio.get_running_loop().time() + within_s)
        try:
            learned = await self._learned(asked)
        except Unlearned:
            learned = []
        missing = count - len(learned)
        return learned if not missing else learned + await self._from_posts(replace(asked, count=missing))

    def for_title(self, title: str, seed: int | None = None) -> Template | None:
        """A template for somebody who named none; None where there are no templates. As `template_choice.choose`."""
        return next(iter(choose(self._painter.templates(), title, 1, seed)), None)

    def for_album(self, title: str, count: int, seed: int | None = None) -> list[Template]:
        """Templates for an album whose asker named none: each another as long as there are others, and none that moves.

        Empty where there are no others.
        """
        still = [template for template in self._painter.templates() if not template.is_animated]
        chosen = choose(still, title, count, seed)
        return [chosen[place % len(chosen)] for place in range(count)] if chosen else []

    async def _learned(self, asked: "_Asked") -> list[WrittenCaption]:
        """Raises Unlearned if the live checkpoint has never seen a caption for this template."""
        template = asked.template
        begins = _beginnings(asked)
        found: dict[Caption, WrittenCaption] = {}
        strange = 0
        for number in range(_ROUNDS):
            missing = asked.count - len(found)
            if missing <= 0:
                break
            share = -(-(missing + _SPARE) // len(begins))
            for texts in await asyncio.gather(
                *(
                    self._captions(asked, prime, share, number * len(begins) + place)
                    for place, prime in enumerate(begins)
                )
            ):
                for written in texts:
                    caption = _read(written, template)
                    if caption is None or caption.text == _said(asked.title):
                        strange += 1
                    else:
                        text = WrittenText(
                            caption.text, written.ended_by_itself, written.checkpoint, written.seed, written.measured
                        )
                        found.setdefault(caption, WrittenCaption(caption, text, is_learned=True))
        if strange:
            _log.info("captions did not fit", template=template.name, fitted=len(found), did_not=strange)
        return sorted(found.values(), key=_worth, reverse=True)[: asked.count]

    async def _captions(self, asked: "_Asked", prime: str, count: int, number: int) -> list[WrittenText]:
        """What a network that knows the template makes of a beginning; `number` is how many were asked for before."""
        template = asked.template
        most = sum(int(room(box) * _LENIENCE) + 1 for box in template.boxes)
        request = WritingRequest(
            prime=prime,
            temperature=asked.temperature,
            max_chars=len(captions.control_line(template.name, asked.title)) + most,
            count=count,
            seed=(asked.seed + number * _NEXT_SEEDS) % 2**63,
            top_k=self._style.top_k,
            top_p=self._style.top_p,
            within_s=asked.left_s,
            template=template.name,
            parts=captions.parts(len(template.boxes)),
        )
        return await self._writer.write(request)

    async def _from_posts(self, asked: "_Asked") -> list[WrittenCaption]:
        """Captions of short posts, no post in two boxes; the first box begins with the title if it has the room."""
        boxes = [room(box) for box in asked.template.boxes]
        begins = _begins_with_title(asked)
        first: dict[str, WrittenText] = {}
        others: dict[str, WrittenText] = {}
        found: list[WrittenCaption] = []
        for number in range(_ROUNDS):
            more = asked.count - len(found)
            if not more:
                break
            seed = asked.seed + number * _NEXT_SEEDS
            sizes = Counter(boxes[1:] if begins else boxes)
            primed, *free = await asyncio.gather(
                self._posts(asked, seed, asked.title, boxes[0], more * _CHOICE if begins else 0),
                *(self._posts(asked, seed, "", size, times * (more + _CHOICE - 1)) for size, times in sizes.items()),
            )
            first.update(primed)
            for texts in free:
                others.update(texts)
            while len(found) < asked.count:
                chosen = _chosen(boxes, [first if begins and not place else others for place in range(len(boxes))])
                if chosen is None:
                    break
                caption = Caption(asked.template.name, tuple(text.text for text in chosen), asked.title)
                found.append(WrittenCaption(caption, together(caption.text, chosen), is_learned=False))
        return sorted(found, key=_score, reverse=True)

    async def _posts(self, asked: "_Asked", seed: int, prime: str, most: int, count: int) -> dict[str, WrittenText]:
        """Different short posts, of each its first line: what follows is mostly a name, or another thought."""
        if not count:
            return {}
        request = WritingRequest(
            prime=prime,
            temperature=asked.temperature,
            max_chars=most,
            count=count,
            seed=seed % 2**63,
            top_k=self._style.top_k,
            top_p=self._style.top_p,
            within_s=asked.left_s,
        )
        lines: dict[str, WrittenText] = {}
        for text in await self._writer.write(request):
            line, *below = (line.strip() for line in text.text.strip().split("\n"))
            if len(line) > len(prime):
                lines[line] = replace(text, text=line, ended_by_itself=text.ended_by_itself or bool(below))
        return lines


@dataclass(frozen=True, slots=True)
class _Asked:
    template: Template
    title: str
    count: int
    temperature: float
    seed: int
    until: float  # a time of the loop

    @property
    def left_s(self) -> float:
        """What is left of the time; the writer answers that it is late when that is next to nothing."""
        return max(_LEAST_TIME_S, self.until - asyncio.get_running_loop().time())


def room(box: Box) -> int:
    """How many letters a box holds legibly."""
    return max(_FEWEST_LETTERS, min(_MOST_LETTERS, round(_LETTERS_A_PICTURE * box.width * box.height)))


def _begins_with_title(asked: _Asked) -> bool:
    """Whether the first box has the room to begin with what was asked for."""
    return bool(asked.title) and len(asked.title) + _FEWEST_LETTERS // 2 <= room(asked.template.boxes[0])


def _beginnings(asked: _Asked) -> list[str]:
    """What a caption may begin with: its control line; and that with the title as the first box's first words.

    A network that has read few captions makes little of a title in the control line.
    """
    control = captions.control_line(asked.template.name, asked.title)
    return [control, control + _said(asked.title)] if _begins_with_title(asked) else [control]


def _said(title: str) -> str:
    """A title as the beginning of a sentence."""
    return title[:1].upper() + title[1:]


def _read(written: WrittenText, template: Template) -> Caption | None:
    """The caption that a network wrote for a template, or None for what does not fit it.

    A box may be empty only where an example leaves it empty.
    """
    if not written.ended_by_itself:
        return None
    try:
        found = captions.split(template.name, written.text)
    except ValueError:
        return None
    boxes = tuple(box.strip() for box in found.boxes)
    if len(boxes) != len(template.boxes) or not any(boxes):
        return None
    for place, (text, box) in enumerate(zip(boxes, template.boxes, strict=True)):
        may_be_empty = any(not example.boxes[place] for example in template.examples if place < len(example.boxes))
        if len(text) > room(box) * _LENIENCE or not (text or may_be_empty):
            return None
    return Caption(template.name, boxes, found.title)


def _worth(written: WrittenCaption) -> tuple[int, int]:
    """By what the best come first: how many of the title's words it has, and then the guards' score."""
    return len(stems(written.caption.title) & stems(written.caption.text)), _score(written)


def _score(written: WrittenCaption) -> int:
    text = written.written
    return 0 if text.measured is None else text.measured.score(ended_by_itself=text.ended_by_itself)


def _post_score(text: WrittenText) -> tuple[bool, int]:
    """What ended by itself comes before all that was cut."""
    score = 0 if text.measured is None else text.measured.score(ended_by_itself=text.ended_by_itself)
    return text.ended_by_itself, score


def _chosen(boxes: Sequence[int], pools: Sequence[dict[str, WrittenText]]) -> list[WrittenText] | None:
    """A text from each box's pool that fits it, the best there is, taken out of all pools.

    None, and nothing taken, where one is missing. The smallest boxes choose first.
    """
    taken: dict[int, WrittenText] = {}
    for place in sorted(range(len(boxes)), key=boxes.__getitem__):
        lines = {text.text for text in taken.values()}
        fitting = [text for line, text in pools[place].items() if len(line) <= boxes[place] and line not in lines]
        if not fitting:
            return None
        taken[place] = max(fitting, key=_post_score)
    for text in taken.values():
        for pool in pools:
            pool.pop(text.text, None)
    return [taken[place] for place in range(len(boxes))]


def together(text: str, parts: Sequence[WrittenText]) -> WrittenText:
    """One text of several, with the figures that it has as a whole: the longest copied run, shares by their lengths."""
    measured = [part.measured for part in parts if part.measured is not None]
    total = max(1, sum(each.characters for each in measured))
    known = [each for each in measured if each.known_words is not None]
    nearest = max(measured, key=lambda each: each.copied_characters or 0, default=None)
    whole = Measured(
        characters=sum(each.characters for each in measured),
        lines=text.count("\n") + 1,
        copied_characters=nearest.copied_characters if nearest else None,
        looped_share=sum(each.looped_share * each.characters for each in measured) / total,
        known_words=sum((each.known_words or 0.0) * each.characters for each in known)
        / max(1, sum(each.characters for each in known))
        if known
        else None,
        banned=tuple(dict.fromkeys(word for each in measured for word in each.banned)),
        nearest=nearest.nearest if nearest else "",
    )
    return WrittenText(
        text,
        all(part.ended_by_itself for part in parts),
        parts[0].checkpoint,
        parts[0].seed,
        whole if measured else None,
    )
