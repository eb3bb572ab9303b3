"""Groups of pictures that are the same but for their words.

The perceptual hash says which pairs are worth a closer look; who belongs together is seen tile by tile once one is laid
over the other. Better two groups of one template than one group of two.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.pictures.learning.alignment import Part, View, align, likeness
from bot.pictures.learning.perceptual_hash import distance

# Of 64 bits. Words change a few, pictures without anything in common differ in 32 ± 4.
_NEAR = 26
# How far forms may differ: what a crop does, and no more.
_FORM = 1.2
# Of the tiles that show something. Words of two pictures cover up to half of them.
LIKE = 0.4
# Members of a group that a picture is held against: the words of one may hide what the words of another do not.
_ASKED = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture as grouping sees it."""

    view: View
    hash: int


@dataclass(frozen=True, slots=True)
class Member:
    """A picture of a group, by its place among all, and which part of it shows what the group's first one shows."""

    index: int
    part: Part


def group(pictures: Sequence[Seen], least: int) -> list[list[Member]]:
    """Groups of at least `least` pictures, the largest first; all members are laid over the first of their group."""
    groups: list[list[Member]] = []
    for index, picture in enumerate(pictures):
        homes = [(like, members, part) for members in groups for like, part in _fit(picture, members, pictures)]
        homes.sort(key=lambda home: home[0], reverse=True)
        if not homes:
            groups.append([Member(index, Part())])
            continue
        _like, home, part = homes[0]
        home.append(Member(index, part))
        # Whose words covered too much of each other were two groups until now.
        for _like, other, part_of_other in homes[1:]:
            onto = part.seen_from(part_of_other)
            home += [Member(member.index, member.part.showing(onto)) for member in other]
            groups = [members for members in groups if members is not other]
    return sorted((members for members in groups if len(members) >= least), key=len, reverse=True)


def _fit(picture: Seen, members: Sequence[Member], pictures: Sequence[Seen]) -> Iterator[tuple[float, Part]]:
    """How like a group a picture is, and how it lies on the group's first one; nothing if it is not."""
    for member in members[:_ASKED]:
        other = pictures[member.index]
        if not _may_be_like(picture, other):
            continue
        part = align(picture.view, other.view)
        like = likeness(picture.view, part, other.view)
        if like >= LIKE:
            yield like, part.showing(member.part)
            return


def _may_be_like(one: Seen, other: Seen) -> bool:
    forms = sorted((one.view.form, other.view.form))
    return forms[1] <= _FORM * forms[0] and distance(one.hash, other.hash) <= _NEAR
