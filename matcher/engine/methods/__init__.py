"""The methods `solve` knows: one module each, with `plan(problem) -> Matching`."""
