"""How the assistant itself is doing: what the staff and whoever watches the machine should know.

Each process notes in the database that it is alive; the worker also how the carriers answer.
`parts` says how everything is, by name. Mistakes in the content: `clinic.health.contents`.
"""

from clinic.health.life import keep_noting, note
from clinic.health.parts import Part, parts

__all__ = ["Part", "keep_noting", "note", "parts"]
