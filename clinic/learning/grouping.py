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


@dataclass(frozen=True)
class Grouped:
    """A question of a group.

    Attributes:
        question: the question.
        like: the intent whose training example is nearest to it; None without examples.
    """

    question: Unanswered
    like: str | None


@dataclass(frozen=True)
class Group:
    """Questions that are nearly the same, the most typical one first."""

    questions: tuple[Grouped, ...]

    @property
    def title(self) -> str:
        """The most typical question's words."""
        return self.questions[0].question.text


def group_questions(
    questions: Sequence[Unanswered], examples: Iterable[tuple[str, str]]
) -> list[Group]:
    """The questions in groups, the largest first, then the newest.

    Args:
        questions: the newest first.
        examples: (text, intent) of the training data, for what each question is like.
    """
    if not questions:
        return []
    known = tuple(examples)
    vectors, trained = _fitted(known) if known else (None, None)
    if vectors is None:
        vectors = _vectorizer().fit([item.text for item in questions])
    matrix = vectors.transform([item.text for item in questions])
    likes: list[str | None] = [None] * len(questions)
    if trained is not None:
        nearest = (matrix @ trained.T).toarray()
        likes = [
            known[int(row.argmax())][1] if row.max() > 0 else None  # a question in other letters
            for row in nearest
        ]
    near = (matrix @ matrix.T).toarray()
    groups: dict[int, list[int]] = {}
    for place, label in enumerate(_labels(near)):
        groups.setdefault(label, []).append(place)
    ordered = sorted(groups.values(), key=lambda places: (-len(places), places[0]))
    return [
        Group(
            tuple(
                Grouped(questions[place], likes[place])
                for place in sorted(places, key=lambda place: (-near[place, places].sum(), place))
            )
        )
        for places in ordered
    ]


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


@lru_cache(maxsize=2)
def _fitted(examples: tuple[tuple[str, str], ...]) -> tuple[Any, Any]:
    """The vectors of the training examples, and how they were made; kept until they change."""
    vectorizer = _vectorizer()
    return vectorizer, vectorizer.fit_transform([text for text, _ in examples])


def _vectorizer() -> Any:
    # Loaded when the page is first opened: it would triple the time the desk needs to start.
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
