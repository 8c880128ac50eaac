"""When the therapists are busy elsewhere: their own calendars, read by an address each (ICS).

`calendars` keeps the addresses and what was read; `rounds` reads them, each in a process of its
own (`reader`), because a calendar is somebody else's file: it may be endless, slow or made to
break what reads it. Kept are beginnings and ends, never what an entry is called.
"""
