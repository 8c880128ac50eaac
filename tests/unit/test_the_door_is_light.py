"""The door holds nothing of the engine when it starts."""

import subprocess
import sys

from clinic.settings import ROOT

HEAVY = ("rasa", "sanic", "spacy", "onnxruntime", "tokenizers", "tensorflow", "numpy", "dateparser")


def test_the_door_starts_without_the_engine_the_encoder_and_all_that_reads(tmp_path):
    code = (
        "import sys; from door.app import create_app; create_app(); import uvicorn.server;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        env={"VAR_DIR": str(tmp_path), "SECRET_KEY": "x" * 40, "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == "[]"
