"""What the website writes in the patient's name is understood at once."""

import re

import pytest

from clinic.settings import ROOT
from evaluation.product import Product, Reading
from scripts.train import train

# As the page names who gives screenings.
THERAPIST = "Robin"
MEANT = {
    f"Book a free screening with {THERAPIST}": "book_screening",
    "What is sciatica?": "ask_definition",
    "How do you treat it?": "ask_treatment_overview",
    "Book a free screening": "book_screening",
}


@pytest.fixture(scope="module")
def understood() -> dict[str, Reading]:
    return dict(zip(MEANT, Product(train()).read(MEANT), strict=True))


def words_of_the_website() -> set[str]:
    strings = (ROOT / "widget/src/strings.en.ts").read_text()
    starters = re.search(r"starters: \[(.*?)\]", strings, re.DOTALL)
    page = (ROOT / "door/templates/home.html").read_text()
    return {
        *re.findall(r'"([^"]+)"', starters.group(1) if starters else ""),
        *(
            said.replace("{{ name }}", THERAPIST)
            for said in re.findall(r'data-invivo-open="([^"]+)"', page)
        ),
    }


def test_every_starter_of_the_website_is_known_here() -> None:
    assert words_of_the_website() == set(MEANT)


@pytest.mark.parametrize("text", MEANT)
def test_a_starter_is_understood_beyond_doubt(understood: dict[str, Reading], text: str) -> None:
    assert (understood[text].intent, understood[text].confidence > 0.8) == (MEANT[text], True)
