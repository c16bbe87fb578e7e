"""Workbooks as we write them: looks, drop-downs, and the same bytes for the same data."""
