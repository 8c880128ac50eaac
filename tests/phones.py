"""Phone numbers for tests: no two calls give the same, so that no test meets another's patient."""

from itertools import product

# Wisconsin's and its neighbours'; 555-0100 to 555-0199 are kept for fiction in each. Tests that
# write a number out write one of area 414, where the example clinic is.
_AREAS = (262, 608, 715, 920, 312, 773, 630, 708, 815, 847, 952, 612, 651, 763, 507)
_numbers = (f"{area}-555-0{ending}" for ending, area in product(range(100, 200), _AREAS))


def own_number() -> str:
    """A number as a patient would write it: 262-555-0100."""
    return next(_numbers)
