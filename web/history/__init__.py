"""What happened to one village, enterprise or round, and who did it."""
