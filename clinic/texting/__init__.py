"""Text messages: what is particular to them, and no carrier's library in it.

Planner(database, "us").plan(message)       # what the channel does itself, what the engine
store_answer(connection, message, replies)  # effects, rendering, outbox: one unit of work
number_of(connection, phone).conversation   # a number is known by a hash of it
render(replies).texts                       # replies as GSM-7 messages of two segments
reports.record(connection, ...)             # what the carrier says became of a message
"""

from clinic.texting.answering import store_answer
from clinic.texting.keywords import Keyword, read_keyword
from clinic.texting.numbers import Number, is_opted_out, number_of
from clinic.texting.picking import NotAChoice, pick
from clinic.texting.plan import Plan, Planner
from clinic.texting.rendering import Rendered, render

__all__ = [
    "Keyword",
    "NotAChoice",
    "Number",
    "Plan",
    "Planner",
    "Rendered",
    "is_opted_out",
    "number_of",
    "pick",
    "read_keyword",
    "render",
    "store_answer",
]
