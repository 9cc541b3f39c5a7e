"""Codes as words: what stands on screen for every stored code, in the language of the reader.

`label("mentor_state", "in_pool")`, `labels("category")` for a list of choices, `format_func=wording("category")`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from programme.role_names import ROLE_NAMES
from texts import N_, _

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "role": ROLE_NAMES,
        "sex": {"male": N_("Male"), "female": N_("Female")},
        "party": {
            "party_member": N_("Party member"),
            "probationary_member": N_("Probationary Party member"),
            "league_member": N_("Youth League member"),
            "rcckmt": N_("Revolutionary Committee of the Kuomintang"),
            "cdl": N_("China Democratic League"),
            "cndca": N_("China National Democratic Construction Association"),
            "capd": N_("China Association for Promoting Democracy"),
            "cpwdp": N_("Peasants' and Workers' Democratic Party"),
            "czgp": N_("China Zhi Gong Party"),
            "js": N_("Jiusan Society"),
            "tdsgl": N_("Taiwan Democratic Self-Government League"),
            "democratic_party": N_("Other democratic party"),
            "nonparty": N_("Without party affiliation"),
            "masses": N_("The masses"),
        },
        "education": {
            "postgraduate": N_("Postgraduate"),
            "undergraduate": N_("University"),
            "college": N_("Junior college"),
            "secondary_vocational": N_("Secondary vocational school"),
            "high_school": N_("High school"),
            "junior_high": N_("Junior high school"),
        },
        "source": {
            "self_nomination": N_("Self-nomination"),
            "mass_recommendation": N_("Recommendation by the masses"),
            "organization_recommendation": N_("Recommendation by the organization"),
        },
        "standing": {
            "second_line": N_("Stepped back from the front line"),
            "in_office": N_("Leader in office"),
            "professional": N_("Professional"),
            "village_secretary": N_("Village secretary"),
            "retired": N_("Retired"),
            "rehired": N_("Rehired after retirement"),
        },
        "category": {
            "young_cadre": N_("Young cadre"),
            "institution_professional": N_("Public-institution professional"),
            "reserve_cadre": N_("Reserve cadre"),
            "new_village_committee_member": N_("New village committee member"),
        },
        "stream": {
            "organ": N_("Party and government offices"),
            "township": N_("Townships"),
            "village": N_("Villages and communities"),
            "institution": N_("Public institutions"),
            "enterprise": N_("State-owned enterprises"),
            "culture": N_("Culture and tourism"),
            "discipline": N_("Discipline inspection"),
        },
        "unit_kind": {
            "organ": N_("Office"),
            "township": N_("Township (subdistrict)"),
            "village": N_("Village (community)"),
            "institution": N_("Public institution"),
            "enterprise": N_("Enterprise"),
            "stationed_office": N_("Stationed office"),
            "park_command": N_("Park command post"),
        },
        "ground": {
            "spouse": N_("Spouses"),
            "lineal": N_("Direct blood relatives"),
            "collateral": N_("Collateral relatives within three generations"),
            "in_law": N_("Close in-laws"),
            "other": N_("Other ground"),
        },
        "mentor_state": {
            "nominated": N_("Awaiting review"),
            "reviewed": N_("Awaiting confirmation"),
            "in_pool": N_("In the pool"),
            "paused": N_("Paused"),
            "left": N_("Left the pool"),
        },
        "mentor_reason": {
            "left_post": N_("Left the post"),
            "weak_results": N_("Weak mentoring results"),
            "posting": N_("Posted elsewhere"),
            "workload": N_("Heavy workload"),
            "other": N_("Other reason"),
            "not_accepted": N_("Nomination not accepted"),
        },
        "mentee_state": {
            "waiting": N_("Waiting for a mentor"),
            "paired": N_("Being mentored"),
            "graduated": N_("Graduated"),
            "extended": N_("Extended"),
            "ended": N_("Ended"),
        },
        "mentee_reason": {
            "transferred": N_("Transferred"),
            "promoted": N_("Promoted"),
            "returned": N_("Sent back"),
            "other": N_("Other reason"),
        },
        "pairing_state": {
            "notice": N_("On public notice"),
            "confirmed": N_("Confirmed"),
            "active": N_("In force"),
            "paused": N_("Paused"),
            "due": N_("Due for appraisal"),
            "graduated": N_("Graduated"),
            "extended": N_("Extended"),
            "changed": N_("Mentor changed"),
            "ended": N_("Ended"),
        },
        "pair_kind": {
            "example": N_("Example pair"),
            "old_new": N_("Old leads new"),
            "party_mass": N_("Party leads masses"),
        },
        "pairing_role": {"lead": N_("Lead mentor"), "second": N_("Second mentor")},
        "scheme_state": {
            "computing": N_("Computing"),
            "draft": N_("Draft"),
            "proposed": N_("Submitted for approval"),
            "approved": N_("Approved"),
            "confirmed": N_("Confirmed"),
            "returned": N_("Returned"),
            "superseded": N_("Superseded"),
            "failed": N_("Failed"),
            "handmade": N_("By hand"),
        },
        "signature_stage": {
            "proposed": N_("Submitted for approval"),
            "approved": N_("Approved"),
            "signed": N_("Signed by the leader"),
            "returned": N_("Returned"),
            "confirmed": N_("Confirmed"),
        },
        "origin": {
            "system": N_("Proposed by the system"),
            "staff": N_("Adjusted by staff"),
            "appointed": N_("Appointed by a leader"),
            "handmade": N_("From a list made by hand"),
        },
        "hold": {"pin": N_("Locked"), "ban": N_("Banned"), "seats": N_("Seats"), "alone": N_("Left alone on purpose")},
        "cohort_state": {"open": N_("Open"), "closed": N_("Closed")},
        "term_kind": {
            "expertise": N_("Expertise"),
            "dialect": N_("Dialects"),
            "field": N_("Professional fields"),
            "strength": N_("Strengths of the young"),
            "force": N_("Forces of campaigns"),
        },
        "import_kind": {"mentor": N_("Mentor roster"), "mentee": N_("Mentee roster")},
    }
)


def label(kind: str, code: str | None) -> str:
    """The word for a code; "" for none, the code itself where it is unknown, so that nothing is hidden."""
    return _(WORDS[kind][code]) if code and code in WORDS[kind] else (code or "")


def labels(kind: str) -> dict[str, str]:
    """All codes of a kind with their words, in the order in which they are offered."""
    return {code: _(word) for code, word in WORDS[kind].items()}


def wording(kind: str) -> Callable[[Any], str]:
    """A `format_func` for codes of a kind, in the language of this moment."""
    return spoken(WORDS[kind])


def spoken(words: Mapping[Any, str]) -> Callable[[Any], str]:
    """A `format_func` for the keys of a table of sentences, in the language of this moment."""
    known = {code: _(word) for code, word in words.items()}
    return lambda code: known.get(code, "" if code is None else str(code))


def stated(name: Any, value: Any) -> str:
    """A name and what is said of it, with the colon of the language."""
    return _("{name}: {value}").format(name=name, value=value)


def aside(name: Any, note: Any) -> str:
    """A name with a note in the brackets of the language."""
    return _("{name} ({note})").format(name=name, note=note)
