"""What holds in any state of a conversation, whatever was said before."""

import json
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic.content import TOPIC_IDS, topic_intent
from clinic.dialogue import State
from clinic.dialogue.clinic_facts import FIELDS, OTHERS
from clinic.dialogue.follow import FOLLOWS
from clinic.dialogue.meeting import DONE, OF_A_VISIT
from clinic.dialogue.not_covered import HEALTH
from clinic.dialogue.small_talk import TALK
from clinic.reading.read import Field, Read
from tests.unit.dialogue.world import Talk, alarm, doubt, read

# A message, or the so-manieth option that is pressed.
Said = Read | int

PHONES = ("+14145550183", "+14145550142")
NAMES = ("Ana Diaz", "Bo Berg")
TIMES = ("tuesday at 9", "thursday after 4", "tomorrow morning", "yesterday", "june 5 2028", "soon")
QUESTIONS = sorted(
    {
        *map(topic_intent, TOPIC_IDS),
        *(f"fact_{name}" for name in (*FIELDS, *OTHERS, "other")),
        *HEALTH,
        *FOLLOWS,
        *TALK,
        "ask_treatment_detail",
        "out_of_scope",
        "why_needed",
    }
)
BEGINNINGS = (
    "book_screening",
    "reschedule_screening",
    "cancel_screening",
    "check_screening",
    "talk_to_person",
)
CORRECTED: tuple[Field, ...] = ("name", "phone", "time", "reference")
STANCES = ("yes", "no", "undecided", "wait", "keep")
OTHER_WISHES = (
    "change_time",
    "nlu_fallback",
    "running_late",
    "confirm_visit",
    "feel_fear",
    "complain",
    "already_called",
    "false_alarm",
)

questions = st.sampled_from(QUESTIONS).map(read)
beginnings = st.sampled_from(BEGINNINGS).map(read)
given_ = st.one_of(
    st.sampled_from(NAMES).map(lambda name: read(name=name)),
    st.sampled_from(PHONES).map(lambda phone: read(phone=phone)),
    st.sampled_from(TIMES).map(lambda time: read(time=time)),
    st.just(read(reference="K7M2Q2")),
    st.builds(
        lambda name, phone, time: read("book_screening", name=name, phone=phone, time=time),
        st.sampled_from(NAMES),
        st.sampled_from(PHONES),
        st.sampled_from(TIMES),
    ),
)
stances = st.sampled_from(STANCES).map(lambda stance: read(stance=stance))
presses = st.integers(0, 4)
corrections = st.one_of(
    st.sampled_from(CORRECTED).map(lambda field: read(wrong=[field])),
    st.sampled_from(["name", "phone", "reference"]).map(
        lambda field: read(refuses=frozenset({field}))
    ),
    st.just(read("for_someone_else", relation="mother")),
    st.just(read("stop", stance="stop")),
    st.just(doubt()),
    st.just(alarm()),
)
calm = st.one_of(
    questions,
    beginnings,
    given_,
    stances,
    presses,
    st.sampled_from(OTHER_WISHES).map(read),
)
anything = st.one_of(calm, calm, corrections)
BOOK = read("book_screening", name=NAMES[0], phone=PHONES[0], time="wednesday at 9")
NO, YES = read(stance="no"), read(stance="yes")
# Ways into every state, so that what follows is tried in each.
OPENINGS: tuple[list[Said], ...] = (
    [],
    [read("book_screening")],
    [read("book_screening", time="wednesday at 9")],
    [read("book_screening", time="wednesday at 9", name=NAMES[0])],
    [BOOK],
    [BOOK, NO],
    [BOOK, NO, YES],
    [BOOK, NO, YES, read("reschedule_screening")],
    [BOOK, NO, YES, read("reschedule_screening", time="thursday at 2 pm")],
    [BOOK, NO, YES, read("cancel_screening")],
    [BOOK, NO, YES, read("check_screening"), read("book_screening")],
    [read("check_screening"), read(reference="K7M2Q2")],
    [read("book_screening", time="wednesday at 9"), read("check_screening")],
    [read("talk_to_person")],
    [read("ask_causes"), read("ask_treatment_dry_needling")],
    [read("nlu_fallback")],
    [alarm()],
    [doubt()],
)
openings = st.sampled_from(OPENINGS)


def from_any_state(tail: st.SearchStrategy[list[Said]]) -> st.SearchStrategy[list[Said]]:
    return st.builds(lambda opening, rest: [*opening, *rest], openings, tail)


