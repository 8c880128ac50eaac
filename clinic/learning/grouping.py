"""Groups questions that are nearly the same, and says which training examples are like them.

By the letters they share (n-grams of 2 to 4 within words, weighted by how rare they are), so that
typos don't matter. docs/decisions/0014 has the figures beside a sentence encoder's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from clinic.attention.unanswered import Unanswered

# Questions farther apart than this on average (1 - cosine) are not one group.
FARTHEST = 0.70
# A question nearer than this to an example means the same: of the evaluation's messages for
# development 94 in 100, and of all of them 82.
LIKELY = 0.70


@dataclass(frozen=True)
class Group:
    """Questions that are nearly the same, the most typical one first."""

    questions: tuple[Unanswered, ...]

    @property
    def title(self) -> str:
        """The most typical question's words."""
        return self.questions[0].text


def group_questions(
    questions: Sequence[Unanswered], examples: Iterable[tuple[str, str]]
) -> Sequence[Group]:
    """The questions in groups, the largest first, then the newest; kept until one of them comes,
    goes or changes, as a page is looked at more often than that.

    Args:
        questions: the newest first.
        examples: (text, intent) of the training data, which tell how rare letters are.
    """
    return _grouped(tuple(questions), tuple(examples)) if questions else ()


def most_like(text: str, examples: Iterable[tuple[str, str]]) -> str | None:
    """The intent whose training example is nearest to a question; None where none is near."""
    known = tuple(examples)
    if not known:
        return None
    row = (_fitted(known).transform([text]) @ _trained(known)).toarray()[0]
    return known[int(row.argmax())][1] if row.max() >= LIKELY else None


@lru_cache(maxsize=2)
def _grouped(
    questions: tuple[Unanswered, ...], known: tuple[tuple[str, str], ...]
) -> tuple[Group, ...]:
    texts = [item.text for item in questions]
    vectors = _fitted(known) if known else _vectorizer().fit(texts)
    matrix = vectors.transform(texts)
    near = (matrix @ matrix.T).toarray()
    groups: dict[int, list[int]] = {}
    for place, label in enumerate(_labels(near)):
        groups.setdefault(label, []).append(place)
    ordered = sorted(groups.values(), key=lambda places: (-len(places), places[0]))
    return tuple(
        Group(
            tuple(
                questions[place]
                for place in sorted(places, key=lambda place: (-near[place, places].sum(), place))
            )
        )
        for places in ordered
    )


def _labels(near: Any) -> list[int]:
    """A group's number for each question, from how near each is to each."""
    import numpy
    from sklearn.cluster import AgglomerativeClustering

    if len(near) < 2:
        return [0] * len(near)
    apart = numpy.clip(1 - near, 0, 1)
    numpy.fill_diagonal(apart, 0)
    clusters = AgglomerativeClustering(
        n_clusters=None, affinity="precomputed", linkage="average", distance_threshold=FARTHEST
    )
    return [int(label) for label in clusters.fit_predict(apart)]


@lru_cache(maxsize=1)
def _fitted(examples: tuple[tuple[str, str], ...]) -> Any:
    """How vectors are made of texts, by the training examples; kept until those change."""
    return _vectorizer().fit([text for text, _ in examples])


@lru_cache(maxsize=1)
def _trained(examples: tuple[tuple[str, str], ...]) -> Any:
    """The vectors of the training examples, a column for each, as they are multiplied with. Much,
    and needed only where a question is added to a topic."""
    return _fitted(examples).transform([text for text, _ in examples]).T.tocsr()


def _vectorizer() -> Any:
    # Loaded when the page is first opened: it would triple the time the desk needs to start.
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
