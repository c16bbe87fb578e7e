"""Weights: look at them, change them, see what that would do, keep them, learn from decisions."""
