"""Why nothing came of a publication, where the bot itself knows: sentences that are recorded, and recognised later.

What a platform or an operator's mistake kept from going out is recorded in the words of the error instead.
"""

from enum import StrEnum


class Problem(StrEnum):
    """A reason; its value is what `Publication.problem` holds, so no value is ever changed."""

    PAUSED = "nothing was published then: there was a pause"
    QUIET = "it fell into the quiet hours, which lasted too long to make up for it"
    DOWN = "the bot was not running then"
    OVERTAKEN = "nothing was approved before the slot's next time came"
    NOTHING = "nothing was approved in time"
    SLOT_REMOVED = "the slot was removed"
    SLOT_OFF = "the slot was switched off"
    SLOT_MOVED = "the slot does not go there any more"
    WITHDRAWN = "it was taken down"
    TAKEN_DOWN = "the draft was taken down before it was sent here"
    LATE = "it was not sent in time"
    STOPPED = "the bot stopped while it was publishing"


def known_problem(recorded: str | None) -> Problem | None:
    """The reason that was recorded, or None for an error's own words."""
    try:
        return Problem(recorded or "")
    except ValueError:
        return None
