"""The pages of the product in their sections, each with the area a role must be allowed to read."""

from dataclasses import dataclass

from texts import N_


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: its file below pages/, its title, and the area that opens it."""

    file: str
    title: str
    area: str = "programme"

    @property
    def url_path(self) -> str:
        """A stable ASCII address: the file's own name."""
        return self.file.rsplit("/", 1)[-1].removesuffix(".py").replace("_", "-")


SECTIONS: dict[str, tuple[Entry, ...]] = {
    N_("Desk"): (
        Entry("home/today.py", N_("Today")),
        Entry("home/overview.py", N_("Overview")),
    ),
    N_("Prepare"): (
        Entry("prepare/roster_import.py", N_("Import rosters"), area="rosters"),
        Entry("prepare/mentors.py", N_("Mentor pool")),
        Entry("prepare/appointments.py", N_("Nominations and appointments")),
        Entry("prepare/mentees.py", N_("Mentees")),
        Entry("prepare/person.py", N_("Person")),
        Entry("prepare/cohorts.py", N_("Cohorts")),
    ),
    N_("Pair"): (
        Entry("match/rules.py", N_("Rules")),
        Entry("match/schemes.py", N_("Schemes")),
        Entry("match/desk.py", N_("Adjustment desk")),
        Entry("match/signoff.py", N_("Sign-off")),
        Entry("match/pairings.py", N_("Pairings")),
        Entry("match/changes.py", N_("Changes")),
    ),
    N_("Follow"): (
        Entry("follow/records.py", N_("Mentoring records")),
        Entry("follow/monthly.py", N_("Monthly review")),
        Entry("follow/progress.py", N_("Progress")),
        Entry("follow/workload.py", N_("Workload")),
    ),
    N_("Outcomes"): (
        Entry("outcomes/outcomes.py", N_("Growth outcomes")),
        Entry("outcomes/assessment.py", N_("Assessment and graduation")),
        Entry("outcomes/papers.py", N_("Papers")),
    ),
    N_("Manage"): (
        Entry("manage/words.py", N_("Words and units")),
        Entry("manage/accounts.py", N_("Accounts"), area="accounts"),
        Entry("manage/audit.py", N_("Audit log"), area="audit"),
        Entry("manage/system.py", N_("System"), area="system"),
    ),
}
