"""Texts of another kind that a network learns beside the posts: captions, each a ready text that names its template.

Beside many posts they are few, and each is read as several texts that differ in what was asked for, as often as the
posts can bear. Beside few posts they are many, and some are left out, of each template as many: where half of what was
read was captions, 294 posts came out 0.07 bits per character worse, and the gate kept the network from going live
(docs/training-log.md). Some captions are held out, as posts are. Knows no templates but by name, and not how such a
text is put together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from model.configuration import MOST_PARTS
from model.dataset import corpus_hash, split
from model.errors import TooLittleText
from model.told import begins_part
from model.vocabulary import is_special

# Of all characters that are read, so many at most are captions' further texts …
USUAL_SHARE = 0.1
# … and so many at most are captions', unless templates would have too few of them to be known.
MOST_SHARE = 0.25
# Where the posts are known already and there is no time to read them all: a quarter of what is read. (Half, at 2e-3,
# brought a minute's captions 0.35 bits and cost 19,525 posts 0.06.)
TOUCH_UP_SHARE = 0.25
_MOST_TOUCH_UP_TIMES = 50
# Every caption in all its texts is read at most so often for each time that the posts are.
_MOST_TIMES = 3
# A network that has read fewer captions of a template can't be asked for more of them.
LEAST_CAPTIONS = 3


@dataclass(frozen=True, slots=True)
class Beside:
    """`training` are read among the posts, `validation` by none but the judge; `templates` are those learned well."""

    training: list[str]
    validation: list[str]
    templates: tuple[str, ...]

    @classmethod
    def of(
        cls,
        captions: Mapping[str, Sequence[Sequence[str]]],
        posts_characters: int,
        seed: int = 0,
        *,
        is_touch_up: bool = False,
    ) -> "Beside | None":
        """From each template's captions, each of which is one text or several, the one that is most its own first.

        Of the texts so many are learned as go beside posts of `posts_characters`; more of them where it `is_touch_up`:
        the network knows the posts and has a minute for the captions that have come. None without any caption.
        """
        every = {texts[0]: texts for each in captions.values() for texts in each if texts}
        if not every:
            return None
        training, validation = _split(every, seed)
        place = {text: number for number, text in enumerate(training)}
        of_each = {
            name: sorted((texts[0] for texts in each if texts and texts[0] in place), key=place.__getitem__)
            for name, each in captions.items()
        }
        most, usual = (TOUCH_UP_SHARE, TOUCH_UP_SHARE) if is_touch_up else (MOST_SHARE, USUAL_SHARE)
        learned = _as_many_of_each(of_each, _room(posts_characters, most))
        times = _MOST_TOUCH_UP_TIMES if is_touch_up else _MOST_TIMES
        chosen = _as_often_as_fits([every[first] for first in learned], _room(posts_characters, usual), times)
        known = [name for name, each in of_each.items() if len(set(each) & set(learned)) >= LEAST_CAPTIONS]
        return cls(chosen, validation, tuple(sorted(known)))

    @classmethod
    def alone(cls, captions: Mapping[str, Sequence[Sequence[str]]], seed: int = 0) -> "Beside | None":
        """The same to be learned without posts (`model.new_topics`): all texts of each template that has enough."""
        enough = {name: [texts for texts in each if texts] for name, each in captions.items()}
        enough = {name: each for name, each in enough.items() if len(each) >= LEAST_CAPTIONS}
        every = {texts[0]: texts for each in enough.values() for texts in each}
        if not every:
            return None
        training, validation = _split(every, seed)
        return cls([text for first in training for text in every[first]], validation, tuple(sorted(enough)))

    @property
    def characters(self) -> int:
        """Of the texts that are learned."""
        return sum(map(len, self.training))

    @property
    def parts(self) -> int:
        """How many parts the longest of these texts has (see `model.told`)."""
        return min(MOST_PARTS, max((sum(map(begins_part, text)) for text in self.training), default=0))

    @property
    def hash(self) -> str:
        """A name for these texts, whatever their order."""
        return corpus_hash([*self.training, *self.validation])

    @property
    def special(self) -> str:
        """What tells these texts from posts: a vocabulary must know it, however rare they are."""
        return "".join(sorted({character for text in self.training for character in text if is_special(character)}))


def _split(captions: Iterable[str], seed: int) -> tuple[list[str], list[str]]:
    """Texts to learn and texts to judge by, these only where there are enough."""
    try:
        parts = split(list(captions), seed)
    except TooLittleText:
        return list(captions), []
    return list(dict.fromkeys(parts.training)), parts.validation


def _room(posts_characters: int, share: float) -> float:
    """The characters of captions beside posts that are `share` of all."""
    return posts_characters * share / (1 - share)


def _as_many_of_each(captions: Mapping[str, Sequence[str]], room: float) -> list[str]:
    """Captions in rounds, one of each template a round, while there is room; LEAST_CAPTIONS rounds in any case."""
    chosen: dict[str, None] = {}
    for number in range(max(map(len, captions.values()))):
        added = [texts[number] for texts in captions.values() if number < len(texts)]
        room -= sum(map(len, added))
        if room < 0 and number >= LEAST_CAPTIONS:
            break
        chosen.update(dict.fromkeys(added))
    return list(chosen)


def _as_often_as_fits(captions: Sequence[Sequence[str]], room: float, times: int) -> list[str]:
    """Every caption's first text, then further texts and repetitions, round by round, while there is room."""
    most = max(map(len, captions))
    chosen: list[str] = []
    for number in range(most * times):
        added = [texts[number % most] for texts in captions if number % most < len(texts)]
        room -= sum(map(len, added))
        if room < 0 and chosen:
            break
        chosen += added
    return chosen
