"""Which sentences report no event of the war at all, and why."""

from __future__ import annotations

from events.claims.lexicon import screens
from events.claims.scene import Scene
from geo.types import Sentence


def screened(scene: Scene, sentence: Sentence) -> str | None:
    """Return the reason why a sentence is no reporting, or None where it may be.

    A sentence that compares with another war ("the heaviest since World War II") is not history,
    as long as it names a belligerent of this one.
    """
    text = scene.text[sentence.start : sentence.end].lower()
    for screen in screens():
        match = screen.pattern.search(text)
        if match and not (screen.comparison_ok and _compares(scene, sentence, match.group())):
            return screen.reason
    return None


def _compares(scene: Scene, sentence: Sentence, words: str) -> bool:
    """Tell whether a belligerent is named beside "since" and the words, in lower case."""
    text = scene.text[sentence.start : sentence.end].lower()
    since = f"since {words}" in text or f"since the {words}" in text
    return since and any(
        m.entity.side in scene.conflict.side_ids
        for m in scene.mentions_in(sentence.start, sentence.end)
    )
