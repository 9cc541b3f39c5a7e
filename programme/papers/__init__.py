"""Papers of the office: what is known about a pairing, a mentor, a scheme or a change, put into Word and made by the hundred."""
