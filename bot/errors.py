"""What can go wrong in the bot, split by what the caller does about it.

WallflowerError
├── Retryable       try again after `retry_after_s`: nothing took effect
├── Refused         this one thing was refused; trying it again will not help
│   └── Unlearned   the live checkpoint has never seen what it is to write: captions of this template
├── Misconfigured   an operator must act: a key, a right, a setting, a file; the message says how
│   └── NoKeyMay    no key that is set may do this; a person could do it by hand
├── Unsure          the call may or may not have taken effect: a person must look
├── NotAllowed      the person's role does not reach that far
└── IllegalMove     the draft or publication is not in a state from which that is possible

Every message is written for a person: what happened and what to do next. Errors of the platforms' SDKs are translated
into these at the border (`bot.platforms`), with `raise … from`.
"""


class WallflowerError(Exception):
    """Root of the bot's errors."""


def outcome_of(error: WallflowerError) -> str:
    """The branch of the tree that an error is on, as those who count failures call it: `retryable`, `refused` …"""
    branches = (Retryable, Refused, Misconfigured, Unsure)
    return next((branch.__name__.lower() for branch in branches if isinstance(error, branch)), "refused")


class Retryable(WallflowerError):  # noqa: N818 - the names say what the caller does
    """Nothing took effect; try again after `retry_after_s` seconds."""

    def __init__(self, message: str, retry_after_s: float = 1.0) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class Refused(WallflowerError):  # noqa: N818
    """The platform or a rule refused this one thing; `code` is the platform's error code where there is one."""

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code


class Unlearned(Refused):
    """The live checkpoint can't write this: it has never seen a caption for that template."""


class Misconfigured(WallflowerError):  # noqa: N818
    """Nothing will work until an operator changes something."""


class NoKeyMay(Misconfigured):
    """The platform lets none of the keys do this. A person could: it can be handed over."""


class Unsure(WallflowerError):  # noqa: N818
    """The call was sent and its answer was lost: it may have taken effect."""


class NotAllowed(WallflowerError):  # noqa: N818
    """The person's role is too low for what they asked."""


class IllegalMove(WallflowerError):  # noqa: N818
    """A draft or publication can't go where it was asked to go from where it is."""
