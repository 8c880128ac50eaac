"""The one patient whom every database of the front desk's benchmark knows, by the doors everybody
comes through; every page is asked for with theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from benchmarks.questions import questions
from clinic import attention, clock
from clinic.attention.tables import tasks
from clinic.content import get_content
from clinic.messages import Arrival, open_thread, receive
from clinic.messages.transcript import append
from clinic.publishing import drafts, importing
from clinic.publishing.versions import Note
from clinic.screenings import Actor, Booking, Patient, Screening, Screenings, blocks
from clinic.screenings.blocks import NewBlock
from clinic.screenings.hours import slots_between
from clinic.storage import Database

STAFF = ("kim", "lee", "mo", "pat", "sam")
# A conversation is so many messages of the patient, each answered.
TURNS = 8
FIRST_PHONE = "+14145550175"
FIRST_NAME = "Rosa Field"
# Words of a message that stand in no other.
RARE = "zeppelin"


@dataclass(frozen=True)
class First:
    """What is known of the one patient that is in every database.

    Attributes:
        visit: theirs.
        conversation: its id.
        task: the number of an alert that was raised in it, and acknowledged.
        block: the number of a blocked time.
        free: code of a time that can be booked by staff, however many visits there are.
        question: the number of one that had no answer.
        answer: the number of a draft with an answer.
    """

    visit: Screening
    conversation: str
    task: int
    block: int
    free: str
    question: int
    answer: int


def first_patient(database: Database) -> First:
    """Has one patient be known, by the doors everybody comes through."""
    engine, clinic = Screenings(database), get_content().clinic
    visit = engine.book(
        engine.free_slots()[-1],
        Booking(
            Patient(FIRST_NAME, FIRST_PHONE),
            key="first",
            channel="web",
            conversation="web-first",
            actor=Actor("patient", "web-first"),
        ),
    )
    asked = questions()
    with database.begin() as connection:
        open_thread(connection, "web-first", "web")
        for number in range(TURNS):
            receive(
                connection,
                Arrival(
                    channel="web",
                    conversation="web-first",
                    external_id=f"first-{number}",
                    text=f"{asked[number]}, and is there a lift for the {RARE}",
                    shown=True,
                ),
            )
            append(connection, "web-first", sender="assistant", text="There is. " * 20)
        said = attention.Person(FIRST_NAME, FIRST_PHONE)
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="safety_alert",
                key="first",
                tier="E",
                detail="numb between my legs",
                channel="web",
                conversation="web-first",
                reach=said.phone,
                name=said.name,
            ),
        )
        task = int(connection.execute(select(func.max(tasks.c.id))).scalar_one())
        attention.acknowledge(connection, task, STAFF[0])
        begins = clock.now() + timedelta(days=200)
        away = NewBlock(clinic.therapists[0].id, begins, begins + timedelta(hours=4), reason="away")
        block = blocks.add(connection, away, clinic, staff=STAFF[0], key="first")
        attention.record_unanswered(
            connection, text=f"is a {RARE} good for my leg", reason="other", intent="", key="first"
        )
        question = attention.unanswered_questions(connection)[0].id
        page = importing.write_page("Is flying good for me?", "Ask your therapist.", set(), set())
        answer = drafts.make(
            connection, {page.file: page.article}, {}, Note(STAFF[0], "It was asked"), "question"
        )
    far = slots_between(clinic, begins + timedelta(days=7), begins + timedelta(days=21))
    return First(visit, "web-first", task, block.id, far[0].code, question, answer)
