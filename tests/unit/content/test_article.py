"""The clinic's article: all of it, unchanged, one passage a topic."""

import hashlib
import re
from pathlib import Path

import pytest

from clinic.content import TOPIC_IDS, ContentError, load_content, topic_intent
from clinic.content.article import Passage, load_article
from clinic.settings import ROOT

# SHA-256 of the article as the clinic published it, white space folded. A change of the clinic's
# own changes this line too, on purpose: nothing else may.
PUBLISHED = "48e243b0da62786efb0eacda589e39639e45947be0c1f50d461ef6fbd8c9b139"

ARTICLE = ROOT / "content" / "sciatica.md"


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sciatica.md"
    path.write_text(text, encoding="utf-8")
    return path


def passage(topic: str) -> Passage:
    return next(one for one in load_article(ARTICLE).passages if one.topic == topic)


def test_nothing_of_the_article_is_lost_changed_or_added() -> None:
    text = folded(load_article(ARTICLE).text())
    assert hashlib.sha256(text.encode()).hexdigest() == PUBLISHED


def test_every_topic_has_a_passage_and_an_intent_of_its_own() -> None:
    article = load_article(ARTICLE)
    assert [passage.topic for passage in article.passages] != []
    assert {passage.topic for passage in article.passages} == set(TOPIC_IDS)
    assert len({topic_intent(topic) for topic in TOPIC_IDS}) == len(TOPIC_IDS)


def test_a_passage_knows_the_heading_it_stands_under() -> None:
    symptoms = passage("symptoms")
    assert symptoms.heading == "How could the sciatic nerve become compressed?"
    assert symptoms.anchor == "how-could-the-sciatic-nerve-become-compressed"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("## causes |", "## causses |", r"sciatica.md:\d+: there is no topic 'causses'"),
        ("## causes | How", "## causes How", r"sciatica.md:\d+: a heading is written"),
        ("## causes |", "## symptoms |", r"sciatica.md:\d+: 'symptoms' has a heading already"),
        ("---\ntitle", "title", r"sciatica.md:1: should begin with front matter"),
        ("source:", "sauce:", r"sciatica.md:3: front matter knows"),
    ],
)
def test_a_mistake_in_the_article_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(ContentError, match=message):
        load_article(written(tmp_path, text.replace(old, new, 1)))


def test_a_topic_without_words_is_refused(tmp_path: Path) -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    with pytest.raises(ContentError, match="'causes' has no words"):
        load_article(written(tmp_path, text.replace(passage("causes").text, "")))


def test_topics_that_share_a_paragraph_have_its_sentences_between_them() -> None:
    assert passage("definition").text.count(".") == 1
    assert passage("nerve_anatomy").text.startswith("The sciatic nerve is a major nerve")
    assert passage("nerve_anatomy").continues


@pytest.mark.parametrize("sentences", ["sentences 3-4", "sentences 2-3", "sentences 2-9", "two"])
def test_sentences_that_do_not_add_up_are_refused(tmp_path: Path, sentences: str) -> None:
    text = ARTICLE.read_text(encoding="utf-8").replace("sentences 2-4", sentences)
    with pytest.raises(ContentError, match=r"sciatica.md:\d+: .*sentence"):
        load_article(written(tmp_path, text))


def test_the_content_that_ships_is_valid() -> None:
    content = load_content(ROOT / "content")
    assert content.clinic.name == "INVIVO Wellness"
    assert content.clinic.example
