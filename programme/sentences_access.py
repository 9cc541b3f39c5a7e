"""What rights, versions, accounts and passwords have to say."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "role": N_("Your role does not allow this. Ask the security administrator if you need it."),
        "area": N_("Your role does not allow this. Ask the security administrator if you need it."),
        "unit": N_("This belongs to another unit; you see and change your own unit only."),
        "account": N_("This account is disabled. Sign in again or ask the security administrator."),
        "no_row": N_("There is no such entry any more. Reload the page."),
        "row": N_(
            "Somebody changed this since you opened it (version {seen}, now {present}). Reload, look at the change and decide again."
        ),
        "credentials": N_("Login or password is wrong."),
        "locked": N_("Too many wrong tries. Try again in {minutes} minutes, or ask the security administrator."),
        "password_length": N_("A password has {shortest} to {longest} characters."),
        "password_classes": N_(
            "A password needs three kinds out of four: capitals, small letters, digits, other signs."
        ),
        "password_weak": N_(
            "This password is among the first that are guessed, or contains the login. Choose another."
        ),
        "password_repeat": N_("The two new passwords differ. Type them again."),
        "old_password": N_("The present password is wrong."),
        "same_password": N_("The new password is the old one. Choose another."),
        "setup_code": N_("The set-up code is wrong. The one on the server's console from its last start counts."),
        "has_accounts": N_("This installation has its first administrator already. Sign in."),
        "not_empty": N_("This database holds accounts already; only an empty one becomes a demonstration."),
        "old_schema": N_(
            "The database is of an older release (revision {revision}). Keep a copy, then run: python -m programme prepare"
        ),
        "new_schema": N_("The database is of a newer release (revision {revision}). Start the newer program."),
        "backup_engine": N_("A PostgreSQL database is copied by its own tools: pg_dump."),
        "backup_exists": N_("There is a file {path} already; a copy never overwrites one."),
        "login": N_("A login has 2 to 64 of a-z, 0-9, dot, dash and underscore; “{login}” does not."),
        "login_taken": N_("The login {login} is taken. Choose another."),
        "account_name": N_("Enter the name of the person whose account this is."),
        "account_role": N_("There is no role {role}."),
        "liaison_unit": N_("A unit liaison sees one unit: choose it."),
        "own_account": N_("Nobody changes his own role or ends his own account; another administrator has to."),
        "roles_apart": N_(
            "An auditor's account does not become an administrator's, nor the other way round: disable it and make a new one for another person."
        ),
        "person_apart": N_(
            "{name} holds an account with which this role may not be combined: who audits must not administer. Name another person."
        ),
    }
)
