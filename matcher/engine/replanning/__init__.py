"""A proven plan changed: what a veto, a pin or a place more or less moves, and nothing else."""
