"""The forms in words, in the order in which they are offered, and what each is made for."""

from collections.abc import Mapping

from pages.parts.dates import moment
from programme.papers.making import PaperJob
from programme.sentences import table
from texts import N_, _

FORMS: Mapping[str, str] = {
    "certificate": N_("Certificate of appointment"),
    "agreement": N_("Mentoring agreement"),
    "plan": N_("Mentoring plan"),
    "log": N_("Mentoring log"),
    "talk": N_("Record of a talk"),
    "monthly": N_("Monthly form"),
    "assessment": N_("Mid-term and annual form"),
    "graduation": N_("Graduation form"),
    "alteration": N_("Request to change or end"),
    "pool_exit": N_("Pool exit form"),
    "bulletin": N_("Monthly bulletin"),
    "pairing_roster": N_("Pairing roster"),
    "mentor_roster": N_("Mentor pool roster"),
    "city_report": N_("City report"),
    "contents": N_("Contents of an archive"),
    "statement": N_("Statement of a pairing"),
    "statement_en": N_("Statement of a pairing, in English"),
    "notice": N_("Public notice of pairings"),
    "change_slip": N_("Change slip as a paper"),
    "handover": N_("Handover sheet"),
}
ROSTERS = ("pairing_roster", "mentor_roster")
ARCHIVES: Mapping[str, str] = {
    "archive_mentor": N_("Archives of mentors"),
    "archive_mentee": N_("Archives of mentees"),
    "archive_cohort": N_("Archives of the whole cohort"),
}
ABOUT: Mapping[str, str] = {
    "mentor": N_("One for each mentor that is picked; none picked: for all that are shown."),
    "pairing": N_("One for each pairing that is picked; none picked: for all that are shown."),
    "scheme_pair": N_("One page for each mentee that is picked; none picked: for all that are shown."),
    "scheme": N_("One for the whole scheme."),
    "change": N_("One for the whole change slip."),
    "record": N_("A sheet for each record of the pairings that are picked; none picked: of all that are shown."),
    "month": N_("A sheet for each monthly review of the pairings that are picked; none picked: of all that are shown."),
    "publication": N_("One for the bulletin as it was published."),
    "cohort": N_("One for the whole cohort, as a Word table."),
    "pool": N_("One for the whole pool, as a Word table."),
    "change_line": N_("One for each pairing of the slip that gets another mentor."),
}
STATES: Mapping[str, str] = {
    "queued": N_("waiting"),
    "running": N_("being made"),
    "done": N_("finished"),
    "failed": N_("failed"),
    "cancelled": N_("given up"),
}


def form_name(code: str) -> str:
    """The name of a form or of a kind of archive."""
    return _({**FORMS, **ARCHIVES}[code])


def job_words(job: PaperJob) -> str:
    """What a job makes and how it stands."""
    text = _("{at} {form}, {count}: {state}")
    return text.format(at=moment(job.at), form=form_name(job.form), count=job.count, state=_(STATES[job.status]))


def job_reason(job: PaperJob) -> str:
    """Why a job failed, "" where it did not; refusals with data of their own are told without it."""
    if job.status != "failed":
        return ""
    known = table().get(job.code, "")
    return _(known) if known and "{" not in known else _("Making the papers failed. Try again with fewer of them.")
