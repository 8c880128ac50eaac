"""Ports for what tests start."""

import contextlib
import itertools
import os
import socket

# Below the range from which systems take the ports of outgoing connections (32768 and up on Linux,
# 49152 on others), so that none of those takes a port between its being found and its being used.
_FIRST, _COUNT = 20_000, 12_000
# Each of the processes that run tests side by side has every so-manieth port to itself.
_LANES = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
_LANE = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_SHARE = _COUNT // _LANES
_tries = itertools.count(os.getpid() * 97)


def free_port() -> int:
    """A port nobody listens on now; no two calls give the same."""
    for number in itertools.islice(_tries, _SHARE):
        port = _FIRST + (number % _SHARE) * _LANES + _LANE
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("every port for tests is taken")
