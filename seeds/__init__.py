"""Data that claimmap reads: reports, gazetteer, base map, lexicons, conflicts. See README.md.

Read it through ``importlib.resources.files("seeds")``, never by a path of one machine.
"""
