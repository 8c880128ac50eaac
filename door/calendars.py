"""The calendar file of a patient's own screening, for whoever has its signed link."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from channels.intake import CannotStore, Intake
from clinic.links import BadLink, read_calendar_token

CALENDAR = "text/calendar; charset=utf-8"
AGAIN = {"Retry-After": "5"}


def routes(intake: Intake) -> list[Route]:
    """The address a link leads to."""

    async def file(request: Request) -> Response:
        try:
            reference = read_calendar_token(request.path_params["token"])
            found = await intake.look(lambda _: _file_of(intake, reference))
        except BadLink:
            found = None
        except CannotStore:
            from clinic.messages.wording import could_not_answer

            return PlainTextResponse(could_not_answer(), status_code=503, headers=AGAIN)
        if found is None:
            return PlainTextResponse("There is no screening here.", status_code=404)
        name = f'attachment; filename="screening-{reference}.ics"'
        headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
        return Response(found, media_type=CALENDAR, headers=headers)

    return [Route("/s/{token}.ics", file)]


def _file_of(intake: Intake, reference: str) -> bytes | None:
    # Imported when first asked for: most doors never open a calendar.
    from clinic.content import get_content
    from clinic.languages import speaking
    from clinic.messages import threads
    from clinic.screenings import Screenings, UnknownScreening
    from clinic.screenings.calendar_files import patient_calendar

    try:
        screening = Screenings(intake.database).get(reference)
    except UnknownScreening:
        return None
    with intake.database.read() as connection:
        language = threads.language_of(connection, screening.conversation)
    with speaking(language):
        return patient_calendar(screening, get_content().clinic)
