"""A list of pairs made by hand: read, its names found, kept as a scheme, scored, improved, turned into a draft."""
