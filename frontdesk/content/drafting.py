"""The page of a draft, and what is done with it: changed, checked, approved, published."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic.languages import others
from clinic.publishing import (
    conflicts,
    drafts,
    entries,
    judging,
    learnable,
    publishing,
    trainings,
    translating,
)
from clinic.publishing.drafts import ChangedMeanwhile, Draft, NoSuchDraft, NotThisWay
from clinic.publishing.files import Texts
from clinic.publishing.learnable import is_learned
from clinic.settings import get_settings
from clinic.staff import audit
from clinic.staff.roles import licence_of, may
from clinic.storage import get_database
from frontdesk.content import queries
from frontdesk.content.checking import CHECKS, check, failed
from frontdesk.content.looking import HERE, READ, gone, served
from frontdesk.guard import for_staff, staff_of
from frontdesk.rendering import back_to, render

logger = logging.getLogger(__name__)
LONGEST = 20_000


def served_and(number: int) -> tuple[Texts, Draft]:
    now = served()
    with get_database().read() as connection:
        return now, drafts.get(connection, number)


@for_staff(READ)
async def draft(request: Request) -> Response:
    """A draft beside today's words, as a patient would see both; what the checks say of it."""
    return await show_draft(request)


async def show_draft(
    request: Request, status: int = 200, page: str = "content/draft.html", **more: Any
) -> Response:
    number, staff = request.path_params["draft"], staff_of(request)

    def load() -> dict[str, Any]:
        now, found = served_and(number)
        with get_database().read() as connection:
            licence = licence_of(connection, staff)
            training = trainings.last_of(connection, number)
            back = trainings.can_go_back(connection)
        views = queries.views(found, now)
        is_mine = found.source != "files" and found.state == "open"
        behind = is_mine and conflicts.is_behind(found, now)
        return {
            "draft": found,
            "views": views,
            "new_topics": queries.new_topics(found, now),
            **queries.first_of(views),
            "conflicts": conflicts.conflicts(found, now) if behind else [],
            "behind": behind,
            "licence": licence,
            "learned": is_learned(found),
            "training": training,
            "moved": queries.moved(found, training.found if training else None),
            "back": back,
        }

    try:
        values = await asyncio.to_thread(load)
    except NoSuchDraft:
        return gone(request)
    return render(
        request,
        page,
        status=status,
        called=queries.called,
        title_of=queries.title_of,
        checks=CHECKS,
        seen=request.query_params.get("seen"),
        writes=may(request.state.role, "reviewer"),
        **{"problem": None, "done": None, "yours": None, **values, **more},
    )


@for_staff(None, needs="reviewer", refused=READ)
async def save(request: Request) -> Response:
    """Takes other words for an entry of a draft, or for a whole file, and checks them."""
    form, staff = await request.form(), staff_of(request)
    name, key = words_in(form, "name"), words_in(form, "key")
    shown, value = words_in(form, "shown"), str(form.get("value", ""))[: drafts.LONGEST_TEXT]

    def work(number: int) -> None:
        with get_database().begin() as connection:
            found = drafts.get(connection, number)
            if key:
                drafts.save_entry(connection, found, (name, key, value), shown, staff)
            else:
                drafts.save_file(connection, found, (name, value), shown, staff)
            audit(connection, staff, "changed a draft", f"draft {number}: {name}, {key}")
        check_now(number)

    return await _do(request, work, yours=(name, key, value))


@for_staff(None, needs="reviewer", refused=READ)
async def run_checks(request: Request) -> Response:
    """Runs the checks on a draft as it is."""
    staff = staff_of(request)

    def work(number: int) -> None:
        check_now(number)
        with get_database().begin() as connection:
            audit(connection, staff, "ran the checks on a draft", f"draft {number}")

    return await _do(request, work)


