"""What the roles are called on screen."""

from texts import N_

ROLE_NAMES: dict[str, str] = {
    "officer": N_("Officer"),
    "chief": N_("Section chief"),
    "leader": N_("Department leader"),
    "publicity": N_("Publicity department"),
    "liaison": N_("Unit liaison"),
    "inspector": N_("Inspector"),
    "sysadmin": N_("System administrator"),
    "secadmin": N_("Security administrator"),
    "auditor": N_("Auditor"),
}
