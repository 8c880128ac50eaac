"""Questions without a good answer: grouped, settled, or made a training example."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic import attention
from clinic.attention.unanswered import settle
from clinic.content import get_content, topic_intent
from clinic.learning import (
    ExampleRefused,
    Examples,
    Group,
    Taught,
    UnknownIntent,
    checked,
    group_questions,
    offered_intents,
    teach,
    waiting_examples,
)
from clinic.settings import get_settings
from clinic.staff import audit
from clinic.storage import get_database
from frontdesk.guard import for_staff
from frontdesk.rendering import render

WISHES = {
    "book_screening": "Book a screening",
    "reschedule_screening": "Move a screening",
    "cancel_screening": "Call a screening off",
    "check_screening": "Look up a screening",
    "talk_to_person": "Talk to a person",
}
# Each heading, and under it intents with their labels.
Choices = list[tuple[str, list[tuple[str, str]]]]


@for_staff("read the questions")
async def questions(request: Request) -> Response:
    """What had no good answer, without who asked it; the most frequent first."""
    return await _page(request)


async def _page(
    request: Request, problem: str | None = None, tried: tuple[int, str, str] | None = None
) -> Response:
    groups, choices, waiting = await asyncio.to_thread(_load)
    labels = {intent: label for _, items in choices for intent, label in items}
    return render(
        request,
        "questions/questions.html",
        status=422 if problem else 200,
        groups=groups,
        waiting=waiting,
        choices=choices,
        labels=labels,
        problem=problem,
        tried=tried,
        added=request.query_params.get("added"),
    )


def _load() -> tuple[list[Group], Choices, list[Taught]]:
    with get_database().read() as connection:
        found = attention.unanswered_questions(connection)
        waiting = waiting_examples(connection)
    examples = Examples(get_settings().training_dir)
    return group_questions(found, examples.texts), _choices(offered_intents(examples)), waiting


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


@for_staff(None)
async def settle_questions(request: Request) -> Response:
    """Takes questions off the list."""
    form, staff = await request.form(), request.session["staff"]
    given = [str(value) for value in form.getlist("question")[:500]]
    numbers = [int(value) for value in given if value.isdecimal() and len(value) < 12]

    def change() -> None:
        with get_database().begin() as connection:
            done = [number for number in numbers if settle(connection, number)]
            if done:
                audit(connection, staff, "settled questions", ", ".join(map(str, done)))

    await asyncio.to_thread(change)
    return RedirectResponse("/desk/questions", 303)


@for_staff("looked at a question to add", refused="read the questions")
async def add_example(request: Request) -> Response:
    """Takes an example in words of the staff's own; refused ones are shown again with the reason.
    It waits to be committed, and is trained on after that."""
    form = await request.form()
    text, intent = str(form.get("text", ""))[:1000], str(form.get("intent", ""))
    number, staff = request.path_params["question"], request.session["staff"]

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
        return await _page(request, str(refused), (number, text, intent))
    return RedirectResponse(f"/desk/questions?added={intent}", 303)


ROUTES = [
    Route("/desk/questions", questions),
    Route("/desk/questions/settle", settle_questions, methods=["POST"]),
    Route("/desk/questions/{question:int}/example", add_example, methods=["POST"]),
]
