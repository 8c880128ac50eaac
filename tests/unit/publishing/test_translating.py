"""What a topic says in another language is told as long as its English words are the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from clinic.content import load_content
from clinic.content.layers import layering
from clinic.publishing.drafts import NotThisWay
from clinic.publishing.files import Texts, read_texts, write_texts
from clinic.publishing.translating import Translated, translate, translated
from clinic.settings import ROOT

SAID = Translated("¿Puedo andar en bici?", "Andar en bici", "Sí.\n\nVaya despacio al principio.")


@pytest.fixture(scope="module")
def content() -> Texts:
    return read_texts(ROOT / "content")


@pytest.fixture()
def with_bike(content: Texts) -> Texts:
    """The content with a topic that is new."""
    words = "---\ntitle: May I ride?\nsource: the clinic\n---\n\n## bike | May I ride?\n\nYes.\n"
    topics = f"{content['topics.yml']}bike:\n  label: Riding\n  asks: riding\n  related: [causes]\n"
    return {**content, "bike.md": words, "topics.yml": topics}


def test_a_new_topic_stands_in_three_files_and_is_read_back(with_bike: Texts) -> None:
    assert translated(with_bike, "es", "bike.md", "bike") == Translated()
    texts = translate(with_bike, "es", "bike.md", "bike", SAID)
    assert set(texts) == {"es/bike.md", "es/topics.yml", "es/originals.yml"}
    assert "\nreviewer:\nreviewed:\n---\n" in texts["es/bike.md"]
    for name in ("es/topics.yml", "es/originals.yml"):
        assert texts[name].startswith(with_bike[name].rstrip())
    whole = {**with_bike, **texts}
    assert translated(whole, "es", "bike.md", "bike") == SAID
    assert translate(whole, "es", "bike.md", "bike", SAID) == texts
    other = replace(SAID, words="No.", label="La bici")
    again = {**whole, **translate(whole, "es", "bike.md", "bike", other)}
    assert translated(again, "es", "bike.md", "bike") == other


def test_other_english_words_make_it_out_of_date_until_it_is_saved_again(with_bike: Texts) -> None:
    whole = {**with_bike, **translate(with_bike, "es", "bike.md", "bike", SAID)}
    whole["bike.md"] = whole["bike.md"].replace("Yes.", "Yes, on flat ground.")
    assert translated(whole, "es", "bike.md", "bike") == replace(SAID, is_current=False)
    whole |= translate(whole, "es", "bike.md", "bike", SAID)
    assert translated(whole, "es", "bike.md", "bike").is_current


@pytest.mark.parametrize("topic", ["causes", "nerve_anatomy", "treatment:stretching"])
def test_a_topic_there_is_says_the_new_words_and_all_others_the_old(
    content: Texts, topic: str, tmp_path: Path
) -> None:
    said = replace(SAID, words="Palabras nuevas.")
    texts = translate(content, "es", "sciatica.md", topic, said)
    write_texts(tmp_path / "content", {**content, **texts})
    with layering("es"):
        before, after = (load_content(root / "content") for root in (ROOT, tmp_path))
    assert after.passage(topic).text == said.words
    assert after.passage(topic).heading == said.heading
    assert after.topics[topic].label == said.label
    for other in set(before.topics) - {topic}:
        assert after.passage(other) == before.passage(other)
        assert after.topics[other] == before.topics[other]


@pytest.mark.parametrize(
    "said",
    [
        replace(SAID, words=" "),
        replace(SAID, heading=""),
        replace(SAID, label=""),
        replace(SAID, label="Andar en bicicleta todos los días"),
    ],
)
def test_what_is_missing_or_too_long_is_refused(with_bike: Texts, said: Translated) -> None:
    with pytest.raises(NotThisWay):
        translate(with_bike, "es", "bike.md", "bike", said)


def test_words_of_the_form_cannot_end_the_file(with_bike: Texts) -> None:
    said = replace(SAID, heading="a | b", words="---\n## x | y\nSí.", label='"La" bici: sí')
    whole = {**with_bike, **translate(with_bike, "es", "bike.md", "bike", said)}
    found = translated(whole, "es", "bike.md", "bike")
    assert (found.heading, found.label) == ("a / b", '"La" bici: sí')
    assert found.words == "x | y\nSí."
