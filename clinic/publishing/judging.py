"""What is said of a draft: by the checks, by who approves it, by who sends it back."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection

from clinic import clock, signals
from clinic.messages.holder import this_process
from clinic.publishing.drafts import LONGEST_WHY, Draft, NotThisWay, get, note
from clinic.staff.roles import licence_of


def check_began(connection: Connection, draft: Draft) -> None:
    """Notes that checks run on a draft's words as they are, in this process."""
    began = {"digest": draft.digest, "holder": this_process(), "done": []}
    note(connection, draft, checking=began)
    signals.ring(connection, signals.DESK, signals.CONTENT)


def check_done(connection: Connection, draft: Draft, name: str, found: int) -> None:
    """Notes that one check more is done, and how much it found."""
    now = get(connection, draft.id)
    if now.checking and now.checking["digest"] == draft.digest:
        done = [*now.checking["done"], {"name": name, "found": found}]
        note(connection, draft, checking={**now.checking, "done": done})
        signals.ring(connection, signals.DESK, signals.CONTENT)


def checked(connection: Connection, draft: Draft, found: Any) -> None:
    """Keeps what the checks found of a draft's words, beside what somebody wants to be other."""
    said = [one for one in draft.checked["findings"] if one.get("by")] if draft.is_checked else []
    found = {**found, "findings": [*said, *found["findings"]]}
    note(connection, draft, checked_digest=draft.digest, checked=found, checking=None)
    signals.ring(connection, signals.DESK, signals.CONTENT)


def approve(connection: Connection, draft: Draft, who: str, seen: str) -> None:
    """Approves the words of a draft.

    Args:
        seen: digest of the words that were shown to who approves them.

    Raises:
        NotThisWay
    """
    licence = licence_of(connection, who)
    if draft.state != "open":
        raise NotThisWay("This draft was published or dropped meanwhile.")
    if draft.digest != seen:
        raise NotThisWay("The words were changed after this page was made. Read them again.")
    if not licence:
        raise NotThisWay(
            "Only somebody with a licence number may approve. An owner adds it under People."
        )
    if who in draft.editors:
        raise NotThisWay("You wrote some of this yourself. A second person has to approve it.")
    if not draft.is_clean:
        raise NotThisWay("Run the checks first, and mend what they find.")
    approval = {"approved_by": who, "licence": licence, "approved_at": clock.now()}
    note(connection, draft, approved_digest=draft.digest, **approval)


def send_back(connection: Connection, draft: Draft, who: str, why: str) -> None:
    """Has the words of a draft be other ones before anybody may approve them.

    Args:
        why: what is wrong with them, for whoever wrote them.

    Raises:
        NotThisWay
    """
    if draft.state != "open":
        raise NotThisWay("This draft was published or dropped meanwhile.")
    if not draft.is_checked:
        raise NotThisWay("Run the checks first: they may say it already.")
    if not why.strip():
        raise NotThisWay("Say in a few words what has to be other.")
    says = f"{who} sent it back: {why.strip()[:LONGEST_WHY]}"
    wish = {"file": "", "line": None, "says": says, "by": who}
    found = {**draft.checked, "findings": [wish, *draft.checked["findings"]]}
    note(connection, draft, checked=found, approved_digest=None)
    signals.ring(connection, signals.DESK, signals.CONTENT)
