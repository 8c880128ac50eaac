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
from clinic.settings import get_settings
from clinic.staff import audit
from clinic.staff.roles import may
from clinic.storage import get_database
from frontdesk.guard import for_staff, staff_of
from frontdesk.questions import answering
from frontdesk.rendering import back_to, render

HERE, READ = answering.HERE, answering.READ
WISHES = {
    "book_screening": "Book a screening",
    "reschedule_screening": "Move a screening",
    "cancel_screening": "Call a screening off",
    "check_screening": "Look up a screening",
    "talk_to_person": "Talk to a person",
}
# So many groups a page: whoever settles them reads each.
GROUPS = 12
# Each heading, and under it intents with their labels.
Choices = list[tuple[str, list[tuple[str, str]]]]


@for_staff(READ)
async def questions(request: Request) -> Response:
    """What had no good answer, without who asked it; the most frequent first."""
    after = _number(request.query_params.get("after", ""))
    groups, waiting, choices = await asyncio.to_thread(_load)
    after = min(after, max(len(groups) - 1, 0)) // GROUPS * GROUPS
    labels = _labels(choices)
    return render(
        request,
        "questions/questions.html",
        groups=groups[after : after + GROUPS],
        after=after,
        before=max(after - GROUPS, 0),
        more=max(len(groups) - after - GROUPS, 0),
        waiting=waiting,
        labels=labels,
        writes=may(request.state.role, "reviewer"),
        added=request.query_params.get("added"),
    )


def _number(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) < 6 else 0


def _load() -> tuple[Sequence[Group], list[Taught], Choices]:
    with get_database().read() as connection:
        found = attention.unanswered_questions(connection)
        waiting = waiting_examples(connection)
    examples = Examples(get_settings().training_dir)
    return group_questions(found, examples.texts), waiting, _choices(offered_intents(examples))


def _choices(intents: Iterable[str]) -> Choices:
    topics = {topic_intent(topic.id): topic.label for topic in get_content().topics.values()}
    rest = [intent for intent in intents if intent not in topics and intent not in WISHES]
    return [
        ("Answered from the article", [(i, topics[i]) for i in intents if i in topics]),
        ("Screenings and people", [(i, WISHES[i]) for i in intents if i in WISHES]),
        ("Everything else", sorted((intent, _label(intent)) for intent in rest)),
    ]


def _label(intent: str) -> str:
    return intent.removeprefix("ask_").replace("_", " ").capitalize()


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
            if mark_answer(connection, conversation, message, reason="marked"):
                audit(connection, staff, "marked an answer as wrong", conversation)

    await asyncio.to_thread(change)
    return RedirectResponse(back_to(form, HERE), 303)


@for_staff("looked at a question to add")
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
        like = most_like(found[0].text, examples.texts) if found and not intent else None
        choices = _choices(offered_intents(examples))
        chosen = intent or (like if like in _labels(choices) else "")
        return {"question": found[0] if found else None, "choices": choices, "chosen": chosen}

    values: Any = await asyncio.to_thread(load)
    if values["question"] is None and not problem:
        return render(request, "problem.html", status=404, title="This question is settled")
    status = 422 if problem else 200
    values.update(problem=problem, text=text, number=number)
    return render(request, "questions/example.html", status=status, **values)


@for_staff("looked at a question to add", refused=READ)
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
            patients = [item.text for item in attention.unanswered_questions(connection)]
            examples.texts += [(item.text, item.intent) for item in waiting_examples(connection)]
        words = checked(text, intent, examples, patients)
        with get_database().begin() as connection:
            teach(connection, words, intent, staff)
            settle(connection, number)
            audit(connection, staff, "added a training example", f"{intent}, question {number}")

    try:
        await asyncio.to_thread(change)
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
