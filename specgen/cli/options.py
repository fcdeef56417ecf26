"""Options that several commands share, and those that stand before a command."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

Environments = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ENV]...", help="Environments; all, if none is named."),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "-f", "--format", metavar="FORMAT[=FILE]",
        help="text, concise, json or github; several, each with its file, in one run.",
    ),
]  # fmt: skip
Output = Annotated[
    str | None, typer.Option("-o", "--output", metavar="FILE", help="Where the report goes.")
]
Gate = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="error|warning|never",
        help="What fails the command; `render` never goes on after errors.",
    ),
]


def one_of(value: str, known: Sequence[str], option: str) -> str:
    """The value, if it is one of those an option takes; a usage error else."""
    if value not in known:
        raise typer.BadParameter(f"{value!a} is none of {', '.join(known)}", param_hint=option)
    return value


class Command(TyperCommand):
    """A command that knows what stands before its name."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse, unless an option that belongs to all commands stands behind this one."""
        given = {arg.partition("=")[0] for arg in args}
        for option in ctx.parent.command.params:
            for name in given.intersection(option.opts):
                example = " ".join(filter(None, (name, option.metavar, ctx.info_name)))
                raise typer.BadParameter(
                    f"put it before the command: specgen {example} …", param_hint=name
                )
        return super().parse_args(ctx, args)


class Commands(TyperGroup):
    """The program, whose commands may be called by two words: `schema add`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; two words go before one."""
        both = " ".join(args[:2])
        return super().resolve_command(ctx, [both, *args[2:]] if both in self.commands else args)