@for_staff(None, needs="reviewer", refused=READ)
async def approve(request: Request) -> Response:
    """Approves a draft, by somebody with a licence who wrote nothing of it."""
    form, staff = await request.form(), staff_of(request)

    def work(number: int) -> None:
        with get_database().begin() as connection:
            found = drafts.get(connection, number)
            judging.approve(connection, found, staff, words_in(form, "seen"))
            audit(connection, staff, "approved a draft", f"draft {number}")

    return await _do(request, work)


@for_staff(None, needs="reviewer", refused=READ)
async def send_back(request: Request) -> Response:
    """Sends a draft back to who wrote it, with what has to be other."""
    form, staff = await request.form(), staff_of(request)

    def work(number: int) -> None:
        with get_database().begin() as connection:
            judging.send_back(
                connection, drafts.get(connection, number), staff, words_in(form, "why")
            )
            audit(connection, staff, "sent a draft back", f"draft {number}")

    return await _do(request, work)


@for_staff(None, needs="reviewer", refused=READ)
async def publish(request: Request) -> Response:
    """Publishes an approved draft; patients get it with their next message."""
    staff, said = staff_of(request), ""

    def work(number: int) -> None:
        nonlocal said
        folder = get_settings().content_dir
        _, found = served_and(number)
        if not is_learned(found):
            said = publishing.publish(get_database(), folder, number, staff)
            return
        trainings.settle(get_database(), folder)
        with get_database().begin() as connection:
            publishing.check(connection, folder, found)
            trainings.ask(connection, number, staff)
            audit(connection, staff, "asked to publish a draft", f"draft {number}")

    answer = await _do(request, work)
    if answer.status_code == 303 and said:
        done = f"Published. Patients get it from now on. {said}"
        return await show_draft(request, done=done)
    return answer


@for_staff(None, needs="reviewer", refused=READ)
async def go_back(request: Request) -> Response:
    """Takes the last publication that was learned back, as one press."""
    staff = staff_of(request)

    def work(number: int) -> None:
        with get_database().begin() as connection:
            last = trainings.can_go_back(connection)
            if last is None or last.draft != number:
                raise NotThisWay("This is not what was published last, so it can't be taken back.")
            trainings.ask_back(connection, staff)
            audit(connection, staff, "asked to take a publication back", f"draft {number}")

    return await _do(request, work)


@for_staff(None, needs="reviewer", refused=READ)
async def save_examples(request: Request) -> Response:
    """Takes other ways to ask for a topic, one a line, and checks them."""
    form, staff = await request.form(), staff_of(request)
    name, shown = words_in(form, "name"), words_in(form, "shown")
    wanted = str(form.get("lines", ""))[: drafts.LONGEST_TEXT].splitlines()

    def work(number: int) -> None:
        with get_database().begin() as connection:
            found = drafts.get(connection, number)
            try:
                text = learnable.with_examples(found.texts.get(name) or "", wanted)
            except learnable.NotLearnable as error:
                raise NotThisWay(f"These can't be put into {name}: {error}.") from error
            drafts.save_file(connection, found, (name, text), shown, staff)
            audit(connection, staff, "changed a draft", f"draft {number}: {name}")
        check_now(number)

    return await _do(request, work, yours=(name, "", "\n".join(wanted)))


@for_staff(None, needs="reviewer", refused=READ)
async def translate(request: Request) -> Response:
    """Takes what a topic of a draft says in another language, and checks it."""
    form, staff = await request.form(), staff_of(request)
    language, file, topic = (words_in(form, name) for name in ("language", "name", "key"))
    said = translating.Translated(
        words_in(form, "heading"), words_in(form, "label"), words_in(form, "value")
    )

    def work(number: int) -> None:
        now, found = served_and(number)
        whole = found.over(now)
        if language not in others() or topic not in entries.values(file, found.texts.get(file)):
            raise NotThisWay("This draft has no such topic, or the language is off.")
        was = translating.translated(whole, language, file, topic)
        if words_in(form, "shown").replace("\r\n", "\n").strip() != was.words:
            raise ChangedMeanwhile(was.words)
        texts = translating.translate(whole, language, file, topic, said)
        with get_database().begin() as connection:
            drafts.save_files(connection, found, texts, now, staff)
            audit(connection, staff, "changed a draft", f"draft {number}: {language}/{file}")
        check_now(number)

    return await _do(request, work, yours=(file, topic, said.words))


