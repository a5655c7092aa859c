"""The shipped gazetteer and a geoparser over it, opened once for the tests of ``geo``."""

from __future__ import annotations

import pytest

from geo.gazetteer import Gazetteer
from geo.geoparse import Geoparser
from geo.types import Focus


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.fixture(scope="session")
def geoparser(gazetteer: Gazetteer) -> Geoparser:
    return Geoparser(gazetteer)


@pytest.fixture(scope="session")
def ukraine() -> Focus:
    return Focus(countries=("UA",))
