"""Work in the background: what is being computed, how far it is, and what came of it."""
