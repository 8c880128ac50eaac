"""What Rasa itself needs from us: where it keeps conversations, how it takes turns, how it starts.

`adjustments` is applied when this package is imported, which endpoints.yml makes every Rasa command
do.
"""

from engine import adjustments

adjustments.apply()
