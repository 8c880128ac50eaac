"""numpy multiplies with what the processor can do, also one that its library does not know."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from clinic import processor
from clinic.processor import CPUINFO, VARIABLE, kind_of, name_processor

# Says which code numpy's library has chosen, in a process that names the processor first.
SAYS = """
from clinic.processor import name_processor
name_processor()
import numpy, threadpoolctl
print(*{one["architecture"] for one in threadpoolctl.threadpool_info()})
"""
FLAGS = "model name\t: a processor\nflags\t\t: fpu sse2 {}\n"


@pytest.mark.parametrize(
    ("features", "kind"),
    [
        ("fma avx2 avx512f avx512dq avx512bw avx512vl avx512cd amx_tile", "SkylakeX"),
        ("fma avx2 avx512f", "Haswell"),
        ("avx fma avx2", "Haswell"),
        ("avx", None),
    ],
)
def test_the_kind_goes_by_what_the_processor_can_do(features: str, kind: str | None) -> None:
    assert kind_of(FLAGS.format(features)) == kind


def test_a_processor_of_another_family_is_left_to_the_library() -> None:
    assert kind_of("Features\t: fp asimd\n") is None


def test_a_name_that_was_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "Prescott")
    name_processor()
    assert os.environ[VARIABLE] == "Prescott"


def test_a_system_that_does_not_say_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(processor, "CPUINFO", tmp_path / "cpuinfo")
    name_processor()
    assert VARIABLE not in os.environ


@pytest.mark.skipif(
    not CPUINFO.exists() or kind_of(CPUINFO.read_text()) is None,
    reason="a processor that the library knows",
)
def test_the_library_takes_the_name() -> None:
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    said = subprocess.run(
        [sys.executable, "-c", SAYS], env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == [kind_of(CPUINFO.read_text())]
