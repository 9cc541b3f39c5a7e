"""Who mentors whom, exactly: frozen dataclasses in, frozen dataclasses out; no clock, no chance, no database."""

from matching.change import Capacity, Change, Effect, Join, Leave, Pin, Release, Swap, moves, price_change
from matching.diagnose import Bottleneck, Diagnosis, NoMentor, Repair, Shortage, diagnose
from matching.errors import Cancelled, Fault, InputError, MatchingError, TooLarge
from matching.explain import Candidate, Explanation, Facts, Move, Pairing, Share, describe, explain
from matching.people import Mentee, Mentor, Pool
from matching.policy import CRITERIA, TERMS, Policy
from matching.problem import Ban, Problem, Quota, Warning, build_problem
from matching.solution import Certificate, Solution, Unmatched
from matching.solve import solve
from matching.verify import Verdict, verify

__all__ = [
    "CRITERIA", "TERMS", "Ban", "Bottleneck", "Cancelled", "Candidate", "Capacity", "Certificate", "Change",
    "Diagnosis", "Effect", "Explanation", "Facts", "Fault", "InputError", "Join", "Leave", "MatchingError",
    "Mentee", "Mentor", "Move", "NoMentor", "Pairing", "Pin", "Policy", "Pool", "Problem", "Quota", "Release",
    "Repair", "Share", "Shortage", "Solution", "Swap", "TooLarge", "Unmatched", "Verdict", "Warning", "build_problem",
    "describe", "diagnose", "explain", "moves", "price_change", "solve", "verify",
]  # fmt: skip
