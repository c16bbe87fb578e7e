"""Example programmes, each `programme(size=None, seed=0)`; what is invented says so (README.md)."""
