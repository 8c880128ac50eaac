"""Looking up, moving and calling off a screening that stands."""
