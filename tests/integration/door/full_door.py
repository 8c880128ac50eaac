"""The door, unchanged; with `FULL_DISK=door` on a disk where nothing more can be written.

The limit on the size of a file that a process may write (RLIMIT_FSIZE) is what a full disk is to
SQLite: the write fails and the unit of work with it.
"""

from __future__ import annotations

import os
import resource
import signal

from clinic.settings import get_settings
from door.__main__ import main

if __name__ == "__main__":
    if os.environ.get("FULL_DISK") == "door" and not (get_settings().var_dir / "roomy").exists():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # an error, not the end of the process
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, resource.RLIM_INFINITY))
    main()
