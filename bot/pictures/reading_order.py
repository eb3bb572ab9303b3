"""In which order a line's characters stand: the Unicode Bidirectional Algorithm (UAX #9) for a line of plain text.

Raqm orders what it draws with one font; a line that takes several needs the order above the fonts. Explicit
embeddings and isolates are not known here: a stranger could turn a whole picture round with them, and `lettering`
takes them out.
"""

from unicodedata import bidirectional

_STRONG = frozenset(("L", "R", "AL"))
_NEUTRAL = frozenset(("B", "S", "WS", "ON", "BN", ""))
# The paired brackets that people type; Unicode's rarer ones are ordered as other neutral characters.
_CLOSING = dict(zip("([{⟨⟪❨❪「『【〈《〔（［｛", ")]}⟩⟫❩❫」』】〉》〕）］｝", strict=True))
_MAX_OPEN = 63


def is_rtl(text: str) -> bool:
    """Whether a paragraph runs from right to left: its first strong character says so (rules P2 and P3)."""
    for character in text:
        kind = bidirectional(character)
        if kind in _STRONG:
            return kind != "L"
    return False


def levels(text: str, *, rtl: bool) -> list[int]:
    """The embedding level of each character of a line in a paragraph of that direction; odd ones run leftwards."""
    base = 1 if rtl else 0
    kinds = [bidirectional(character) for character in text]
    if base == 0 and not any(kind in {"R", "AL", "AN"} for kind in kinds):
        return [0] * len(text)
    outside = "R" if rtl else "L"
    kinds = _neutral(_bracketed(_weak(kinds, outside), text, outside), outside)
    found = [base + _above(base, kind) for kind in kinds]
    # L1: spaces at the line's end stand where the paragraph ends.
    for index in range(len(text) - 1, -1, -1):
        if bidirectional(text[index]) not in {"WS", "S", "B", "BN"}:
            break
        found[index] = base
    return found


def visual(levels_of: list[int]) -> list[int]:
    """The indexes of things with these levels from left to right (rule L2)."""
    order = list(range(len(levels_of)))
    for level in range(max(levels_of, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels_of[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


def _above(base: int, kind: str) -> int:
    """Rules I1 and I2."""
    if base == 0:
        return {"R": 1, "L": 0}.get(kind, 2)
    return 0 if kind == "R" else 1


def _weak(kinds: list[str], outside: str) -> list[str]:
    """Rules W1 to W7: marks, numbers and what stands beside numbers."""
    found = list(kinds)
    before = outside
    for index, kind in enumerate(found):  # W1
        if kind == "NSM":
            found[index] = before
        before = found[index]
    strong = outside
    for index, kind in enumerate(found):  # W2, W3
        if kind in _STRONG:
            strong = kind
        if kind == "EN" and strong == "AL":
            found[index] = "AN"
    found = ["R" if kind == "AL" else kind for kind in found]
    for index in range(1, len(found) - 1):  # W4
        left, kind, right = found[index - 1 : index + 2]
        if left == right and ((kind == "ES" and left == "EN") or (kind == "CS" and left in {"EN", "AN"})):
            found[index] = left
    _join_terminators(found)  # W5
    found = ["ON" if kind in {"ES", "ET", "CS"} else kind for kind in found]  # W6
    strong = outside
    for index, kind in enumerate(found):  # W7
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            found[index] = "L"
    return found


def _join_terminators(kinds: list[str]) -> None:
    start = 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if end > start and "EN" in (kinds[start - 1 : start] + kinds[end : end + 1]):
            kinds[start:end] = ["EN"] * (end - start)
        start = max(end, start + 1)


def _bracketed(kinds: list[str], text: str, outside: str) -> list[str]:
    """Rule N0: a pair of brackets takes the paragraph's direction if that is found between them, else what is found
    there if that was also the last before them, else the paragraph's.
    """
    found = list(kinds)
    for opening, closing in _pairs(kinds, text):
        within = {_side(kind) for kind in found[opening + 1 : closing] if kind not in _NEUTRAL}
        if not within:
            continue
        direction = outside
        if outside not in within:
            before = next((_side(kind) for kind in reversed(found[:opening]) if kind not in _NEUTRAL), outside)
            direction = before
        for at in (opening, closing):
            found[at] = direction
            # Marks on a bracket go with it.
            for mark in range(at + 1, len(text)):
                if bidirectional(text[mark]) != "NSM":
                    break
                found[mark] = direction
    return found


def _pairs(kinds: list[str], text: str) -> list[tuple[int, int]]:
    """Brackets that belong together, by where they open (definition BD16)."""
    open_at: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for index, character in enumerate(text):
        if kinds[index] != "ON":
            continue
        if character in _CLOSING:
            if len(open_at) == _MAX_OPEN:
                return []
            open_at.append((_CLOSING[character], index))
        elif any(closing == character for closing, _at in open_at):
            while open_at[-1][0] != character:
                open_at.pop()
            pairs.append((open_at.pop()[1], index))
    return sorted(pairs)


def _neutral(kinds: list[str], outside: str) -> list[str]:
    """Rules N1 and N2: neutral characters take the direction of both sides, or the paragraph's; numbers count as R."""
    found = list(kinds)
    start = 0
    while start < len(found):
        end = start
        while end < len(found) and found[end] in _NEUTRAL:
            end += 1
        if end > start:
            left = _side(found[start - 1]) if start else outside
            right = _side(found[end]) if end < len(found) else outside
            found[start:end] = [left if left == right else outside] * (end - start)
        start = max(end, start + 1)
    return found


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"