conversations = from_any_state(st.lists(anything, max_size=8))
calm_conversations = from_any_state(st.lists(calm, max_size=8))
many = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def say(talk: Talk, message: Said) -> str:
    """Says a Read, or presses the so-manieth option."""
    if isinstance(message, Read):
        return talk.say(message)
    options = talk.options
    if not options:
        return talk.say(read("nlu_fallback"))
    return talk.say(Read(choice=options[message % len(options)].key))


def held(messages: list[Said]) -> Talk:
    talk = Talk()
    for message in messages:
        say(talk, message)
    return talk


@many
@given(conversations)
def test_every_message_is_answered_and_the_state_is_plain_json(messages: list[Said]) -> None:
    talk = Talk()
    for message in messages:
        assert say(talk, message).strip()
        written = json.loads(json.dumps(talk.state.as_json()))
        assert State.from_json(written) == talk.state


@many
@given(conversations)
def test_in_any_state_an_alarm_ends_what_goes_on(messages: list[Said]) -> None:
    talk = held(messages)
    alerts = len(talk.world.alerts)
    talk.say(alarm("E", name="Ana Diaz", time="tuesday at 9"))
    assert talk.acts[0].text == "Call 911 now."
    assert talk.replies == ["alarm"]
    assert talk.state.stack == ()
    assert talk.state.asked is None
    assert talk.state.options == ()
    assert talk.world.held() is None
    assert len(talk.world.alerts) == alerts + 1


@many
@given(calm_conversations)
def test_what_was_given_is_never_asked_again(messages: list[Said]) -> None:
    talk = Talk()
    known = {"name": False, "phone": False}
    for message in messages:
        say(talk, message)
        if isinstance(message, Read):
            known["name"] |= bool(message.names)
            known["phone"] |= bool(message.phones)
        if any(option.key == "book_another" for option in talk.options):
            return  # another booking may be for somebody else
        if talk.state.asked in known and not talk.state.told_booked:
            assert not known[talk.state.asked]


@many
@given(conversations, questions)
def test_a_question_never_loses_a_flow(messages: list[Said], question: Read) -> None:
    talk = held(messages)
    before = talk.state
    if not before.stack or before.asked == "sign":
        return
    if before.asked in OF_A_VISIT and {wish.intent for wish in question.wishes} <= DONE:
        return  # thanks, where a visit's code is asked for, end the search
    talk.say(question)
    if question.wants("goodbye"):  # no question: it ends all that is under way
        assert not talk.state.stack
        assert talk.state.asked is None
        return
    assert talk.state.stack == before.stack
    assert talk.state.asked == before.asked


@many
@given(conversations)
def test_no_reply_comes_twice_running(messages: list[Said]) -> None:
    talk = Talk()
    last = None
    for message in messages:
        words = say(talk, message)
        if not all(act.reply in ("alarm", "sign") for act in talk.acts):
            assert words != last
        last = words


@many
@given(conversations)
def test_every_flow_can_be_left(messages: list[Said]) -> None:
    talk = held(messages)
    talk.say(read("stop", stance="stop"))
    assert talk.state.flow is None
    assert talk.world.held() is None


def answer(talk: Talk) -> Read:
    """What a patient who wants to come answers to what is asked."""
    asked = talk.state.asked
    if asked == "name":
        return read(name="Ana Diaz")
    if asked in ("phone", "callback_phone", "visit_phone"):
        return read(phone=PHONES[0])
    if asked == "reference":
        return read(reference="K7M2Q2")
    if asked in ("signs", "sign"):
        return read(stance="no")
    if asked in ("time", "visit"):
        return Read(choice=talk.options[0].key)
    return read(stance="yes")


@many
@given(conversations, st.sampled_from(BEGINNINGS))
def test_every_flow_can_be_finished(messages: list[Said], beginning: str) -> None:
    talk = held(messages)
    if talk.state.alarm:
        talk.say(read("false_alarm"))
    talk.say(read(beginning))
    for _ in range(30):
        if not talk.state.stack and talk.state.asked != "sign":
            return
        talk.say(answer(talk))
    raise AssertionError(f"{talk.state.flow} still asks for {talk.state.asked}")


@many
@given(conversations)
def test_a_state_of_another_release_is_taken_over_as_far_as_it_goes(
    messages: list[Said],
) -> None:
    talk = held(messages)
    written = {**talk.state.as_json(), "of_another_release": 1}
    assert State.from_json(written) == replace(talk.state)