@for_staff(READ)
async def progress(request: Request) -> Response:
    """How far the checks and the publication of a draft are, for an open page."""
    return await show_draft(request, page="content/progress.html")


@for_staff(None, needs="reviewer", refused=READ)
async def drop(request: Request) -> Response:
    """Takes a draft off the list."""
    staff = staff_of(request)

    def work(number: int) -> None:
        with get_database().begin() as connection:
            drafts.drop(connection, drafts.get(connection, number))
            audit(connection, staff, "dropped a draft", f"draft {number}")

    return await _do(request, work)


@for_staff(None, needs="reviewer", refused=READ)
async def catch_up(request: Request) -> Response:
    """Brings a draft up to date with what was published since it was made."""
    form, staff = await request.form(), staff_of(request)

    def work(number: int) -> None:
        now, found = served_and(number)
        keep = queries.kept_from(conflicts.conflicts(found, now), form)
        with get_database().begin() as connection:
            conflicts.catch_up(connection, found, now, keep)
            audit(connection, staff, "brought a draft up to date", f"draft {number}")
        check_now(number)

    return await _do(request, work)


def check_now(number: int) -> None:
    """Begins the checks on a draft, on top of the content as it is served; the draft's page shows
    how far they are."""
    now, found = served_and(number)
    with get_database().begin() as connection:
        judging.check_began(connection, found)
    threading.Thread(target=_check, args=(now, found), daemon=True).start()


def _check(now: Texts, found: Draft) -> None:
    def tell(name: str, count: int) -> None:
        with get_database().begin() as connection:
            judging.check_done(connection, found, name, count)

    try:
        result = check(now, found.over(now), tell)
    except Exception as error:
        logger.exception("The checks of draft %d failed", found.id)
        result = failed(type(error).__name__)
    with suppress(NoSuchDraft), get_database().begin() as connection:
        again = drafts.get(connection, found.id)
        if again.digest == found.digest:  # what was changed meanwhile is checked by who changed it
            judging.checked(connection, again, result)


async def _do(request: Request, work: Callable[[int], None], yours: Any = None) -> Response:
    """Does something with a draft, and shows it again: with the reason, where it can't be done."""
    number = request.path_params["draft"]
    try:
        await asyncio.to_thread(work, number)
    except NoSuchDraft:
        return gone(request)
    except ChangedMeanwhile as error:
        return await show_draft(request, 409, problem=str(error), yours=yours)
    except NotThisWay as error:
        return await show_draft(request, 409, problem=str(error), yours=yours)
    form = await request.form()
    return RedirectResponse(back_to(form, f"{HERE}/drafts/{number}"), 303)


def words_in(form: Any, name: str) -> str:
    return str(form.get(name, ""))[:LONGEST]


ONE = HERE + "/drafts/{draft:int}"
ROUTES = [
    Route(ONE, draft),
    Route(f"{ONE}/save", save, methods=["POST"]),
    Route(f"{ONE}/check", run_checks, methods=["POST"]),
    Route(f"{ONE}/approve", approve, methods=["POST"]),
    Route(f"{ONE}/send-back", send_back, methods=["POST"]),
    Route(f"{ONE}/publish", publish, methods=["POST"]),
    Route(f"{ONE}/back", go_back, methods=["POST"]),
    Route(f"{ONE}/examples", save_examples, methods=["POST"]),
    Route(f"{ONE}/translate", translate, methods=["POST"]),
    Route(f"{ONE}/progress", progress),
    Route(f"{ONE}/drop", drop, methods=["POST"]),
    Route(f"{ONE}/catch-up", catch_up, methods=["POST"]),
]
