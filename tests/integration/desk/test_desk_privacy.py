"""An owner gives out and erases what is held of a person, from the card."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from clinic import attention, staff
from clinic.attention.people import Person, remember_person
from clinic.screenings import Screening, Screenings, UnknownScreening
from clinic.storage import Database
from tests.integration.desk.conftest import PASSWORD, Desk, lines
from tests.integration.desk.world import writes

STRANGER = "+14145550199"


@pytest.fixture
def here(database: Database, booked: Screening) -> str:
    """Rosa's card; Ben is there as well."""
    with database.begin() as connection:
        writes(connection, "my leg burns <b>at night")
        remember_person(connection, "web-1", Person("Rosa Field", booked.phone))
        writes(connection, "my back is stiff", conversation="web-2", number=2)
        remember_person(connection, "web-2", Person("Ben Ochoa", STRANGER))
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="call_back", key="b", detail="ben wants a call", reach=STRANGER
            ),
        )
    return f"/desk/patients/visit/{booked.reference}"


def test_an_export_is_a_zip_with_a_page_and_json_of_this_person_alone(
    desk: Desk, here: str, database: Database, booked: Screening
) -> None:
    answer = desk.send(here, f"{here}/export")
    assert answer.headers["content-type"] == "application/zip"
    assert "patient-data-" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert packed.namelist() == ["data.json", "page.html"]
        told, page = (packed.read(name).decode() for name in packed.namelist())
    assert {"screenings", "inbound_messages"} <= {one["table"] for one in json.loads(told)["held"]}
    assert "my leg burns &lt;b&gt;at night" in page
    for other in ("Ben", "stiff"):
        assert other not in told + page
    assert lines(database)[-1] == ("kim", "exported a person", booked.reference)


def test_before_it_is_erased_one_sees_what_goes_and_says_so_again(
    desk: Desk, here: str, database: Database, booked: Screening
) -> None:
    page = desk.get(f"{here}/erase").text
    for shown in ("Rosa Field", "Visits", "Messages received", "A visit is still ahead"):
        assert shown in page
    for word in ("", "yes", "ERASED"):
        answer = desk.send(f"{here}/erase", f"{here}/erase", word=word)
        assert answer.status_code == 422
        assert "Nothing was erased" in answer.text
    assert Screenings(database).get(booked.reference).name == "Rosa Field"
    assert "erased a person" not in [line[1] for line in lines(database)]


def test_what_is_erased_is_gone_of_this_person_alone_with_a_receipt(
    desk: Desk, here: str, database: Database, booked: Screening
) -> None:
    receipt = desk.send(f"{here}/erase", f"{here}/erase", word="erase").text
    assert "Erasure " in receipt
    assert "visits: 1" in receipt
    assert "what staff did" in receipt
    with pytest.raises(UnknownScreening):
        Screenings(database).get(booked.reference)
    assert desk.get(here).status_code == 404
    assert desk.get(f"{here}/erase").status_code == 404
    assert desk.send("/desk", f"{here}/export").status_code == 404
    assert desk.send("/desk", f"{here}/erase", word="ERASE").status_code == 404
    assert "my leg burns" not in desk.get("/desk/inbox").text
    assert "my back is stiff" in desk.get("/desk/inbox").text
    assert "ben wants a call" in desk.get("/desk").text
    done = [line for line in lines(database) if line[1] == "erased a person"]
    assert len(done) == 1
    assert done[0][0] == "kim"
    assert done[0][2] in receipt


def test_who_works_with_patients_sees_no_way_to_export_or_erase(
    url: str, database: Database, here: str, account: str
) -> None:
    staff.add_account(database, "mo", PASSWORD, "staff")
    mo = Desk(url)
    mo.log_in(name="mo")
    assert "Erase it" not in mo.get(here).text
    assert mo.get(f"{here}/erase").status_code == 403
    for action in ("export", "erase"):
        assert mo.send(here, f"{here}/{action}", word="ERASE").status_code == 403
