"""Questions that are nearly the same stand together, the most frequent first."""

from datetime import datetime, timezone

from clinic.attention import Unanswered
from clinic.learning import group_questions, most_like
from clinic.learning.grouping import Group

AT = datetime(2026, 11, 30, tzinfo=timezone.utc)
EXAMPLES = [
    ("what causes sciatica", "ask_causes"),
    ("can i take ibuprofen", "ask_medication"),
    ("should i get an mri", "ask_imaging"),
]


def asked(*texts: str) -> list[Unanswered]:
    return [
        Unanswered(number, text, "clarified", "nlu_fallback", AT)
        for number, text in enumerate(texts)
    ]


def texts(group: Group) -> list[str]:
    return [item.text for item in group.questions]


def test_the_same_question_in_other_letters_is_one_group() -> None:
    groups = group_questions(
        asked("can i drive with sciatica", "is a mattress bad", "can I drive with siatica?"),
        EXAMPLES,
    )
    assert [len(group.questions) for group in groups] == [2, 1]
    assert set(texts(groups[0])) == {"can i drive with sciatica", "can I drive with siatica?"}


def test_every_question_is_in_one_group() -> None:
    questions = asked("can i swim", "swim ok?", "can i swim now", "mri", "hm", "42")
    found = [item.id for group in group_questions(questions, EXAMPLES) for item in group.questions]
    assert sorted(found) == [0, 1, 2, 3, 4, 5]


def test_a_question_is_like_the_example_it_shares_most_letters_with() -> None:
    assert most_like("may i take some ibuprofin", EXAMPLES) == "ask_medication"


def test_a_question_in_other_letters_is_like_nothing() -> None:
    assert most_like("¿Ñü? 你好", EXAMPLES) is None
    assert most_like("can i swim", []) is None


def test_without_questions_there_are_no_groups_and_without_examples_there_are() -> None:
    assert list(group_questions([], EXAMPLES)) == []
    assert len(group_questions(asked("can i swim"), [])) == 1
