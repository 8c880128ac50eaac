"""Measures understanding: `make eval`. Results go to docs/evaluation/."""
