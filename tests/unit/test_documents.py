"""What the documents say of the project is so: commands, tables, and the tests they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import channels.sms.tables  # noqa: F401 - declares its tables
from clinic.privacy import everything  # noqa: F401 - declares all others
from clinic.privacy.inventory import WHY, rows
from clinic.settings import ROOT
from clinic.storage import metadata
from evaluation import counts, readme
from scripts.pages import PIECES, renewed

DOCS = ROOT / "docs"
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.M))
SECURITY = (DOCS / "security.md").read_text(encoding="utf-8")
# The requirements of ASVS 4.0.3 that are of level 1 or 2, by section.
LEVEL_2 = """1.1: 1-7, 1.2: 1-4, 1.4: 1 4-5, 1.5: 1-4, 1.6: 1-4, 1.7: 1-2, 1.8: 1-2, 1.9: 1-2,
1.10: 1, 1.11: 1-2, 1.12: 2, 1.14: 1-6, 2.1: 1-12, 2.2: 1-3, 2.3: 1-3, 2.4: 1-5,
2.5: 1-7, 2.6: 1-3, 2.7: 1-6, 2.8: 1-6, 2.9: 1-3, 3.1: 1, 3.2: 1-4, 3.3: 1 3-4,
3.4: 1-5, 3.5: 1-3, 3.7: 1, 4.1: 1-3 5, 4.2: 1-2, 4.3: 1-3, 5.1: 1-5, 5.2: 1-8,
5.3: 1-10, 5.4: 1-3, 5.5: 1-4, 6.1: 1-3, 6.2: 1-6, 6.3: 1-2, 6.4: 1-2, 7.1: 1-4,
7.2: 1-2, 7.3: 1 3-4, 7.4: 1-3, 8.1: 1-4, 8.2: 1-3, 8.3: 1-8, 9.1: 1-3, 9.2: 1-4,
10.2: 1-2, 10.3: 1-3, 11.1: 1-8, 12.1: 1-3, 12.2: 1, 12.3: 1-6, 12.4: 1-2, 12.5: 1-2,
12.6: 1, 13.1: 1 3-5, 13.2: 1-3 5-6, 13.3: 1-2, 13.4: 1-2, 14.1: 1-4, 14.2: 1-6,
14.3: 2-3, 14.4: 1-7, 14.5: 1-4"""
# What falls short, so that nothing more does unseen.
SHORT = {"2.4.5", "6.4.2", "11.1.8"}


def documents() -> list[Path]:
    return [ROOT / "README.md", *sorted(DOCS.rglob("*.md")), *sorted(ROOT.glob("scripts/*.py"))]


def commands(text: str) -> str:
    """What a page shows as typed: code in a line, and blocks that are fenced or indented."""
    blocks = re.findall(r"^```\w*\n(.*?)^```|((?:^ {4}\S.*\n)+)", text, re.M | re.S)
    lines = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    return "\n".join([*("".join(block) for block in blocks), *lines])


def targets_named(text: str) -> set[str]:
    """Targets of make: each is the first word after it, whatever is set before or after."""
    return set(re.findall(r"(?:^|[\w.]=\S+ |&& |; )\s*make ([a-z-]+)", commands(text), re.M))


def programs_named(text: str) -> set[str]:
    """Programs of ours that are started by `python -m`."""
    named = set(re.findall(r"\bpython -m ([a-z_][\w.]*\w)", commands(text)))
    return {name for name in named if (ROOT / name.partition(".")[0]).is_dir()}


def there(program: str) -> bool:
    path = ROOT.joinpath(*program.split("."))
    return path.with_suffix(".py").exists() or (path / "__main__.py").exists()


@pytest.mark.parametrize("page", documents(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_is_named_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert targets_named(text) - TARGETS == set()
    assert {program for program in programs_named(text) if not there(program)} == set()


def test_commands_are_found_wherever_a_page_shows_them() -> None:
    page = (
        "`make one X=1`, T=tests `make two`; make no-command\n"
        "```sh\nmake three   # sets up\nPORT=1 make four && make five\n```\n\n"
        "    make six\n    .venv/bin/python -m scripts.nowhere\n"
    )
    assert targets_named(page) == {"one", "two", "three", "four", "five", "six"}
    assert programs_named(page) == {"scripts.nowhere"}
    assert not there("scripts.nowhere")


def test_every_target_is_declared_as_one() -> None:
    declared = set(re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.M).group(1).split())
    assert declared == TARGETS


def test_what_is_stored_why_and_how_long_is_told_as_it_is() -> None:
    assert set(WHY) == set(metadata.tables)
    assert len(list(rows(180))) > len(WHY)


@pytest.mark.parametrize("page", sorted({page for page, _ in PIECES}), ids=lambda page: page.name)
def test_what_is_made_from_the_code_is_as_the_code_is(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == renewed(page), "python -m scripts.pages"


def names_of_tests() -> set[str]:
    """The names of all tests."""
    return {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(), re.M)
    }


def table(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading of docs/security.md, without its head."""
    part = SECURITY.partition(f"## {heading}")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def test_every_line_of_the_threat_model_names_its_test() -> None:
    there = names_of_tests()
    rows = table("Threats (STRIDE)")
    first = {row[0][2:3] for row in rows if row[0].startswith("**")}
    assert first == set("STRIDE")
    for row in rows:
        named = re.findall(r"`(test_\w+)`", row[2])
        assert named, row
        assert set(named) - there == set()


def test_the_table_of_asvs_has_every_line_of_level_2() -> None:
    there = names_of_tests()
    rows = table("ASVS 4.0.3, level 2")
    assert [row[0] for row in rows] == list(level_2())
    short = set()
    for line, _, held in rows:
        named = set(re.findall(r"`(test_\w+)`", held))
        assert named - there == set(), line
        if held.startswith("**short**"):
            short.add(line)
        else:
            assert named or held.startswith("not applicable because "), line
    assert short == SHORT


def level_2() -> Iterator[str]:
    for section in re.split(r",\s", LEVEL_2):
        name, _, numbers = section.strip().partition(": ")
        for part in numbers.split():
            first, _, last = part.strip(",").partition("-")
            for number in range(int(first), int(last or first) + 1):
                yield f"{name}.{number}"


def test_the_figures_of_the_readme_are_those_that_were_measured() -> None:
    assert readme.placed("eval") == readme.tables(counts.read())
    for command, page in (("bench", "README.md"), ("bench PART=whole", "whole.md")):
        placed = readme.placed(command)
        assert placed.splitlines()[0].endswith(" | measured | bar | |")
        assert placed in (DOCS / "benchmarks" / page).read_text(encoding="utf-8")
