"""Who mentors whom, exactly: frozen dataclasses in, frozen dataclasses out; no clock, no chance, no database."""

from matching.bottlenecks import Bottleneck, NoMentor
from matching.change import Capacity, Change, Effect, Join, Leave, Pin, Release, Swap, moves, price_change
from matching.compare import Comparison, Difference, compare
from matching.describe import Facts, Pairing, Share, describe
from matching.diagnose import Diagnosis, diagnose, diagnose_problem
from matching.errors import Cancelled, Fault, InputError, MatchingError, TooLarge
from matching.explain import Candidate, Explanation, Move, explain
from matching.fileformat import read_problem
from matching.frontier import Frontier, Point, frontier
from matching.people import Mentee, Mentor, Pool
from matching.policy import CRITERIA, TERMS, Policy
from matching.prices import PriceTable, price_table
from matching.problem import Ban, Problem, Quota, Warning, build_problem
from matching.rematch import Rematch, Remedy, rematch
from matching.repairs import Repair
from matching.robustness import Robustness, Standing, robustness
from matching.shortages import Shortage
from matching.solution import Certificate, Solution, Unmatched
from matching.solutionfile import read_solution, write_solution
from matching.solve import Near, solve
from matching.verify import Verdict, verify

__all__ = [
    "CRITERIA", "TERMS", "Ban", "Bottleneck", "Cancelled", "Candidate", "Capacity", "Certificate",
    "Change", "Comparison", "Diagnosis", "Difference", "Effect", "Explanation", "Facts", "Fault",
    "Frontier", "InputError", "Join", "Leave", "MatchingError", "Mentee", "Mentor", "Move", "Near", "NoMentor",
    "Pairing", "Pin", "Point", "Policy", "Pool", "Problem", "Quota", "Release", "Rematch", "Remedy",
    "Repair", "Robustness", "Share", "Shortage", "Solution", "Standing", "Swap", "TooLarge", "Unmatched",
    "Verdict", "Warning", "build_problem", "compare", "describe", "diagnose", "diagnose_problem",
    "explain", "frontier", "moves", "price_change", "PriceTable", "price_table", "read_problem", "read_solution", "rematch",
    "robustness", "solve", "verify", "write_solution",
]  # fmt: skip
