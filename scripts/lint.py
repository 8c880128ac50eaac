"""Everything that is checked without running the product: `make lint`."""

from __future__ import annotations

import os
import subprocess
import sys

from scripts.train import ROOT

CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "rules": ["ruff", "check", "."],
    "types": ["mypy"],
    "imports": ["importlinter.cli", "lint"],
    "content": ["scripts.lint_content"],
    "training data": ["rasa", "data", "validate", "--fail-on-warnings"],
}


def main() -> None:
    failed = []
    environment = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    for name, command in CHECKS.items():
        print(f"[lint] {name} ...", flush=True)
        if subprocess.call([sys.executable, "-m", *command], cwd=ROOT, env=environment) != 0:
            failed.append(name)
    if failed:
        sys.exit(f"[lint] Found something in: {', '.join(failed)}")
    print("[lint] All clean.")


if __name__ == "__main__":
    main()
