"""The tables of drafts and of what every file of the content was."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Table, Text

from clinic.storage import UtcDateTime, metadata

# What a file was from a time on; `text` is empty where it was taken away.
versions = Table(
    "content_versions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("file", String(200), nullable=False, index=True),
    Column("text", Text),
    Column("at", UtcDateTime, nullable=False),
    Column("who", String(200), nullable=False),
    Column("why", String(500), nullable=False),
    Column("approved_by", String(80)),
    Column("licence", String(40)),
    Column("draft", Integer),
)

# `editors` are all who changed its words: none of them approves it. `checked` is what the checks
# found, `digest` of which words, `checking` how far checks are that run;
# `approved` the digest somebody approved.
drafts = Table(
    "content_drafts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("why", String(500), nullable=False),
    Column("source", String(8), nullable=False),  # desk, files, page, question
    Column("state", String(9), nullable=False, index=True),  # open, published, dropped
    Column("editors", JSON, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("checked_digest", String(64)),
    Column("checked", JSON),
    Column("checking", JSON),
    Column("approved_digest", String(64)),
    Column("approved_by", String(80)),
    Column("licence", String(40)),
    Column("approved_at", UtcDateTime),
)

# A file as the draft has it, and as it was when the draft was made of it; empty: not there.
draft_files = Table(
    "content_draft_files",
    metadata,
    Column(
        "draft",
        Integer,
        ForeignKey("content_drafts.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("file", String(200), primary_key=True),
    Column("base", Text),
    Column("text", Text),
)

# A publication that is learned first, or taken back. `before` and `after` are the texts of all
# files it writes, by where they stand; `state` is a `trainings.State`; `holder` the process at
# work.
trainings = Table(
    "content_trainings",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("draft", Integer, nullable=False, index=True),
    Column("back", Boolean, nullable=False),  # it takes the one before back
    Column("who", String(80), nullable=False),
    Column("state", String(9), nullable=False, index=True),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("holder", String(120)),
    Column("said", Text),
    Column("found", JSON),
    Column("before", JSON),
    Column("after", JSON),
    Column("model_before", String(300)),
    Column("model", String(300)),
)
