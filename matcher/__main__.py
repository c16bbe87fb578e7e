"""`python -m matcher` is the command line."""

from matcher.cli import main

main(prog_name="python -m matcher")
