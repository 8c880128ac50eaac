"""Writes which English words were translated: `python -m scripts.translated`.

Run it after a translation was brought up to date. Until then a fact or a passage whose English
words were changed is told in English.
"""

from __future__ import annotations

from pathlib import Path

from clinic.content.article import load_article
from clinic.content.layers import HELD_TO_ORIGINALS, ORIGINALS, digest, texts_of
from clinic.content.yaml_file import plain, read_one
from clinic.languages import others
from clinic.settings import get_settings

HEAD = """\
# Which English words each fact and passage here was translated from, written by
# `python -m scripts.translated`. What was changed in English since is told in English.
"""


def originals_of(folder: Path, language: str) -> dict[str, dict[str, str]]:
    """Digests of the English words under a language's facts and passages, by file and name."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(HELD_TO_ORIGINALS):
        if not (folder / language / file).exists():
            continue
        english, found[file] = plain(read_one(folder / file)), {}
        for name in texts_of(plain(read_one(folder / language / file))):
            words = english
            for step in name.split("."):
                words = (words or {}).get(step)
            if isinstance(words, str):
                found[file][name] = digest(words)
    for path in sorted((folder / language).glob("*.md")):
        passages = load_article(folder / path.name).passages
        found[path.name] = {passage.topic: digest(passage.text) for passage in passages}
    return found


def main() -> None:
    folder = get_settings().content_dir
    for language in others():
        lines = [HEAD]
        for file, names in originals_of(folder, language).items():
            lines.append(f"{file}:")
            lines += [f'  "{name}": "{known}"' for name, known in names.items()]
        (folder / language / ORIGINALS).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
