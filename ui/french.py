"""Typer's own words, in French: help, usage, and what is wrong with a command."""

import re
from typing import Any

from typer import Context, TyperException, rich_utils
from typer.core import TyperCommand, TyperGroup

from ui import cli_texts as texts


class FrenchCommand(TyperCommand):
    """A command whose help speaks French."""

    def get_usage(self, ctx: Any) -> str:
        """Give the line that shows how to write the command."""
        return super().get_usage(ctx).replace("Usage:", "Usage :")

    def get_help_option(self, ctx: Any) -> Any:
        """Give the `--help` option."""
        return _in_french(super().get_help_option(ctx))


class FrenchGroup(TyperGroup):
    """The program itself, whose help speaks French."""

    def get_usage(self, ctx: Any) -> str:
        """Give the line that shows how to write the command."""
        return super().get_usage(ctx).replace("Usage:", "Usage :").replace("COMMAND", "COMMANDE")

    def get_help_option(self, ctx: Any) -> Any:
        """Give the `--help` option."""
        return _in_french(super().get_help_option(ctx))


def _in_french(option: Any) -> Any:
    if option is not None:
        option.help = texts.HELP
    return option


def speak_french() -> None:
    """Set the titles and notes of Typer's help, which it keeps as settings of its module."""
    rich_utils.ARGUMENTS_PANEL_TITLE = "Arguments"
    rich_utils.OPTIONS_PANEL_TITLE = "Options"
    rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
    rich_utils.DEFAULT_STRING = "[par défaut : {}]"
    rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"


def explain(error: TyperException) -> str:
    """Say in French what is wrong with a command."""
    context: Context | None = getattr(error, "ctx", None)
    command = context.command_path if context else "rameau"
    return texts.USAGE.format(message=_message(error), command=command)


def _message(error: TyperException) -> str:
    parameter = getattr(error, "param", None)
    name = _name(parameter)
    match type(error).__name__:
        case "MissingParameter":
            return texts.USAGE_MISSING.format(name=name)
        case "NoSuchOption":
            return texts.USAGE_OPTION.format(name=getattr(error, "option_name", ""))
        case "BadParameter":
            return texts.USAGE_VALUE.format(name=name)
    unknown = re.match(r"No such command '(.+?)'", error.format_message())
    return texts.USAGE_COMMAND.format(name=f"« {unknown[1]} »") if unknown else texts.USAGE_OTHER


def _name(parameter: Any) -> str:
    options = [option for option in getattr(parameter, "opts", ()) if option.startswith("-")]
    return options[0] if options else str(getattr(parameter, "metavar", None) or getattr(parameter, "name", ""))
