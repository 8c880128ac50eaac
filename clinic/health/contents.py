"""Whether everything under content/ can be used as it stands."""

from __future__ import annotations

from collections.abc import Callable

from clinic.content import ContentError, get_content
from clinic.content.watched import mistakes
from clinic.inbox.wording import get_desk_texts
from clinic.languages import others, speaking
from clinic.messages import texts
from clinic.messages.wording import channel_wording
from clinic.reading.safety.groups import get_groups
from clinic.reading.safety.vocabulary import get_vocabulary
from clinic.screenings.notices import get_notices
from clinic.screenings.wording import get_words

READERS: tuple[Callable[[], object], ...] = (
    get_content,
    get_groups,
    get_vocabulary,
    channel_wording,
    get_words,
    get_notices,
    get_desk_texts,
    texts.load_all,
)


def load_all_content() -> None:
    """Reads all of it, as a start does, in every language.

    Raises:
        ContentError: a file has a mistake, and none that loads was kept.
    """
    for read in READERS:
        read()
        for language in others():
            with speaking(language):
                read()


def content_mistakes() -> list[ContentError]:
    """What is wrong with the files as they are, each with its file and line; what loaded last is
    served meanwhile."""
    return mistakes()
