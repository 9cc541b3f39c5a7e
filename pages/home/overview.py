"""The overview of the cohort."""

from pages.parts.frame import header, need_cohort
from texts import _

header(_("Overview"))
need_cohort()
