"""Sentences of a long text unpack to what they were, whichever is looked at."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from geo.packed import PackedSentences
from geo.types import Sentence, Token

WORDS = st.text(min_size=1, max_size=6)


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[Sentence]]:
    """Return a text and its sentences, of which some have tokens."""
    text, sentences = "", []
    for paragraph, words in enumerate(draw(st.lists(st.lists(WORDS, max_size=5), max_size=6))):
        start, tokens = len(text), []
        for index, word in enumerate(words):
            tokens.append(
                Token(
                    index=index, start=len(text), end=len(text) + len(word), text=word,
                    lemma=draw(WORDS), pos=draw(WORDS), tag="NN", dep="dep",
                    head=draw(st.integers(0, len(words) - 1)),
                )
            )  # fmt: skip
            text += f"{word} "
        parsed = tuple(tokens) if draw(st.booleans()) else ()
        sentences.append(Sentence(start=start, end=len(text), paragraph=paragraph, tokens=parsed))
    return text, sentences


def packed(text: str, sentences: list[Sentence]) -> PackedSentences:
    bare = [Sentence(start=s.start, end=s.end, paragraph=s.paragraph) for s in sentences]
    return PackedSentences(text, bare, [(n, s) for n, s in enumerate(sentences) if s.tokens])


@given(texts(), st.data())
def test_what_is_unpacked_is_what_was_packed(
    made: tuple[str, list[Sentence]], data: st.DataObject
) -> None:
    text, sentences = made
    found = packed(text, sentences)
    assert list(found) == sentences
    assert len(found) == len(sentences)
    assert found == sentences
    for number in data.draw(st.permutations(range(-len(sentences), len(sentences)))):
        assert found[number] == sentences[number]
    low, high = data.draw(st.tuples(st.integers(-8, 8), st.integers(-8, 8)))
    assert found[low:high] == tuple(sentences[low:high])


@given(texts())
def test_sentences_are_changed_when_looked_at_and_the_packed_ones_stay(
    made: tuple[str, list[Sentence]],
) -> None:
    text, sentences = made
    found = packed(text, sentences)
    moved = found.changed(lambda sentence: replace(sentence, paragraph=sentence.paragraph + 1))
    assert list(moved) == [replace(s, paragraph=s.paragraph + 1) for s in sentences]
    assert moved.spans() == found.spans()
    assert list(found) == sentences


def test_other_sentences_are_not_equal() -> None:
    text = "Troops left."
    left = Token(
        index=0, start=7, end=11, text="left", lemma="leave", pos="VERB", tag="VBD", dep="ROOT",
        head=0,
    )  # fmt: skip
    one = Sentence(start=0, end=12, paragraph=0, tokens=(left,))
    found = packed(text, [one])
    assert found == (one,)
    assert hash(found) == hash(packed(text, [one]))
    assert found != (Sentence(start=0, end=12, paragraph=0),)
    assert found != ()
    assert found != "Troops left."
    assert found != 5
