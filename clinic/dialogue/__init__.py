"""The dialogue: what is said to a message, given what was said before.

    state, acts = respond(state, read, services)

No framework and no words of the patient's: it is given a `Read` (`clinic.reading`), asks the
world through `Services`, and returns what to say as acts and the state to keep.
"""

from clinic.dialogue.acts import Act
from clinic.dialogue.respond import respond, watch
from clinic.dialogue.services import Services
from clinic.dialogue.state import Frame, State

__all__ = ["Act", "Frame", "Services", "State", "respond", "watch"]
