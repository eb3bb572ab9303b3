"""Instants by the hour, in the same words on both databases."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Float, String, func, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection


def hour(column: Column[Any], connection: AsyncConnection) -> ColumnElement[str]:
    """The hour of an instant in UTC: `2026-11-21 12`."""
    if connection.dialect.name == "sqlite":
        return type_coerce(func.strftime("%Y-%m-%d %H", column), String)
    return type_coerce(func.to_char(func.timezone("UTC", column), "YYYY-MM-DD HH24"), String)


def seconds_between(
    begin: ColumnElement[Any], end: ColumnElement[Any], connection: AsyncConnection
) -> ColumnElement[float]:
    """How long it was from one instant to another."""
    if connection.dialect.name == "sqlite":
        return (func.julianday(end) - func.julianday(begin)) * 86_400.0
    return type_coerce(func.extract("epoch", end - begin), Float)
