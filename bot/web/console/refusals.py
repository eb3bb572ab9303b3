"""Why a request to the console is not served: raised where that is found, answered as a page by `console.py`."""


class NotServed(Exception):  # noqa: N818 - an answer, not a fault
    """Root of them."""


class LoginNeeded(NotServed):
    """Nobody is logged in with this browser (any more)."""


class RoleTooLow(NotServed):
    """Somebody is logged in, but their role does not reach so far."""


class Forged(NotServed):
    """The request was not made by a form of the console's own."""


class NotFound(NotServed):
    """There is no such page, draft, person."""


class Invalid(NotServed):
    """A form holds what it can't hold; the sentence says what, in the person's language."""


class TooMany(NotServed):
    """Too many requests; the next is served after `wait_s` seconds."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s
