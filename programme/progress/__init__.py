"""How pairings get on: which live and which stall, by rules that the office sets, and who looks after those that stall."""
