"""The formats by name: how each is recognised and imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from events.errors import TableError
from events.importers import acled, gdelt, ucdp, viina
from events.importers.claims import Context
from events.importers.options import Batch, ImportOptions
from events.importers.parties import Profiles
from events.importers.places import Linker
from events.importers.polygons import import_polygons
from events.importers.sniffing import POLYGONS, recognise
from events.importers.tables import Format, each, import_rows

_TABLES = {
    form.name: form
    for form in (
        Format(
            name="acled",
            required=acled.REQUIRED,
            marks=acled.MARKS,
            read=each(acled.read_row),
        ),
        Format(
            name="ucdp",
            required=ucdp.REQUIRED,
            marks=ucdp.MARKS,
            read=each(ucdp.read_row),
        ),
        Format(
            name="viina",
            required=viina.REQUIRED,
            one_of=viina.ONE_OF,
            marks=viina.MARKS,
            blank=viina.BLANK,
            read=each(viina.read_event),
        ),
        Format(
            name="viina-control",
            required=viina.CONTROL_REQUIRED,
            marks=viina.CONTROL_REQUIRED,
            blank=viina.BLANK,
            read=viina.read_control,
        ),
        Format(
            name="gdelt",
            required=(),
            marks=(),
            columns=gdelt.COLUMNS,
            read=each(gdelt.read_row),
        ),
    )
}
_BY_PLACE = ("viina-control", POLYGONS)
FORMATS = (*_TABLES, POLYGONS)
"""The names of the formats, as ``claimmap import`` takes them."""


def import_table(form: str, path: Path, options: ImportOptions) -> Iterator[Batch]:
    """Yield the rows of a table as batches of documents, claims and rejections.

    The table is read as the batches are taken, in the memory of one of them; the last one may be
    empty. Equal bytes and options give equal batches.

    Raises
    ------
    TableError
        At once: there is no such format, the source has no name, the file cannot be read, or
        columns are missing.
    ConflictError
        There is no such conflict.
    """
    if form not in FORMATS:
        raise TableError(f"no format {form!r}; there are: {', '.join(FORMATS)}")
    if not options.source.strip():
        raise TableError("the source has no name: each row is its claim")
    if form in _BY_PLACE and options.gazetteer is None:
        raise TableError(f"{form} needs a gazetteer: its places are known by it alone")
    context = Context(
        form=form,
        options=options,
        profiles=Profiles(options.conflict),
        linker=Linker(options.gazetteer),
        labels=viina.read_labels(options.labels) if options.labels else {},
    )
    if form == POLYGONS:
        batches = import_polygons(path, context)
    else:
        table = _TABLES[form]
        batches = import_rows(replace(table, one_of=()) if options.labels else table, path, context)
    return chain([next(batches)], batches)


def sniff(source: Path | bytes) -> str | None:
    """Return the format that a file, or bytes of one, seem to have; None for none of them."""
    return recognise(source, _TABLES.values())
