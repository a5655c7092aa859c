"""The ledger: an append-only book of documents, their claims, and what people said of them.

It is one SQLite file, or a PostgreSQL database with PostGIS: the same answers from either.
"""

from events.store.adding import Added
from events.store.ledger import Ledger
from events.store.opening import address_shown
from events.store.schema import SCHEMA_VERSION
from events.store.sqlite import MEMORY
from events.store.versions import Custody, Version

__all__ = ["MEMORY", "SCHEMA_VERSION", "Added", "Custody", "Ledger", "Version", "address_shown"]
