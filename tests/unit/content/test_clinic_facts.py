"""clinic.yml: every mistake is named with its line, an empty field stays unknown."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.content import ContentError, get_content, load_content
from clinic.content.facts import load_facts
from clinic.settings import ROOT, get_settings

FACTS = ROOT / "content" / "clinic.yml"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("America/Chicago", "America/Chicagoo", r"clinic.yml:\d+: zone: .*IANA"),
        ('phone: "+1 414-555-0142"', "phone: call me", r"clinic.yml:\d+: phone: .*not a phone"),
        ('phone: "+1 414-555-0142"', 'phone: "414"', r"clinic.yml:\d+: phone: .*digits"),
        ('monday: ["09:00-12:00"', 'mo: ["09:00-12:00"', r"clinic.yml:\d+: hours: 'mo' is not"),
        ('"09:00-12:00", "13:00-17:00"', '"9 to 5"', r"clinic.yml:\d+: hours: .*look like"),
        ('"09:00-12:00", "13:00-17:00"', '"12:00-09:00"', r"clinic.yml:\d+: hours: .*ends before"),
        ('"09:00-12:00", "13:00-17:00"', '"09:00-12:00", "11:00-13:00"', r"hours: .*begins before"),
        ("length_minutes: 20", "length_minutes: 0", r"clinic.yml:\d+: screening.length_minutes"),
        ("country: US", "country: ZZZ", r"clinic.yml:\d+: holidays.*no holidays are known"),
        ("closures: []", 'closures: ["24.12.2026"]', r"clinic.yml:\d+: closures: .*look like"),
        ("- id: robin", "- id: alex", r"clinic.yml:\d+: therapists: two therapists"),
        ("- id: robin", "- id: Robin R", r"clinic.yml:\d+: therapists.1.id"),
        ("retention_days: 180", "retention_days: forever", r"clinic.yml:\d+: retention_days"),
        ("address:", "adress:", r"clinic.yml:\d+: adress: is not a name"),
        ("name: INVIVO Wellness", "name: [", r"clinic.yml:\d+: can't be read"),
        ("article_url:", "article_url: javascript:alert(1)", r"clinic.yml:\d+"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = FACTS.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "clinic.yml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=message):
        load_facts(path)


def line_with(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if part in line)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('thursday: ["09:00-12:00", "13:00-19:00"]', 'thursday: ["09:00-12:00", "7 pm"]'),
        ("friday:", "fryday:"),
        ('friday: ["09:00-13:00"]', 'friday: ["13:00-09:00"]'),
        ('friday: ["09:00-13:00"]', "friday: 9"),
        ('thursday: ["13:00-19:00"]', 'thursday: ["1 to 7"]'),
        ("closures: []", 'closures:\n  - "2026-12-24"\n  - "2026-02-30"'),
        ("closures: []", 'closures:\n  - "2026-12-24"\n  - "2026-12-31 to 2026-12-28"'),
        ("closures: []", "closures: next friday"),
        ("  - id: robin", "  - id: alex  # again"),
        ("buffer_minutes: 10", "buffer_minutes: ten"),
        ("notice_hours: 4", "notice_hours: -4"),
        ("ahead_days: 30", "ahead_days: 4000"),
        ("hold_minutes: 10", "hold_minutes: 0"),
        ("subdivision: WI", "subdivision: WISCONSIN"),
    ],
)
def test_a_mistake_is_named_with_its_very_line(tmp_path: Path, old: str, new: str) -> None:
    text = FACTS.read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    path = tmp_path / "clinic.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as named:
        load_facts(path)
    assert named.value.line == line_with(text, new.split("\n")[-1])


def test_hours_of_one_stretch_need_no_list(tmp_path: Path) -> None:
    path = tmp_path / "clinic.yml"
    text = FACTS.read_text(encoding="utf-8")
    path.write_text(text.replace('friday: ["09:00-13:00"]', "friday: 09:00-13:00"), "utf-8")
    assert load_facts(path).hours["friday"] == load_facts(FACTS).hours["friday"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"clinic.yml: can't be read"):
        load_facts(tmp_path / "clinic.yml")


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "clinic.yml"
    path.write_bytes(b"\xff\xfe\x00name")
    with pytest.raises(ContentError, match="not UTF-8"):
        load_facts(path)


def test_an_empty_field_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "clinic.yml"
    text = FACTS.read_text(encoding="utf-8")
    path.write_text(text.replace('phone: "+1 414-555-0142"', "phone:"), encoding="utf-8")
    assert load_facts(path).phone is None
    assert load_facts(path).phone_shown is None


def test_the_phone_is_kept_in_one_form_and_shown_as_people_write_it() -> None:
    facts = load_facts(FACTS)
    assert facts.phone == "+14145550142"
    assert facts.phone_shown == "(414) 555-0142"


@pytest.fixture()
def own_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "content", folder)
    monkeypatch.setenv("CONTENT_DIR", str(folder))
    monkeypatch.setattr("clinic.content.watched.RECHECK_SECONDS", 0)
    get_settings.cache_clear()
    yield folder
    get_settings.cache_clear()


def test_an_edited_answer_shows_without_a_restart(own_content: Path) -> None:
    assert "arthritis" in get_content().passage("causes").text
    file = own_content / "sciatica.md"
    file.write_text(file.read_text(encoding="utf-8").replace("arthritis", "wear"), encoding="utf-8")
    assert "wear in the spine" in get_content().passage("causes").text


def test_a_mistake_made_while_running_keeps_the_last_good_content(own_content: Path) -> None:
    before = get_content()
    (own_content / "clinic.yml").write_text("name: [", encoding="utf-8")
    assert get_content() is before
    with pytest.raises(ContentError):
        load_content(own_content)
