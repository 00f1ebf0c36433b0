"""Columns of text that take whatever people and files hand in."""

from typing import Any

from sqlalchemy import JSON, Dialect, Text, TypeDecorator


class CleanText(TypeDecorator[str]):
    """Text without what a database can't hold: NUL and lone surrogates, which names of files may have."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Clean a text on its way in."""
        return None if value is None else clean(value)


class CleanJson(TypeDecorator[Any]):
    """JSON whose texts are cleaned the same way."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Clean what is on its way in."""
        return _cleaned(value)


def clean(text: str) -> str:
    """Replace lone surrogates by `?` and drop NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return clean(value)
        case dict():
            return {clean(str(name)): _cleaned(item) for name, item in value.items()}
        case list() | tuple():
            return [_cleaned(item) for item in value]
        case _:
            return value
