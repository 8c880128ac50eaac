"""What the text message channel says itself, from `content/sms.yml`."""

from __future__ import annotations

from functools import partial

from clinic.messages import texts

say = partial(texts.say, "sms")
