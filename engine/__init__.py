"""What Rasa itself needs from us: where it keeps conversations (tracker store), how it takes turns
(lock store, queue runner), how it starts.

`tracker_store` applies the adjustments. endpoints.yml names it, so every Rasa command that holds
conversations imports it; commands that only train or check are Rasa's own.
"""

import warnings

import sanic  # noqa: F401  turns the deprecation warnings of all that is imported after it on

# They are for those who change the code, who see them in the tests; not for whoever starts this.
warnings.filterwarnings("ignore", category=DeprecationWarning)
