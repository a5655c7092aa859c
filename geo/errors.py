"""The errors of ``geo``: one tree, each leaf also the fitting builtin."""


class GeoError(Exception):
    """Any fault that ``geo`` reports on purpose. Catch it to catch them all."""


class PositionError(GeoError, ValueError):
    """A longitude or latitude off the earth. Not for a place that is merely unknown."""


class GazetteerError(GeoError, ValueError):
    """A gazetteer or an input table that cannot be used. Not for a name that it lacks."""


class GazetteerMissing(GeoError, FileNotFoundError):
    """The cached gazetteer is not where it was looked for."""


class OnlineError(GeoError, ConnectionError):
    """An online geocoder that could not be asked. Not for a name that it does not know."""


class SpanError(GeoError, ValueError):
    """Offsets that do not fit the text they are meant for."""


class UnknownPlace(GeoError, KeyError):
    """A place id that the gazetteer lacks. Not for a name that nobody bears: that is no error."""

    __str__ = Exception.__str__
