"""What tasks are called: the topic of each kind and its sentence; codes in the data get their words on the page."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_

TOPICS: Mapping[str, str] = MappingProxyType(
    {
        "signing": N_("Signing"),
        "pool": N_("Mentor pool"),
        "pairings": N_("Pairing"),
        "process": N_("Process"),
        "results": N_("Assessment"),
        "cohort": N_("Cohort"),
        "own": N_("My own work"),
    }
)

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "scheme_draft": ("signing", N_("The draft “{name}” pairs {pairs} people: look it over at the desk, then submit it")),
        "scheme_returned": ("signing", N_("{who} sent the scheme “{name}” back: {comment}")),
        "scheme_approve": ("signing", N_("The scheme “{name}” ({pairs} pairs) waits for approval")),
        "scheme_sign": ("signing", N_("The scheme “{name}” ({pairs} pairs) is approved at the first level and waits for the leader's signature")),
        "scheme_confirm": ("signing", N_("The scheme “{name}” ({pairs} pairs) is signed: confirm it")),
        "remark": ("signing", N_("{by} remarks on the pairing of {mentee}: {remark}")),
        "remark_many": ("signing", N_("{count} remarks on pairings wait for an answer: {names} and others")),
        "objection": ("signing", N_("An objection to the pairing of {mentee} with {mentor}, received on {day}, waits for a decision")),
        "objection_many": ("signing", N_("{count} objections wait for a decision: {names} and others")),
        "notice_running": ("signing", N_("On public notice until {until}, pairings: {count}")),
        "notice_over": ("signing", N_("The public notice is over, bring into force: pairings {count}")),
        "into_force": ("signing", N_("Confirmed and not yet in force, pairings: {count}")),
        "slip_draft": ("signing", N_("Change slip {number} ({change}; {names}) is drafted and not submitted")),
        "slip_returned": ("signing", N_("Change slip {number} ({change}; {names}) was sent back")),
        "slip_proposed": ("signing", N_("Change slip {number} ({change}; {names}; {count} pairings) waits for a signature")),
        "slip_approved": ("signing", N_("Change slip {number} ({change}; {names}; {count} pairings) is signed: carry it out")),
        "nomination_review": ("pool", N_("{name} is nominated as mentor and awaits review")),
        "nomination_review_many": ("pool", N_("{count} nominated mentors await review: {names} and others")),
        "nomination_returned": ("pool", N_("The nomination of {name} was sent back: complete the material")),
        "nomination_returned_many": ("pool", N_("{count} nominations were sent back: {names} and others")),
        "nomination_confirm": ("pool", N_("{name} is reviewed as mentor and awaits confirmation")),
        "nomination_confirm_many": ("pool", N_("{count} reviewed mentors await confirmation: {names} and others")),
        "exit_decide": ("pool", N_("It is proposed that {name} leaves the pool: a second person decides")),
        "exit_decide_many": ("pool", N_("{count} proposed exits wait for a second person: {names} and others")),
        "exit_slip": ("pool", N_("{name} is to leave the pool and still leads {count} people: draw up the change slip")),
        "exit_slip_many": ("pool", N_("{count} mentors are to leave the pool and still lead people: {names} and others")),
        "certificate": ("pool", N_("The appointment of {name} ends on {day}: renew it or let it end")),
        "certificate_many": ("pool", N_("The appointments of {count} mentors have ended or end soon: {names} and others")),
        "certificate_idle": ("pool", N_("The appointment of {name} ended on {day}; renew it before the next pairing")),
        "certificate_idle_many": ("pool", N_("{count} mentors who lead nobody have no appointment in force; renew it before the next pairing: {names} and others")),
        "retiring": ("pool", N_("{name} reaches retirement age in {month} and leads {count} people: plan who continues")),
        "retiring_many": ("pool", N_("{count} mentors with open pairings reach retirement age within half a year: {names} and others")),
        "retired": ("pool", N_("{name} has reached retirement age in {month} and leads {count} people: plan who continues")),
        "retired_many": ("pool", N_("{count} mentors with open pairings have reached retirement age: {names} and others")),
        "overloaded": ("pool", N_("{name} leads more people ({count}) than there are seats ({seats})")),
        "overloaded_many": ("pool", N_("{count} mentors lead more people than they have seats: {names} and others")),
        "pool_empty": ("pool", N_("The mentor pool is empty: import the roster of mentors")),
        "mentor_back": ("pool", N_("The rest of {mentor} is over on {day}: back into the pool, or longer")),
        "mentor_back_many": ("pool", N_("The rest of {count} mentors is over or soon will be: {names} and others")),
        "stranded": ("pairings", N_("{mentor} has left the pool and {count} people are without a successor")),
        "stranded_many": ("pairings", N_("{count} mentors have left the pool and still lead people: {names} and others")),
        "pause_over": ("pairings", N_("The rest of {mentee} with {mentor} is over on {day}: resume, or longer")),
        "pause_over_many": ("pairings", N_("{count} pairings that rest are to resume: {names} and others")),
        "term_over": ("pairings", N_("{mentee} and {mentor} have run their term on {day}: appraise them")),
        "term_over_many": ("pairings", N_("{count} pairings have run their term and are to be appraised: {names} and others")),
        "review_file": ("process", N_("Review of {month}: {count} still to file")),
        "review_close": ("process", N_("Review of {month} is past its due date: end the filing")),
        "check_draw": ("process", N_("Review of {month}: draw the spot check")),
        "findings": ("process", N_("Spot check of {month}, drawn reviews still to be looked at: {count}")),
        "review_publish": ("process", N_("Review of {month}: publish the bulletin")),
        "month_open": ("process", N_("Open the review of {month}")),
        "plan_none": ("process", N_("Without a plan a month after they began, pairings: {count}")),
        "plan_overdue": ("process", N_("With an undertaking that is overdue, pairings: {count}")),
        "survey_file": ("process", N_("Mutual survey no. {number}, answers still to be collected: {count}")),
        "survey_close": ("process", N_("Mutual survey no. {number}: its day is over or everybody has answered, close it")),
        "follow_up": ("process", N_("Follow up {mentee} (mentor {mentor}): {text}")),
        "follow_up_many": ("process", N_("{count} follow-ups: {names} and others")),
        "assess_file": ("results", N_("{round} {year}, pairings without a grade yet: {count}")),
        "dispute": ("results", N_("The grade of {mentee} (mentor {mentor}) is disputed: decide")),
        "dispute_many": ("results", N_("{count} disputed grades wait for a decision: {names} and others")),
        "conclusion": ("results", N_("{conclusion} is proposed for {mentee} (mentor {mentor}): a second person decides")),
        "conclusion_many": ("results", N_("{count} proposed conclusions wait for a second person: {names} and others")),
        "conclude": ("results", N_("Graded and without a conclusion yet, pairings: {count}")),
        "cohort_empty": ("cohort", N_("The cohort has no mentees: import their roster")),
        "rules_unseen": ("cohort", N_("Nobody has looked over the rules of this cohort yet")),
        "scheme_none": ("cohort", N_("{count} mentees wait and there is no scheme yet: run the matching")),
        "dates_missing": ("cohort", N_("Mentees without the date that decides eligibility: {count}. Fill it in")),
        "not_eligible": ("cohort", N_("{count} mentees are not eligible on the cohort's day")),
        "holidays": ("cohort", N_("The public holidays of {year} are not entered: notices would count wrong days")),
        "cohort_running": ("cohort", N_("The cohort ended on {day} and {count} pairings are still open")),
        "cohort_over": ("cohort", N_("The cohort ended on {day}: close it")),
        "scheme_done": ("own", N_("The scheme “{name}” is computed")),
        "scheme_failed": ("own", N_("The scheme “{name}” could not be computed")),
        "change_done": ("own", N_("The plans of change slip {name} are computed")),
        "change_failed": ("own", N_("The plans of change slip {name} could not be computed")),
        "papers_done": ("own", N_("The papers you asked for are ready to be fetched")),
        "papers_failed": ("own", N_("The papers you asked for could not be made")),
        "draft_roster": ("own", N_("An import of rosters is unfinished: {file}")),
        "draft_records": ("own", N_("An import of records is unfinished: {file}")),
    }
)  # fmt: skip


def topic(kind: str) -> str:
    """The topic of a kind, one of TOPICS."""
    return SENTENCES[kind][0]
