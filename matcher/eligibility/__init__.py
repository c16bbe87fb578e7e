"""May these two be paired at all? Named hard rules, each refusal with what would lift it."""

from matcher.eligibility.block import Block
from matcher.eligibility.checking import Eligibility, Refusal, Verdicts
from matcher.eligibility.rules import RULES, Rule

__all__ = ["RULES", "Block", "Eligibility", "Refusal", "Rule", "Verdicts"]
