"""The offline map: base map, claim layer, time control and the one-file snapshot.

Only this package imports Folium. Its scripts draw in the snapshot and in the dashboard alike.
"""
