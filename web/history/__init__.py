"""What happened to one village, enterprise, round or suggestion, and who did it."""
