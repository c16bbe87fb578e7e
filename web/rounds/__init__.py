"""Rounds and their review board: run, read why, confirm or veto, run again."""
