"""The sentences of the desk as pages name them; they stand in `programme/reasons.py`, because papers say them too."""

from programme.reasons import CRITERIA as CRITERIA
from programme.reasons import EARLIER as EARLIER
from programme.reasons import EMPTY as EMPTY
from programme.reasons import GROUNDS as GROUNDS
from programme.reasons import MINUS as MINUS
from programme.reasons import RULES as RULES
from programme.reasons import consequence as consequence
from programme.reasons import criterion as criterion
from programme.reasons import ground as ground
from programme.reasons import joined as joined
from programme.reasons import listing as listing
from programme.reasons import move_mark as move_mark
from programme.reasons import moved as moved
from programme.reasons import price_words as price_words
from programme.reasons import remedy as remedy
from programme.reasons import rule as rule
from programme.reasons import runner_up as runner_up
from programme.reasons import sentence as sentence
from programme.reasons import shift as shift
from programme.reasons import signed as signed
from programme.reasons import unmatched as unmatched
from programme.reasons import why as why
