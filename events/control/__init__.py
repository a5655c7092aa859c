"""Who holds a place as of a date, and according to whom (pure).

The rules, in words. They read claims; they never say what is true.

*What counts.* A claim counts if it is asserted, of a kind that can say who holds a place (capture,
withdrawal, control), about the place itself (``where_prec`` 1: "near X", "around X", a district or
a region never change X) and dated: its day is the event's, else the day of publication. Where only
a span is known ("in May"), its day is the span's last, or the day of publication if that is
earlier: by then it had happened. A share of a place is not the place. What a report says at its
head in its own voice and attributes later, and what it says in its own voice under its own "could
not verify", corroborates nothing and does not count.

*What a claim says.* A capture or control claim says that ``claimed_controller`` holds the place;
where that is null it says nothing. A withdrawal says that ``actor1`` left; it ends the hold of the
one who leaves and gives the place to nobody, unless the claim names a controller.

Actors stand for the side that they fought for on the day spoken of, speakers for theirs on the day
of speaking, by the dated links of their war's profile (`Sides`): whoever changed sides took nobody
else's places along.

*Whose word it is.* It is the word of ``claimant_side``, and of third parties where there is none.
A statement against the interest of the speaker's side (the other side holds the place; ours left)
is that side's word only when its officials, forces or local authorities say it: then it is a
concession. From an expert, a journalist or a resident it is a third party's word.

*The latest word of a side* stands until a later one. Its "since" is the first day of the unbroken
run in which it says the same, so that repeating it makes it no stronger. On one day a concession
outweighs a boast, and so it does wherever the boast's span reaches back to the concession's day;
then a change (capture, withdrawal) outweighs a state; what is still contradictory is contested.
"X left" changes the word of a side that held X to be there, or that had said nothing.

*Holder and basis.* A word is superseded where another side says something contrary that began after
its last evidence, with a change (a capture, a withdrawal) or when it was no longer current: a state
claimed a day after the enemy's capture contradicts it, a capture after the enemy's hold explains
itself. Of the words that stand: all the same, from two sides or more → agreed; one
side's, against its interest → conceded; one side's → one side; contrary words → disputed, and the
holder is contested, except that a concession outweighs the boasts of others. A place that was left
and claimed by nobody has the holder unknown. Third parties decide only where no side has spoken.
Silence never flips: without a later claim the state remains, and its currency fades.

*Currency.* Days from the last evidence of the words that decide to the date asked for: current to
``CURRENT_DAYS``, stale to ``STALE_DAYS``, then no coverage.
"""

from events.control.sides import Sides
from events.control.statements import THIRD
from events.control.status import EVERYONE, STALE_DAYS, control_as_of, voices_of
from events.control.words import CURRENT_DAYS, UNKNOWN

__all__ = [
    "CURRENT_DAYS",
    "EVERYONE",
    "STALE_DAYS",
    "THIRD",
    "UNKNOWN",
    "Sides",
    "control_as_of",
    "voices_of",
]
