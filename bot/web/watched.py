"""What there is to watch of a bot from outside, as `bot.web.probes` shows it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.checkpoint_run import KnownRun
from bot.domain.pulse import Pulse
from bot.storage.census import Census
from bot.web.callers import FindKey
from bot.web.readiness import Readiness

if TYPE_CHECKING:
    from bot.web.metrics import Metrics  # takes a moment to import, and most communities serve nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """`live` is the live run, `is_training` whether a training works in the home, `pulses` beat when a platform was
    asked with success.

    `has_proxy`: the settings say that the world comes through a proxy.
    """

    readiness: Readiness
    metrics: "Metrics"
    census: Census
    pulses: Mapping[str, Pulse]
    live: Callable[[], Awaitable[KnownRun | None]]
    is_training: Callable[[], bool]
    find_key: FindKey
    has_proxy: bool
