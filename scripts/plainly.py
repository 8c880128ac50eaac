"""Ends a command that can't go on with a sentence instead of a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from sqlalchemy.exc import ArgumentError, OperationalError

from clinic.privacy.ledger import BrokenLedger
from clinic.settings import MissingSecret


def plainly(main: Callable[[], object]) -> None:
    """Runs a command's `main`.

    What the machine or whoever calls it is at fault for ends in a sentence: a file that is not
    there or is a folder, no room, no secret, text that is none, a number beyond all sizes, an input
    that ends, a database that can't be reached. Mistakes of ours keep their traceback.
    """
    try:
        main()
    except (MissingSecret, BrokenLedger) as error:
        sys.exit(str(error))
    except ArgumentError:
        sys.exit("DATABASE_URL is no address of a database.")
    except OperationalError as error:
        sys.exit(f"The database can't be used: {error.orig}")
    except EOFError:
        sys.exit("\nThe input ended before everything was answered; nothing more was done.")
    except UnicodeError:
        sys.exit("That is no text in UTF-8.")
    except OverflowError:
        sys.exit("That number is too large.")
    except OSError as error:
        about = f": {error.filename!r}" if error.filename is not None else ""
        why = os.strerror(error.errno) if error.errno else str(error)
        sys.exit(f"{why}{about}")
