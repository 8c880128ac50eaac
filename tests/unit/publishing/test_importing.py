"""A page of the website becomes an article, to the letter."""

from __future__ import annotations

import pytest

from clinic.publishing.entries import entries, values
from clinic.publishing.importing import NoWords, Said, read_page, write_page

HTML = """<!doctype html><html><head><title>Clinic | Knees</title><style>p {}</style></head>
<body><header>Menu</header><main><h1>Bad knees</h1><p>A knee   <em>can</em> hurt &amp; swell.</p>
<p>Rest it.</p><h2>What helps your knee when it is swollen?</h2><ul><li>Ice</li><li>Rest</li></ul>
<h2>Symptoms</h2><p>Pain &lt; 3 days.</p></main><footer>Imprint</footer></body></html>"""


def test_headings_become_topics_and_no_word_is_another() -> None:
    page = read_page(HTML, "https://example.org/knees", {"symptoms"}, {"sciatica.md"})
    assert page.file == "bad-knees.md"
    assert page.proposed == ("bad_knees", "what_helps_your_knee_when", "symptoms_2")
    said = values(page.file, page.article)
    assert said["title"] == "Bad knees"
    assert said["url"] == "https://example.org/knees"
    assert said["bad_knees"] == "A knee can hurt & swell.\n\nRest it."
    assert said["what_helps_your_knee_when"] == "• Ice\n• Rest"
    assert said["symptoms_2"] == "Pain < 3 days."
    assert "Menu" not in page.article
    assert "Imprint" not in page.article
    topics = values("topics.yml", page.topics)
    assert topics["what_helps_your_knee_when/label"] == "What helps your knee"
    assert topics["symptoms_2/asks"] == "symptoms"
    assert len(entries("topics.yml", page.topics)) == 12


def test_plain_text_is_cut_at_its_short_lines() -> None:
    page = read_page(
        "Bad knees\n\nWhat helps\n\nIce helps. So does rest.\n\nAnd time.", "", set(), set()
    )
    assert values(page.file, page.article)["what_helps"] == "Ice helps. So does rest.\n\nAnd time."
    assert "url:" not in page.article


@pytest.mark.parametrize("text", ["", "<html><body><nav>Home</nav></body></html>", "   \n"])
def test_a_page_without_words_is_refused(text: str) -> None:
    with pytest.raises(NoWords):
        read_page(text, "", set(), set())


FORGED = "reviewer: Dr. Evil, licence PT 9"
BREAKS = ("\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028")


@pytest.mark.parametrize("end", BREAKS)
def test_no_field_becomes_a_line_of_the_file_that_nobody_wrote(end: str) -> None:
    forged = f"{end}{FORGED}{end}## evil | Evil"
    pages = [
        read_page("Knees\n\nIce helps.", f"https://x/{forged}", set(), set()),
        read_page(f"Knees{forged}\n\nHips{forged}\n\nIce helps.", "", set(), set()),
        read_page(f"<h1>Knees{forged}</h1><p>## evil | Evil</p>", "", set(), set()),
        write_page(f"Knees{forged}", f"Ice.{end}--- ## ## evil | Evil", set(), set()),
        write_page("Knees", "Ice.", set(), set(), Said(f"Knees{forged}", f"knees{forged}")),
    ]
    for page in pages:
        lines = page.article.splitlines()
        assert not any(line.startswith("reviewer: ") for line in lines[: lines.index("---", 1)])
        assert [line.split()[1] for line in lines if line.startswith("## ")] == [*page.proposed]
        topics = {key.split("/")[0] for key in values("topics.yml", page.topics)}
        assert topics == {*page.proposed}
