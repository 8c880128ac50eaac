from evaluation.figures import Share
from evaluation.messages import Labelled


def test_an_interval_contains_its_share_and_stays_between_none_and_all() -> None:
    for right, of in ((0, 5), (5, 5), (3, 7), (99, 100)):
        low, high = Share(right, of).interval
        assert 0 <= low <= right / of <= high + 1e-9 <= 1 + 1e-8


def test_more_messages_make_the_interval_narrower() -> None:
    few, many = Share(9, 10).interval, Share(900, 1000).interval
    assert many[1] - many[0] < few[1] - few[0]


def test_an_answer_is_right_when_any_wish_is_one_of_its_topics() -> None:
    message = Labelled("heat or ice?", "answer", ("treatment:heat_cold",), "authored")
    assert message.is_right(frozenset({"ask_causes", "ask_treatment_heat_cold"}), "ask_causes")
    assert not message.is_right(frozenset({"ask_causes"}), "ask_causes")


def test_what_is_not_covered_may_be_asked_back_but_not_answered_from_the_article() -> None:
    message = Labelled("can i take it with wine?", "not_covered", ("medication",), "authored")
    assert message.is_right(frozenset({"nlu_fallback"}), "nlu_fallback")
    assert not message.is_right(frozenset({"ask_causes"}), "ask_causes")
