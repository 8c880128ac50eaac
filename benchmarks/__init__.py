"""Measures speed and weight: `make bench`. Results go to docs/benchmarks/."""
