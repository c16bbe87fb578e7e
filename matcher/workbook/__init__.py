"""Excel and CSV: what offices send is read without guessing, what they get looks like theirs."""
