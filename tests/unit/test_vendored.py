"""Other people's scripts are what their note says they are."""

import hashlib
import re

from clinic.settings import ROOT

FOLDER = ROOT / "frontdesk" / "static" / "vendor"


def test_every_script_has_its_licence_and_its_sum() -> None:
    note = (FOLDER / "README.md").read_text(encoding="utf-8")
    noted = dict(re.findall(r"^\| `([\w.-]+\.js)` \|[^|]+\| 0BSD \| `(\w{64})` \|", note, re.M))
    found = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in FOLDER.glob("*.js")
    }
    assert noted == found


def test_the_frame_asks_for_the_files_there_are() -> None:
    frame = (ROOT / "frontdesk" / "layout" / "desk.html").read_text(encoding="utf-8")
    asked = set(re.findall(r"/static/desk/vendor/([\w.-]+\.js)", frame))
    assert asked == {file.name for file in FOLDER.glob("*.js")}
