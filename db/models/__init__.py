"""The tables; `docs/model.md` is their plan."""

from db.models.access import ROLES, Account, Audit, Export, Lock, Setting, WebSession
from db.models.assessment import Assessment, AssessmentGrade, AssessmentRound, Conclusion, GradeDispute
from db.models.base import Base
from db.models.changes import Change, ChangeMentor, ChangePair, ChangeSignature, UnitAct
from db.models.cohorts import Adjustment, Cohort, PolicyRow, Scheme, SchemeHold, SchemePair, SchemeVersion, Signature
from db.models.imports import ColumnMapping, Import, ImportDraft, ImportFile, ImportRow, Job
from db.models.limits import SchemeLimit
from db.models.marks import TableMark
from db.models.monthly import (
    Publication,
    Review,
    ReviewComment,
    ReviewRound,
    SpotCheck,
    SpotFinding,
    UnitReviewer,
)
from db.models.outcomes import CampaignFigure, ForceGrade, Outcome
from db.models.pairings import CLOSED, OPEN, Pairing, PairingEvent
from db.models.papers import PaperFile, PaperPrint, PaperTemplate
from db.models.people import (
    Avoidance,
    Mentee,
    MenteeNeed,
    MentorExpertise,
    MentorProfile,
    Person,
    PersonDialect,
    PersonStrength,
)
from db.models.places import PlaceDialect, Term, TermAlias, Unit, UnitAlias
from db.models.pool_life import (
    Ceremony,
    CeremonyMentor,
    CeremonyPair,
    Certificate,
    MentorExit,
    Nomination,
    NominationStep,
)
from db.models.progress import FollowUp, ProgressRules
from db.models.records import (
    Campaign,
    EntryVersion,
    ExemptMonth,
    PairingStage,
    Plan,
    PlanItem,
    Record,
    RecordPost,
    RecordRemedy,
    RecordTopic,
    RecordVisit,
)
from db.models.rule_templates import RuleTemplate
from db.models.signing import CalendarDay, Objection, PairRemark
from db.models.standings import ExamplePair, PilotUnit
from db.models.studies import SchemeStudy
from db.models.surveys import RelationMark, Survey, SurveyAnswer

__all__ = [
    "CLOSED", "OPEN", "ROLES",
    "Account", "Adjustment", "Assessment", "AssessmentGrade", "AssessmentRound", "Audit", "Avoidance", "Base", "CalendarDay", "Campaign", "CampaignFigure", "Ceremony", "CeremonyMentor", "CeremonyPair", "Certificate", "Change", "ChangeMentor", "ChangePair", "ChangeSignature", "Cohort", "ColumnMapping", "Conclusion", "EntryVersion", "ExamplePair", "ExemptMonth", "Export", "FollowUp", "ForceGrade", "GradeDispute", "Import", "ImportDraft", "ImportFile", "ImportRow",
    "Job", "Lock", "Mentee", "MenteeNeed", "MentorExit", "MentorExpertise", "MentorProfile", "Nomination", "NominationStep", "Objection", "Outcome", "PairRemark", "Pairing", "PairingEvent", "PairingStage", "PaperFile", "PaperPrint", "PaperTemplate", "Person",
    "PersonDialect", "PersonStrength", "PilotUnit", "PlaceDialect", "Plan", "PlanItem", "PolicyRow", "ProgressRules", "Publication", "Record", "RecordPost", "RecordRemedy", "RecordTopic", "RecordVisit",
    "RelationMark",
    "Review", "ReviewComment", "ReviewRound", "RuleTemplate", "Scheme", "SchemeHold", "SchemeLimit", "SchemePair", "SchemeStudy", "SchemeVersion", "Setting", "Signature", "SpotCheck", "SpotFinding", "Survey", "SurveyAnswer", "TableMark", "Term",
    "TermAlias", "Unit", "UnitAct", "UnitAlias", "UnitReviewer", "WebSession",
]  # fmt: skip
