"""The independent audit of a plan: nothing here shares code with what makes plans."""
