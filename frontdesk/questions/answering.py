"""Writing an answer to questions that had none: two fields, and a page that tells what happens
next. What comes of it is a draft of the content like any other (docs/decisions/0035)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic.attention import Unanswered
from clinic.attention.unanswered import by_numbers, settle, unanswered_questions
from clinic.content.topics import LABEL_CHARACTERS
from clinic.languages import NAMES, others
from clinic.learning import ExampleRefused, Examples, checked
from clinic.publishing import drafts, entries, importing, learnable, translating
from clinic.publishing.drafts import Draft, NoSuchDraft
from clinic.publishing.files import EXAMPLES, Texts, digest
from clinic.settings import get_settings
from clinic.staff import audit
from clinic.staff.roles import all_accounts, may
from clinic.storage import get_database
from frontdesk.content.beginning import make
from frontdesk.content.checking import CHECKS
from frontdesk.content.looking import READ as READ_CONTENT
from frontdesk.content.looking import gone, served
from frontdesk.guard import for_staff, staff_of
from frontdesk.rendering import render

HERE, READ = "/desk/questions", "read the questions"
LONGEST_ANSWER = 4_000


@dataclass(frozen=True)
class Written:
    """What a form says.

    Attributes:
        heading: the question, as patients are to see it.
        words: the answer.
        ticked: numbers of the questions it answers.
        said: how the topic is named, as far as that was typed.
        ways: other ways to ask it, in the words of who writes the answer.
    """

    heading: str
    words: str
    ticked: frozenset[int]
    said: importing.Said
    ways: tuple[str, ...] = ()

    @classmethod
    def of(cls, form: FormData) -> Written:
        """A form that was sent."""

        def words(name: str, most: int) -> str:
            return str(form.get(name, ""))[:most].strip()

        offer = form.get("offer") == "yes"
        said = importing.Said(words("label", LABEL_CHARACTERS), words("asks", 120), offer)
        ticked = frozenset(numbers_of(form.getlist("question")))
        ways = [" ".join(line.split()) for line in words("ways", LONGEST_ANSWER).splitlines()]
        heading, answer = words("heading", 80), words("answer", LONGEST_ANSWER)
        return cls(heading, answer, ticked, said, tuple(filter(None, ways)))


def numbers_of(given: Iterable[Any]) -> list[int]:
    """The numbers of questions in a form or an address."""
    some = [str(value) for value in list(given)[:500]]
    return [int(value) for value in some if value.isdecimal() and len(value) < 12]


@for_staff(READ, needs="reviewer")
async def form(request: Request) -> Response:
    """The form: the question, the answer, and which of those that were asked it answers."""
    shown = numbers_of(request.query_params.getlist("question"))
    written = Written("", "", frozenset(shown), importing.Said())
    return await _form(request, shown, written)


async def _form(
    request: Request, shown: list[int], written: Written, problem: str | None = None
) -> Response:
    def load() -> list[Unanswered]:
        with get_database().read() as connection:
            return by_numbers(connection, shown)

    return render(
        request,
        "questions/answer.html",
        status=422 if problem else 200,
        asked=await asyncio.to_thread(load),
        written=written,
        problem=problem,
        longest=LONGEST_ANSWER,
        label_characters=LABEL_CHARACTERS,
    )


@for_staff(None, needs="reviewer", refused=READ)
async def write(request: Request) -> Response:
    """Makes a draft of an answer, and takes the questions it answers off the list."""
    given, staff = await request.form(), staff_of(request)
    written, shown = Written.of(given), numbers_of(given.getlist("shown"))

    def work() -> int:
        now = served()
        topics = {key.split("/")[0] for key in entries.values("topics.yml", now.get("topics.yml"))}
        page = importing.write_page(written.heading, written.words, topics, set(now), written.said)
        changed = {
            page.file: page.article,
            "topics.yml": f"{now.get('topics.yml', '').rstrip()}\n{page.topics}",
        }
        if written.ways:
            (topic,) = page.proposed
            asks = entries.values("topics.yml", page.topics)[f"{topic}/asks"]
            examples = learnable.examples_text(topic, [asks, *_in_own_words(written.ways, shown)])
            changed[learnable.examples_name(topic)] = examples
        number = make(staff, changed, f"Answer to: {written.heading}", "question")
        with get_database().begin() as connection:
            done = [one for one in sorted(written.ticked) if settle(connection, one)]
            if done:
                audit(connection, staff, "settled questions", ", ".join(map(str, done)))
        return number

    try:
        number = await asyncio.to_thread(work)
    except (importing.NoWords, ExampleRefused) as error:
        return await _form(request, shown, written, str(error))
    return RedirectResponse(f"{HERE}/written/{number}", 303)


def _in_own_words(ways: Iterable[str], shown: list[int]) -> Iterator[str]:
    """Ways to ask that are nobody's but the writer's: an example goes into the training data and
    every model after it, out of reach of whoever asks to be forgotten.

    Raises:
        ExampleRefused: one is nearly what a patient wrote, says who somebody is, or can't be
            learned.
    """
    examples = Examples(get_settings().training_dir)
    with get_database().read() as connection:
        asked = [*by_numbers(connection, shown), *unanswered_questions(connection)]
    patients = [one.text for one in asked]
    for line in ways:
        try:
            yield checked(line, "", examples, patients)
        except ExampleRefused as refused:
            raise ExampleRefused(f"“{line}”: {refused}") from refused


@for_staff(READ_CONTENT)
async def written(request: Request) -> Response:
    """What becomes of an answer: what has to be mended, who approves it, when patients get it."""
    number = request.path_params["draft"]

    def load() -> dict[str, Any]:
        now = served()
        with get_database().read() as connection:
            found = drafts.get(connection, number)
            people = all_accounts(connection)
        may_approve = [one.name for one in people if one.licence and one.name not in found.editors]
        return {
            "draft": found,
            "may_approve": may_approve,
            "writes": may(request.state.role, "reviewer"),
            "checks": CHECKS,
            "label_characters": LABEL_CHARACTERS,
            **_answer(found, found.over(now)),
        }

    try:
        values = await asyncio.to_thread(load)
    except NoSuchDraft:
        return gone(request)
    if not values["file"]:
        return RedirectResponse(f"/desk/content/drafts/{number}", 303)
    return render(request, "questions/written.html", **values)


def _answer(draft: Draft, texts: Texts) -> dict[str, Any]:
    """The article of a draft, its one heading and the words under it; how patients ask for it, and
    what it says in other languages.

    Args:
        texts: the content, with the draft in it.
    """
    ways = next((one for one in draft.files if one.file.startswith(EXAMPLES)), None)
    asked = [words for _, words, _ in learnable.example_lines(ways.text or "")] if ways else []
    for one in draft.files:
        if one.file.endswith(".md") and "/" not in one.file and one.text:
            found = entries.entries(one.file, one.text)
            key, words = found[-1].key, found[-1].value
            heading = one.text.partition(f"## {key} | ")[2].split("\n")[0]
            shown = {"file": one.file, "key": key, "words": words, "heading": heading}
            as_shown = digest({ways.file: ways.text}) if ways else ""
            spoken = [
                (code, NAMES.get(code, code), translating.translated(texts, code, one.file, key))
                for code in others()
            ]
            more: dict[str, Any] = {"spoken": spoken}
            more |= {"ways": ways, "asked": asked, "fewest": learnable.FEWEST_EXAMPLES}
            return {**shown, **more, "ways_shown": as_shown}
    return {"file": ""}


ROUTES = [
    Route(f"{HERE}/answer", form, methods=["GET"]),
    Route(f"{HERE}/answer", write, methods=["POST"]),
    Route(HERE + "/written/{draft:int}", written),
]
