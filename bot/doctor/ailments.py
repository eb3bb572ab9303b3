"""Everything that the checks may find, for the page that explains it."""

from bot.doctor import clock, database, examination, house, people, pictures, telegram, vk, voice, work
from bot.doctor.finding import Ailment, Soundness

_MODULES = (house, database, people, voice, pictures, work, vk, telegram, clock, examination)


def ailments() -> list[Ailment]:
    """All of them, by area in the order of the checks, the graver first."""
    return [
        ailment
        for module in _MODULES
        for ailment in sorted(
            (value for value in vars(module).values() if isinstance(value, Ailment)), key=lambda one: -one.level
        )
    ]


def soundnesses() -> list[Soundness]:
    """All that may be found to be as it should be."""
    return [value for module in _MODULES for value in vars(module).values() if isinstance(value, Soundness)]


def as_markdown() -> str:
    """The table of docs/doctor.md."""
    lines = ["| area | code | level | what it says | what mends it |", "|---|---|---|---|---|"]
    for one in ailments():
        sentence, remedy = (text.replace("|", "\\|") for text in one.described())
        lines.append(f"| {one.area or 'any'} | `{one.code}` | {one.level.name.lower()} | {sentence} | {remedy} |")
    return "\n".join(lines)
