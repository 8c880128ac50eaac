"""The rules of the house that a program can check."""

import re
import subprocess
import sys

from clinic.settings import ROOT, Settings


def test_the_parts_import_only_what_they_may() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports; lint_imports()"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "0 broken" in result.stdout, result.stdout + result.stderr


def test_every_setting_is_described_in_the_operations_guide() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", guide, re.MULTILINE))
    assert described == {name.upper() for name in Settings.__fields__}


def test_the_environment_holds_no_tensorflow() -> None:
    import tensorflow

    assert tensorflow.__version__ == "2.12.0"
    assert hasattr(tensorflow, "TensorFlowNotInstalled")
