"""Scenarios: plans of other methods, weights and what-ifs beside the one that is followed."""
