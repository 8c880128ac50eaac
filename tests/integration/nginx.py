"""A real nginx that runs deploy/nginx.conf, before doors that tests have started."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from clinic.settings import ROOT
from tests.integration.servers import find_binary
from tests.integration.webchat.certificates import self_signed
from tests.ports import free_port

CONFIGURATION = ROOT / "deploy" / "nginx.conf"
READY_SECONDS = 20


class NginxServer:
    """nginx with the deployment's configuration, but for ports, folders and the certificate.

    Args:
        doors: the ports of the two doors behind it.

    Attributes:
        url: where visitors come in.
        plain: the same without https.
        certificate: what its certificate is verified with.
    """

    def __init__(self, doors: Sequence[int]) -> None:
        folders = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin")
        self._binary = find_binary("nginx", "nginx-light", folders)
        self._folder = tempfile.TemporaryDirectory(prefix="nginx-test-")
        plain, secure = free_port(), free_port()
        self.plain, self.url = f"http://127.0.0.1:{plain}", f"https://127.0.0.1:{secure}"
        self.certificate, key = self_signed(Path(self._folder.name))
        self._file = self._configured(
            {
                "door-1:8000": f"127.0.0.1:{doors[0]}",
                "door-2:8000": f"127.0.0.1:{doors[1]}",
                "listen 80;": f"listen 127.0.0.1:{plain};",
                "listen 443 ": f"listen 127.0.0.1:{secure} ",
                "/etc/nginx/tls/fullchain.pem": str(self.certificate),
                "/etc/nginx/tls/privkey.pem": str(key),
            }
        )

    def _configured(self, places: dict[str, str]) -> Path:
        """Writes the configuration with what is a test's own in it."""
        text, folder = CONFIGURATION.read_text(), Path(self._folder.name)
        for place, value in places.items():
            assert text.count(place) == 1, place
            text = text.replace(place, value)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        paths = "".join(f"    {kind}_temp_path {folder}/{kind};\n" for kind in kinds)
        text = f"pid {folder}/nginx.pid;\n" + text.replace("http {\n", "http {\n" + paths, 1)
        file = folder / "nginx.conf"
        file.write_text(text)
        return file

    def start(self) -> NginxServer:
        """Checks the configuration, starts it and waits until it answers."""
        command = [self._binary, "-e", "stderr", "-p", self._folder.name, "-c", str(self._file)]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        self._process = subprocess.Popen(
            [*command, "-g", "daemon off;"], stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            try:
                httpx.get(self.url, verify=False)
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return self
        pytest.fail(f"{self.url} does not answer")

    @property
    def pid(self) -> int:
        """The number of its first process."""
        return self._process.pid

    def stop(self) -> None:
        """Stops it; its files are deleted."""
        self._process.terminate()
        self._process.wait(timeout=10)
        self._folder.cleanup()
