"""The errors of ``events``: one tree, each leaf also the fitting builtin."""


class EventError(Exception):
    """Any fault that ``events`` reports on purpose. Catch it to catch them all."""


class RecordError(EventError, ValueError):
    """A value that breaks the record: names every fault found, not the first one only."""


class DocumentError(EventError, ValueError):
    """A report that cannot be read at all. Not for one that merely yields no claim."""


class TableError(EventError, ValueError):
    """A table or map that cannot be imported at all. Not for one row of it, which is rejected."""


class ConflictError(EventError, ValueError):
    """A conflict profile that is unknown or malformed."""


class LedgerError(EventError, ValueError):
    """A ledger that cannot be opened or is not of this schema."""


class QueryError(EventError, ValueError):
    """A question that cannot be answered as put: an unknown side, a date that is none."""


class PublicationError(EventError, ValueError):
    """A profile of publication that is unknown or malformed."""


class WorkerError(EventError, RuntimeError):
    """Workers that cannot be reached, keep dying, or are of another version than we."""


class FetchError(EventError, ConnectionError):
    """Something on the Web that cannot be had, or may not be. Not for a page without a report."""
