"""Word papers: default forms laid out by code, templates of an office checked and kept apart, both filled in as text only."""
