"""The built widget that is kept: small, and built from the sources beside it."""

import gzip
import hashlib

from channels.web.wire import MAX_TEXT_CHARACTERS
from clinic.settings import ROOT

BUILT, SOURCES = ROOT / "door" / "static" / "widget", ROOT / "widget" / "src"


def compressed(name: str) -> int:
    return len(gzip.compress((BUILT / name).read_bytes(), 9))


def test_the_loader_is_under_3_kb_and_all_of_it_under_20() -> None:
    assert compressed("widget.js") < 3 * 1024
    assert compressed("widget.js") + compressed("chat.js") < 20 * 1024


def test_the_kept_build_is_of_the_present_sources() -> None:
    digest = hashlib.sha256()
    for path in sorted(SOURCES.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    built = (BUILT / "sources.sha256").read_text().strip()
    assert built == digest.hexdigest(), "the widget changed: run `make widget` and commit the build"


def test_no_word_is_ever_read_as_html() -> None:
    for path in SOURCES.iterdir():
        for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert way not in path.read_text(), f"{path.name} uses {way}"


def test_the_compressed_files_are_of_the_same_build() -> None:
    for name in ("widget.js", "chat.js"):
        plain = (BUILT / name).read_bytes()
        assert gzip.decompress((BUILT / f"{name}.gz").read_bytes()) == plain
        assert (BUILT / f"{name}.br").stat().st_size < compressed(name)


def test_the_field_counts_to_what_the_server_reads() -> None:
    line = (SOURCES / "status.ts").read_text()
    assert f"MOST_CHARACTERS = {MAX_TEXT_CHARACTERS};" in line
