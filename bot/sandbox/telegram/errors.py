"""What the server refuses, in the Bot API's own words, and what a person of the sandbox can't do.

BotApiError          an answer {"ok": false, …} to a bot
ImpossibleActError   a test, the demo or a control request asked a person for something that no client can do
"""

from __future__ import annotations


class BotApiError(Exception):
    """An error object of the Bot API. `code` is the HTTP status too."""

    def __init__(
        self, code: int, description: str, *, retry_after: int | None = None, migrate_to_chat_id: int | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to_chat_id = migrate_to_chat_id

    def to_json(self) -> dict[str, object]:
        document: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        parameters = {
            name: value
            for name, value in (("retry_after", self.retry_after), ("migrate_to_chat_id", self.migrate_to_chat_id))
            if value is not None
        }
        if parameters:
            document["parameters"] = parameters
        return document


def bad_request(what: str) -> BotApiError:
    return BotApiError(400, f"Bad Request: {what}")


def forbidden(what: str) -> BotApiError:
    return BotApiError(403, f"Forbidden: {what}")


def conflict(what: str) -> BotApiError:
    return BotApiError(409, f"Conflict: {what}")


def too_many_requests(retry_after_s: int) -> BotApiError:
    return BotApiError(429, f"Too Many Requests: retry after {retry_after_s}", retry_after=retry_after_s)


class ImpossibleActError(ValueError):
    """The message says in one sentence what a person can't do here, and why."""
