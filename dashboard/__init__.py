"""The page: what `app.py` draws with, one file a part.

``desk``, ``columns``, ``intake``, ``reviewing``, ``places`` and ``downloads`` know no Streamlit
and are tested by themselves; the others draw. ``page.js`` is what the browser does that Streamlit
cannot: keys of the review, what a reader's own browser remembers, the map's address.
"""
