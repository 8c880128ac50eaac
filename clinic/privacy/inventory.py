"""What is stored where, why, and for how long: the table of docs/privacy.md.

It is made from the tables as they are declared, their rules (`clinic.privacy.retention`) and the
clinic's `retention_days`; a test keeps the page equal to it, and fails for a table nobody told of.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Table

from clinic.encrypted import IndexOf, sealed_columns
from clinic.privacy.retention import RULES
from clinic.storage import metadata

# What stands in a table, and why.
WHY = {
    "message_threads": "conversations: by which channel, reached at which number, how far handled",
    "inbound_messages": "what patients wrote, until it is answered and as long as the staff may "
    "have to read it",
    "web_messages": "the chat as the patient sees it again after a reload",
    "offered_choices": "the buttons that were offered, so that a press is understood",
    "conversation_notes": "what staff note beside a conversation",
    "conversation_turns": "where a conversation stands, so that it goes on after a restart",
    "outbox": "texts, e-mails and chat messages sent or to be sent",
    "conversation_people": "name and number as given, so that nobody is asked twice",
    "heard_signs": "what was heard in a message that raised an alarm",
    "safety_incidents": "messages that staff marked as judged wrongly, to mend the reading",
    "staff_tasks": "alerts, calls to make and other tasks",
    "staff_task_lines": "what belongs to a task beside its first occasion",
    "alert_pages": "who was told of an alert, by which way",
    "unanswered_questions": "questions without an answer or who asked, to improve the content",
    "taught_examples": "questions that staff took as training examples, without who asked",
    "screenings": "visits: name, number, time, attendance",
    "screening_history": "each change of a visit, by whom",
    "screening_cells": "the minutes that are taken",
    "screening_waiting": "the waiting list: name, number, wish",
    "screening_holds": "times held while somebody books",
    "screening_guesses": "wrong references and numbers lately, to stop guessing",
    "screening_blocks": "times the staff blocked, and why",
    "joined_numbers": "numbers that staff said are one person's",
    "sms_numbers": "numbers that text, and who refused texts",
    "sms_consents": "when and how somebody refused texts or wanted them again, which law asks for",
    "staff_accounts": "the staff's logins: name, role, password as Argon2id",
    "staff_factors": "the secret of a second factor",
    "staff_recovery_codes": "codes for who lost their phone",
    "staff_feeds": "the address of a calendar feed",
    "staff_invitations": "links with which a colleague makes an account",
    "staff_sessions": "who is logged in",
    "login_failures": "wrong passwords lately, to slow guessing",
    "login_places": "devices a login came from, so that a stranger's guesses lock nobody out",
    "on_call": "who of the staff is told of an alert",
    "audit_log": "who of the staff looked at or changed what, without a patient's word",
    "log_chain": "the links that show whether the log was rewritten",
    "privacy_erasures": "who was erased, so that a restore erases them again",
    "busy_calendars": "the addresses of therapists' own calendars",
    "busy_times": "when a therapist is busy by them, and nothing else of them",
    "content_versions": "what the assistant may say and said, and who wrote and approved it",
    "content_drafts": "changes of it that wait for approval, and by whom",
    "content_draft_files": "the texts of such a change",
    "content_trainings": "changes that were learned: which files, by whom, how it went",
    "answer_ratings": "how often an answer helped",
    "kept_index_keys": "keys that find who refused texts after a rotation",
    "secret_check": "a value that shows whether the secret is right",
    "health": "which process was alive when",
}

# What stands outside the database: where, what and why, how it is protected, until when.
FILES = (
    ("`VAR_DIR/secret.key`, or SECRET_KEY", "what everything is encrypted with", "file mode 600",
     "until `make rotate-key FORGET=1`"),
    ("`VAR_DIR/backups/`", "a copy of all of this", "encrypted again, mode 600",
     "until you delete it: not after {days} days"),
    ("`VAR_DIR/exports/`", "what was given out of a person by `make privacy-export`",
     "in clear, mode 600", "until you have handed it over: `make doctor` names what lies there"),
    ("`VAR_DIR/erasures.jsonl`", "who was erased, for a restore", "keyed hashes, mode 600",
     "always"),
    ("ANCHOR_FILE", "what the log was each day", "hashes, mode 600", "always"),
    ("`data/nlu/`, in git", "training examples, also those staff took from questions",
     "in clear, without names, numbers or who asked", "always: read each before `make taught`"),
    ("what the processes print", "what happened, and no patient's word", "nothing to protect",
     "as your system keeps it"),
    ("the patient's browser", "the conversation's token and how far it was read",
     "a token opens that conversation alone", "until it is cleared or the token ends"),
)  # fmt: skip


def rows(days: int) -> Iterator[tuple[str, str, str, str]]:
    """Where it stands, what and why, how it is protected, and until when.

    Args:
        days: `retention_days`.

    Raises:
        KeyError: nobody has told of a table.
    """
    for table in sorted(metadata.sorted_tables, key=lambda one: list(WHY).index(one.name)):
        yield f"`{table.name}`", WHY[table.name], _protected(table), _until(table, days)
    for where, what, protected, until in FILES:
        yield where, what, protected, until.format(days=days)


def as_table(days: int) -> str:
    """The rows in Markdown."""
    head = ("where", "what, and why", "encrypted or hashed", "kept")
    lines = [head, ("---",) * 4, *rows(days)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _protected(table: Table) -> str:
    sealed = [column.name for column in sealed_columns(table)]
    hashed = [column.name for column in table.columns if isinstance(column.type, IndexOf)]
    hashed += [one for one in ("number_index", "key_hash", "counted", "place", "token", "subject",
                            "code")
               if one in table.columns and table.name != "offered_choices"]  # fmt: skip
    told = [f"{', '.join(sealed)} encrypted"] if sealed else []
    told += [f"{', '.join(hashed)} hashed"] if hashed else []
    return "; ".join(told) or "nothing of patients"


def _until(table: Table, days: int) -> str:
    if table.name in RULES:
        return RULES[table.name].until.format(days=days)
    above = next(key.column.table.name for key in table.foreign_keys if key.ondelete == "CASCADE")
    return f"as `{above}`"
