"""Who may sign in: an administrator opens, scopes, closes and unlocks accounts."""
