"""Publishing safely: what of the claims may leave the house, when, how finely."""

from events.publication.positions import Places
from events.publication.profile import Profile, load_profile, profile_ids
from events.publication.publish import REDACTED, Published, Withheld, is_redacted, publish

__all__ = [
    "REDACTED",
    "Places",
    "Profile",
    "Published",
    "Withheld",
    "is_redacted",
    "load_profile",
    "profile_ids",
    "publish",
]
