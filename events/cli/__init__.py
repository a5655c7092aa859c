"""The command line: one command per verb. It wires the rooms together and prints.

Whatever is heavy is imported inside the command that needs it, so that help answers at once.
"""

from __future__ import annotations

import sys

import click

from events.cli import (  # noqa: F401  # they add their verbs
    asking,
    exporting,
    fetching,
    importing,
    judging,
    keeping,
    measuring,
    places,
    reading,
    snapshots,
)
from events.cli.options import cli
from events.errors import EventError
from geo.errors import GeoError

__all__ = ["cli", "main"]


def main() -> None:
    """Run the command line; a fault that we know of ends in one line and exit code 1."""
    try:
        cli(prog_name="claimmap")
    except (EventError, GeoError) as fault:
        _fail(str(fault))
    except OSError as fault:
        _fail(f"{fault.strerror}: {fault.filename}" if fault.filename else str(fault))


def _fail(message: str) -> None:
    click.echo(f"error: {message}", err=True)
    sys.exit(1)
