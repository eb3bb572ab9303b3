"""The doors for platforms that bring updates: knows the address and the answer, not what is brought."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from bot.ports import Hook

# An update quotes what it answers, with everything attached to that, and writes each letter that is not ASCII as six.
MOST_BODY_BYTES = 1024 * 1024


def routes(hooks: Sequence[Hook]) -> APIRouter:
    """A route for each. They are nobody's business but the platforms', so the API's description leaves them out."""
    router = APIRouter()
    for hook in hooks:
        router.add_api_route(hook.path, _taking(hook), methods=["POST"], include_in_schema=False, response_model=None)
    return router


def most_bytes(hooks: Sequence[Hook]) -> Mapping[str, int]:
    """How large a body may be, by path: only what knows the whole of a secret path may bring more than others."""
    return {hook.path: MOST_BODY_BYTES for hook in hooks}


def _taking(hook: Hook) -> Callable[[Request], Awaitable[PlainTextResponse]]:
    async def take(request: Request) -> PlainTextResponse:
        answer = await hook.take(request.headers, await request.body())
        after = {} if answer.retry_after_s is None else {"Retry-After": str(answer.retry_after_s)}
        return PlainTextResponse(answer.text, answer.status, after)

    return take
