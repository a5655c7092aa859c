"""Text and places: finds the places a text names and puts them on the earth, offline."""
