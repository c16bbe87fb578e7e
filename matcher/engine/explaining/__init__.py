"""Why a village is uncovered, what stands against each other, and what would lift it."""
