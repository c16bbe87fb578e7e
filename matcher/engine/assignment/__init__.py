"""One level of an objective settled exactly: an auction near the optimum, repaired to it."""
