"""Reaching somebody when nobody at the desk looks: who is on call, told by text and e-mail.

At once the first is told; after a set time the first again and the second, and so on, until
somebody has acknowledged the alert. What is sent holds nothing about the patient, only a link to
the desk. Who was told when is kept with the alert.
"""

from clinic.on_call.contacts import (
    BadContact,
    Contact,
    add_contact,
    contacts,
    move_up,
    remove_contact,
)
from clinic.on_call.paging import Page, page_round, pages_of, send_test, unwatched

__all__ = [
    "BadContact",
    "Contact",
    "Page",
    "add_contact",
    "contacts",
    "move_up",
    "page_round",
    "pages_of",
    "remove_contact",
    "send_test",
    "unwatched",
]
