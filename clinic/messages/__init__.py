"""Messages: what patients write and what is sent to them, so that nothing is lost or doubled.

The life of a message: `open_thread` once for a conversation; `receive` stores a message under
the sender's id, and only then is it acknowledged; `claim` takes the oldest unanswered one of a
conversation under a lease; `complete` marks it as answered in the unit of work that stores the
answer, with `post_answer` or `outbox.enqueue`, as the channel has it. docs/decisions/0010 says why.

Everything takes a `Connection` from `Database.begin()`, so that callers join several steps in
one unit of work; `since`, `latest` and the like are content with `Database.read()`.
"""

from clinic.messages import choices, inbound, outbox, threads, transcript
from clinic.messages.cleaning import as_free_text, clean
from clinic.messages.delivery import post_answer, post_to_conversation
from clinic.messages.forget import forget, forget_before
from clinic.messages.inbound import UnknownConversation, claim, complete, receive
from clinic.messages.models import Arrival, Choice, Inbound, Outgoing, Receipt, WebMessage
from clinic.messages.outbox import claim_due, enqueue, mark_failed, mark_sent, withdraw
from clinic.messages.threads import open_thread

__all__ = [
    "Arrival",
    "Choice",
    "Inbound",
    "Outgoing",
    "Receipt",
    "UnknownConversation",
    "WebMessage",
    "as_free_text",
    "choices",
    "claim",
    "claim_due",
    "clean",
    "complete",
    "enqueue",
    "forget",
    "forget_before",
    "inbound",
    "mark_failed",
    "mark_sent",
    "open_thread",
    "outbox",
    "post_answer",
    "post_to_conversation",
    "receive",
    "threads",
    "transcript",
    "withdraw",
]
