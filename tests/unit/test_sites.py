"""A setting that would let no website use the chat is refused when a process starts."""

import subprocess
import sys

import pytest

from clinic.settings import ROOT, Settings
from clinic.sites import BadOrigin, read_origin, read_origins


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://www.example.org", "https://www.example.org"),
        ("https://WWW.Example.org/", "https://www.example.org"),
        ("https://example.org:443", "https://example.org"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://müller.example", "https://xn--mller-kva.example"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_a_website_is_named_as_browsers_name_it(written: str, origin: str) -> None:
    assert read_origin(written) == origin


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("www.example.org", "https://"),
        ("example.org:8443", "https://"),
        ("https://*.example.org", "full name"),
        ("*", "full name"),
        ("https://example.org/chat", "https://example.org alone"),
        ("https://example.org?x=1", "alone"),
        ("https://me@example.org", "alone"),
        ("https://exa mple.org", "no address"),
        ("https://example.org:port", "no address"),
        ("ftp://example.org", "https://"),
        ("https://", "https://"),
    ],
)
def test_what_would_match_nothing_is_refused_with_what_to_write(written: str, hint: str) -> None:
    with pytest.raises(BadOrigin, match=hint):
        read_origin(written)


def test_a_list_may_have_spaces_and_a_comma_too_many() -> None:
    assert read_origins(" https://a.example , https://b.example/, ") == {
        "https://a.example",
        "https://b.example",
    }
    assert "https://a.example" in Settings.parse_obj({"site_origins": "https://A.example/"}).origins


def test_a_process_does_not_start_with_it_and_says_which_setting_it_is() -> None:
    code = "from clinic.settings import get_settings; get_settings()"
    environment = {"SITE_ORIGINS": "*.example.org", "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    assert "SITE_ORIGINS: '*.example.org': list each website by its full name" in ended.stderr
    assert "Traceback" not in ended.stderr
