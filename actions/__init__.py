"""What Rasa's action server runs: one action, which hands each turn to `clinic.dialogue`."""

import warnings

import sanic  # noqa: F401  turns the deprecation warnings of all that is imported after it on

# They are for those who change the code, who see them in the tests; not for whoever starts this.
warnings.filterwarnings("ignore", category=DeprecationWarning)
