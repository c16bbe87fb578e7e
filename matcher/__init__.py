"""The whole matching service without a screen: engine, scoring, rounds, records."""

__version__ = "0.1.0"
