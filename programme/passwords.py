"""Passwords: which are good enough, one to hand over once, Argon2id to keep only what cannot be turned back."""

import secrets
import string
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from programme.errors import Invalid

SHORTEST = 8
LONGEST = 128
WEAK = frozenset(
    {
        "password1!", "passw0rd!", "p@ssw0rd", "p@ssword1", "admin123!", "admin@123", "abc123!@#", "abcd1234!", "qwer1234!",
        "1qaz2wsx!", "1qaz@wsx", "!qaz2wsx", "aa123456!", "a123456!", "zaq12wsx!", "test1234!", "root123!", "welcome1!",
    }
)  # fmt: skip
# A login of two letters stands in any word: only a longer one tells the password.
TELLING_LOGIN = 4
# Letters that are read aloud or copied by hand: none that look like another.
CLEAR = "".join(char for char in string.ascii_letters + string.digits if char not in "0O1lIo")
HASHER = PasswordHasher()
# A hash takes 64 MiB: a crowd at the door must not take the machine's memory.
TWO_AT_ONCE = BoundedSemaphore(2)
# Nobody's: unknown names are checked against it so that they take as long as known ones.
NOBODY = HASHER.hash(secrets.token_urlsafe(16))


def demand(password: str, login: str) -> None:
    """Raise Invalid unless it has 8 to 128 characters of 3 classes out of 4 and is neither common nor contains the login."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid("password_length", shortest=SHORTEST, longest=LONGEST)
    if _classes(password) < 3:
        raise Invalid("password_classes")
    lowered = password.casefold()
    if lowered in WEAK or (len(login) >= TELLING_LOGIN and login.casefold() in lowered):
        raise Invalid("password_weak")


def invent() -> str:
    """A password to hand over once: three groups of four, about 69 bits."""
    while True:
        groups = ["".join(secrets.choice(CLEAR) for _ in range(4)) for _ in range(3)]
        password = "-".join(groups)
        if _classes(password) == 4:
            return password


def conceal(password: str) -> str:
    """The Argon2id hash, with its salt and parameters."""
    with TWO_AT_ONCE:
        return HASHER.hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether the password belongs to the hash; a row without a hash takes as long and never matches."""
    with TWO_AT_ONCE:
        try:
            return HASHER.verify(kept or NOBODY, password) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def _classes(password: str) -> int:
    kinds = {
        "lower" if char.islower() else "upper" if char.isupper() else "digit" if char.isdigit() else "other"
        for char in password
    }
    return len(kinds)
