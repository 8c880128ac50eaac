"""One value of a file is changed, and not a letter beside it."""

from __future__ import annotations

import difflib

import pytest

from clinic.publishing.entries import NoSuchEntry, change, entries, values
from clinic.publishing.files import read_texts
from clinic.settings import ROOT

TEXTS = read_texts(ROOT / "content")
EVERY_FILE = sorted(TEXTS)
# Words that YAML would take for something else, were they written as they are.
TRICKY = ["no", "12:30", "a: b", "# no comment", '"quoted"', "ñ, [x] {y}", "- x", "two\nlines"]


def lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """What is gone and what is new."""
    found = list(difflib.ndiff(before.split("\n"), after.split("\n")))
    gone = [line[2:] for line in found if line.startswith("-")]
    return gone, [line[2:] for line in found if line.startswith("+")]


@pytest.mark.parametrize("name", EVERY_FILE)
def test_every_entry_of_every_file_can_be_changed_alone(name: str) -> None:
    text = TEXTS[name]
    known = entries(name, text)
    assert known
    assert len({one.key for one in known}) == len(known)
    for one in known[:: max(1, len(known) // 12)]:
        assert change(name, text, one.key, one.value) == text
        if one.value in ("true", "false") or one.value.isdigit():
            continue
        value = f"{one.value}\nmore, of it" if one.is_list else f'{one.value} It\'s: new, "x".'
        after = change(name, text, one.key, value)
        now, before = values(name, after), values(name, text)
        assert now[one.key] == value.strip()
        assert {key for key in now if now[key] != before.get(key)} == {one.key}
        assert now.keys() == before.keys()


@pytest.mark.parametrize("value", TRICKY)
def test_words_are_words_whatever_they_look_like(value: str) -> None:
    after = change("clinic.yml", TEXTS["clinic.yml"], "answers/parking", value)
    assert values("clinic.yml", after)["answers/parking"] == value


def test_comments_and_order_stay_and_an_empty_field_is_filled_and_emptied() -> None:
    text = TEXTS["clinic.yml"]
    filled = change("clinic.yml", text, "answers/prices", "A visit is 90 dollars.")
    gone, new = lines(text, filled)
    assert len(gone) == len(new) == 1
    assert new[0].startswith("  prices: A visit is 90 dollars.")
    assert "# of sessions after the screening" in new[0]
    emptied = change("clinic.yml", text, "phone", "")
    assert values("clinic.yml", emptied)["phone"] == ""


def test_a_number_stays_a_number_and_a_list_gets_a_line_more() -> None:
    after = change("clinic.yml", TEXTS["clinic.yml"], "screening/length_minutes", "25")
    assert "length_minutes: 25\n" in after
    hours = "09:00-12:00\n14:00-16:00"
    after = change("clinic.yml", TEXTS["clinic.yml"], "hours/friday", hours)
    assert '  friday: ["09:00-13:00"]\n' in TEXTS["clinic.yml"]
    assert '  friday: ["09:00-12:00", "14:00-16:00"]\n' in after
    signs = values("safety.yml", TEXTS["safety.yml"])["checklist"]
    after = change("safety.yml", TEXTS["safety.yml"], "checklist", f"{signs}\nA new sign")
    assert lines(TEXTS["safety.yml"], after) == ([], ["  - A new sign"])


def test_topics_that_share_a_paragraph_keep_their_sentences() -> None:
    text = TEXTS["sciatica.md"]
    rest = values("sciatica.md", text)["nerve_anatomy"]
    after = change("sciatica.md", text, "definition", "It is a pain. It is in the leg.")
    assert values("sciatica.md", after)["nerve_anatomy"] == rest
    assert "## definition | What is Sciatica? | sentences 1-2\n" in after
    assert "## nerve_anatomy | What is Sciatica? | sentences 3-5\n" in after
    assert f"It is a pain. It is in the leg. {rest}" in after


def test_what_is_not_there_or_can_not_be_read_is_said() -> None:
    for name, text, key in (
        ("clinic.yml", TEXTS["clinic.yml"], "answers/nothing"),
        ("clinic.yml", "a: [", "a"),
        ("sciatica.md", TEXTS["sciatica.md"], "nothing"),
    ):
        with pytest.raises(NoSuchEntry):
            change(name, text, key, "words")
    assert values("clinic.yml", "a: [") == {}


def test_words_that_stand_for_others_are_refused_before_they_are_spread_out() -> None:
    """Nine times nine, eight levels deep: a few lines for forty million values."""
    levels = ["a0: &a0 [x, y]"]
    levels += [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]" for at in range(1, 9)]
    with pytest.raises(NoSuchEntry, match="line 1: words that begin with & or "):
        entries("clinic.yml", "\n".join(levels))
    with pytest.raises(NoSuchEntry, match="line 2: words that begin with & or "):
        change("clinic.yml", "a: one\nb: *a", "a", "two")
