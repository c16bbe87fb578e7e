"""Who gives what: budgets and stocks spread over needs, fair by urgency and exact to the fen."""
