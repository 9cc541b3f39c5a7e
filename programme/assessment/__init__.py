"""Assessment and graduation (年度考核与出师): evidence comes by itself, people grade, two people decide what becomes of a pairing."""
