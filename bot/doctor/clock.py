"""The machine's clock against those of the platforms: by it slots are served."""

from collections.abc import Sequence
from datetime import timedelta

from bot.doctor.case import Skew
from bot.doctor.finding import Ailment, Finding, Level, Soundness

AREA = "clock"

# Posts go out early or late by as much; beyond the second, certificates and the leases of other processes suffer too.
NOTICEABLE, TOO_MUCH = timedelta(seconds=20), timedelta(minutes=5)

RIGHT = Soundness(AREA, "clock-right", "right, by {platform}")
OFF = Ailment(
    AREA, "clock-off", Level.WARNING, "this machine's clock is {apart} away from that of {platform}",
    "sudo timedatectl set-ntp true",
)  # fmt: skip
WRONG = Ailment(
    AREA, "clock-wrong", Level.BROKEN, "this machine's clock is {apart} away from that of {platform}",
    "sudo timedatectl set-ntp true",
)  # fmt: skip
UNKNOWN = Ailment(
    AREA, "clock-unknown", Level.NOTE, "no platform told the time, so this machine's clock may be wrong"
)  # fmt: skip


def examine(skews: Sequence[Skew]) -> list[Finding]:
    """One finding, by the platform that is the nearest: one of them may be wrong itself."""
    if not skews:
        return [UNKNOWN.found()]
    nearest = min(skews, key=lambda one: one.apart)
    if nearest.apart < NOTICEABLE:
        return [RIGHT.found(platform=nearest.platform)]
    ailment = OFF if nearest.apart < TOO_MUCH else WRONG
    return [ailment.found(apart=nearest.apart, platform=nearest.platform)]
