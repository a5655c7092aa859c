"""Who speaks and who fights: names, roles and spellings, from the conflict's profile.

A war is data: ``seeds/conflicts/*.toml`` names its sides, actors, institutions, persons, media and
units, each with the spellings in use and, where it matters, the dates between which the link held.
"""

from events.actors.choose import choose_conflict
from events.actors.conflict import Conflict
from events.actors.entities import Entity, Form, Mention, Side, Sort
from events.actors.profiles import conflict_ids, load_conflict, read_conflict

__all__ = [
    "Conflict",
    "Entity",
    "Form",
    "Mention",
    "Side",
    "Sort",
    "choose_conflict",
    "conflict_ids",
    "load_conflict",
    "read_conflict",
]
