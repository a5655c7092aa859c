"""Upstream tables -> the cached gazetteer. Needs the tables at hand; nothing is downloaded."""

from geo.build.gazetteer import BuildReport, build_gazetteer

__all__ = ["BuildReport", "build_gazetteer"]
