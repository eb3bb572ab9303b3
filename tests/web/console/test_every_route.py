"""Every route of the console, found in the application itself, and everybody who may or may not use it."""

import re
from collections.abc import Iterator

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from bot.chat.rights import LEAST_ROLE
from bot.domain.member import Role
from bot.web.console.console import bare_console
from bot.web.console.gate import Gate
from bot.web.console.house import House
from tests.web.console.conftest import AsRole, Console

# What is open to whoever comes: the ways in, and what a page without a person needs.
OPEN = {
    ("GET", "/console"),
    ("GET", "/console/static/{digest}/{name}"),
    ("GET", "/console/login"),
    ("GET", "/console/login/link/{token}"),
    ("POST", "/console/login/link/{token}"),
    ("GET", "/console/login/telegram"),
    ("POST", "/console/login/telegram"),
    ("GET", "/console/login/telegram/button"),
    ("POST", "/console/login/password"),
}


def gates(dependant: Dependant) -> Iterator[Gate]:
    """The gates before a route."""
    for one in dependant.dependencies:
        if isinstance(one.call, Gate):
            yield one.call
        yield from gates(one)


def routes(house: House) -> list[tuple[str, str, Gate | None]]:
    """Method, path and gate of every route."""
    found: list[tuple[str, str, Gate | None]] = []
    for context in iter_route_contexts(bare_console(house).routes):
        assert isinstance(context.original_route, APIRoute), f"{context} is no route whose gate can be seen"
        assert context.path is not None
        gate = next(gates(context.dependant), None)
        found += [(method, context.path, gate) for method in sorted(context.methods or ())]
    return found


def some_address(path: str) -> str:
    """An address of a route: where it takes something, something that does not exist."""
    return re.sub(r"\{\w+(:\w+)?\}", "999999", path)


def test_every_route_but_the_ways_in_has_a_gate(house: House) -> None:
    assert {(method, path) for method, path, gate in routes(house) if gate is None} == OPEN


def test_what_changes_something_has_the_gate_for_that_and_is_posted(house: House) -> None:
    wrong = [
        (method, path, gate)
        for method, path, gate in routes(house)
        if gate is not None and gate.is_for_acting is not (method == "POST")
    ]
    assert wrong == []


@pytest.mark.parametrize("role", Role)
async def test_each_route_is_there_for_the_roles_that_it_names_and_no_other(
    at: Console, as_role: AsRole, role: Role
) -> None:
    browser = await as_role(role)
    for method, path, gate in routes(at.house):
        if gate is None:
            continue
        address = some_address(path)
        # With a wrong token nothing is done by those who may: what is refused for the role has another page.
        shown = await (browser.get(address) if method == "GET" else browser.post(address, csrf="wrong"))
        where = f"{method} {path} as {role.name}"
        if role is Role.BANNED:
            assert (shown.status, shown.location.split("?")[0]) == (303, "/console/login"), where
        elif role < LEAST_ROLE[gate.right]:
            assert shown.status == 403, where
            assert "Not for you" in shown.text, where
        elif method == "GET":
            assert shown.status in (200, 303, 304, 404, 422), f"{where}: {shown.status}"
        else:
            assert shown.status == 403, where
            assert "Nothing was done" in shown.text, where


async def test_a_stranger_gets_nowhere(at: Console) -> None:
    browser = await at.browser()
    for method, path, gate in routes(at.house):
        if gate is None:
            continue
        address = some_address(path)
        shown = await (browser.get(address) if method == "GET" else browser.post(address))
        assert shown.status == 303, f"{method} {path}"
        assert shown.location.startswith("/console/login"), f"{method} {path}"


def test_every_right_that_only_the_console_has_opens_something(house: House) -> None:
    opened = {gate.right for _, _, gate in routes(house) if gate is not None}
    assert {right for right in LEAST_ROLE if right.startswith("console")} <= opened
