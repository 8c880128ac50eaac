"""Questions without a good answer: grouped, settled, or made a training example."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic import attention
from clinic.attention.unanswered import by_numbers, mark_answer, settle
from clinic.content import get_content, topic_intent
from clinic.dialogue.clinic_facts import FIELDS, PREFIX
from clinic.learning import (
    ExampleRefused,
    Examples,
    Group,
    Taught,
    UnknownIntent,
    checked,
    group_questions,
    most_like,
    offered_intents,
    teach,
    waiting_examples,
)
from clinic.messages import transcript
from clinic.settings import get_settings
from clinic.staff import audit
from clinic.staff.roles import may
from clinic.storage import get_database
from frontdesk.guard import for_staff, staff_of
from frontdesk.meanings import MEANINGS, meaning_label, topic_labels
from frontdesk.questions import answering
from frontdesk.rendering import back_to, render

HERE, READ = answering.HERE, answering.READ
LOOKED = "looked at a question to add"
# So many groups a page: whoever settles them reads each.
GROUPS = 12
# Each heading, and under it intents with their labels.
Choices = list[tuple[str, list[tuple[str, str]]]]


@for_staff(READ)
async def questions(request: Request) -> Response:
    """What had no good answer, without who asked it; the most frequent first."""
    after = _number(request.query_params.get("after", ""))
    groups, waiting = await asyncio.to_thread(_load)
    after = min(after, max(len(groups) - 1, 0)) // GROUPS * GROUPS
    return render(
        request,
        "questions/questions.html",
        groups=groups[after : after + GROUPS],
        after=after,
        before=max(after - GROUPS, 0),
        more=max(len(groups) - after - GROUPS, 0),
        waiting=waiting,
        writes=may(request.state.role, "reviewer"),
        added=request.query_params.get("added"),
    )


def _number(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) < 6 else 0


def _load() -> tuple[Sequence[Group], list[Taught]]:
    with get_database().read() as connection:
        found = attention.unanswered_questions(connection)
        waiting = waiting_examples(connection)
    examples = Examples(get_settings().training_dir)
    return group_questions(found, examples.texts), waiting


def _choices(intents: Iterable[str]) -> Choices:
    """What may be chosen; what has no heading of its own is a topic that was taught elsewhere."""
    left, topics = list(intents), topic_labels()
    headings = {"Answered from the article": topics, **MEANINGS}
    found = [
        (heading, sorted(((i, labels[i]) for i in left if i in labels), key=lambda one: one[1]))
        for heading, labels in headings.items()
    ]
    known = {intent for labels in headings.values() for intent in labels}
    rest = [(intent, meaning_label(intent)) for intent in left if intent not in known]
    return [*found, *([("Everything else", rest)] if rest else [])]


def _labels(choices: Choices) -> dict[str, str]:
    return {intent: label for _, items in choices for intent, label in items}


@for_staff(None)
async def settle_questions(request: Request) -> Response:
    """Takes questions off the list."""
    form, staff = await request.form(), staff_of(request)
    numbers = answering.numbers_of(form.getlist("question"))

    def change() -> None:
        with get_database().begin() as connection:
            done = [number for number in numbers if settle(connection, number)]
            if done:
                audit(connection, staff, "settled questions", ", ".join(map(str, done)))

    await asyncio.to_thread(change)
    return RedirectResponse(HERE, 303)


@for_staff(None)
async def mark(request: Request) -> Response:
    """Puts a patient's message on the list because the answer to it was none, as the staff say."""
    form, staff = await request.form(), staff_of(request)
    conversation = str(form.get("conversation", ""))[:128]
    message = str(form.get("message", ""))[:160]

    def change() -> None:
        with get_database().begin() as connection:
            topic = transcript.topic_of_answer(connection, conversation, message)
            taken = topic_intent(topic) if topic else ""
            if mark_answer(connection, conversation, message, reason="marked", intent=taken):
                audit(connection, staff, "marked an answer as wrong", conversation)

    await asyncio.to_thread(change)
    return RedirectResponse(back_to(form, HERE), 303)


@for_staff(LOOKED)
async def example(request: Request) -> Response:
    """The form with which a question becomes an example of a topic, in words of the staff's own."""
    return await _example(request)


async def _example(
    request: Request, problem: str | None = None, text: str = "", intent: str = ""
) -> Response:
    number = request.path_params["question"]

    def load() -> dict[str, Any] | None:
        with get_database().read() as connection:
            found = by_numbers(connection, [number])
        examples = Examples(get_settings().training_dir)
        choices = _choices(offered_intents(examples))
        asked = found[0] if found else None
        like = None if intent or asked is None else most_like(asked.text, examples.texts)
        # What a wrong answer was to is no guess for what is right.
        likely = like in _labels(choices) and not (asked and asked.was_answered == like)
        return {
            "question": asked,
            "given": _answer_to(asked.was_answered) if asked else None,
            "choices": choices,
            "chosen": intent or (like if likely else ""),
            "likely": likely,
        }

    values: Any = await asyncio.to_thread(load)
    if values["question"] is None:
        return _settled(request)
    status = 422 if problem else 200
    values.update(problem=problem, text=text, number=number)
    return render(request, "questions/example.html", status=status, **values)


class _Settled(LookupError):
    """The question is not on the list, or not any more."""


def _settled(request: Request) -> Response:
    return render(request, "problem.html", status=404, title="This question is settled")


def _answer_to(intent: str | None) -> str | None:
    """What patients get today who ask for a topic or a fact; None: it is neither."""
    content = get_content()
    topic = next((one for one in content.topics if topic_intent(one) == intent), None)
    if topic:
        return content.passage(topic).text
    field = FIELDS.get((intent or "").removeprefix(PREFIX), "")
    return getattr(content.clinic.answers, field, None)


@for_staff(None, refused=LOOKED)
async def add_example(request: Request) -> Response:
    """Takes an example in words of the staff's own; refused ones are shown again with the reason.
    It waits to be committed, and is trained on after that."""
    form = await request.form()
    text, intent = str(form.get("text", ""))[:1000], str(form.get("intent", ""))
    number, staff = request.path_params["question"], staff_of(request)

    def change() -> None:
        examples = Examples(get_settings().training_dir)
        if intent not in offered_intents(examples):
            raise UnknownIntent("Choose what the question is about.")
        with get_database().read() as connection:
            # Its own words among them, however many came after it.
            mine = by_numbers(connection, [number])
            patients = [item.text for item in [*mine, *attention.unanswered_questions(connection)]]
            examples.texts += [(item.text, item.intent) for item in waiting_examples(connection)]
        if not mine:
            raise _Settled
        words = checked(text, intent, examples, patients)
        with get_database().begin() as connection:
            if not settle(connection, number):  # by somebody else, meanwhile
                raise _Settled
            teach(connection, words, intent, staff)
            audit(connection, staff, "added a training example", f"{intent}, question {number}")

    try:
        await asyncio.to_thread(change)
    except _Settled:
        return _settled(request)
    except (ExampleRefused, UnknownIntent) as refused:
        return await _example(request, str(refused), text, intent)
    return RedirectResponse(f"{HERE}?added={intent}", 303)


ROUTES = [
    Route(HERE, questions),
    Route(f"{HERE}/settle", settle_questions, methods=["POST"]),
    Route(f"{HERE}/mark", mark, methods=["POST"]),
    Route(HERE + "/{question:int}/example", example, methods=["GET"]),
    Route(HERE + "/{question:int}/example", add_example, methods=["POST"]),
    *answering.ROUTES,
]
