"""Passwords: good ones are taken, kept in a form that cannot be turned back, and given ones are strong."""

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type

from programme.errors import Invalid
from programme.passwords import WEAK, conceal, demand, invent, matches
from tests.conftest import PRODUCTION


@pytest.mark.parametrize(
    "password", ["Abcdefg1", "abcdef1-", "ABCDEF1-", "Abcdef--", "密码密码Ab1-", "correct Horse 5", "Aa1-" * 32]
)
def test_eight_characters_of_three_kinds_are_enough(password: str) -> None:
    demand(password, "zhang")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Abcde1-", "password_length"),
        ("Aa1-" * 32 + "x", "password_length"),
        ("abcdefg1", "password_classes"),
        ("ABCDEFG1", "password_classes"),
        ("12345678-", "password_classes"),
        ("abcdefgh-", "password_classes"),
        ("My-Zhang-1", "password_weak"),
        ("Admin@123", "password_weak"),
        ("ABCD1234!", "password_weak"),
    ],
)
def test_a_bad_password_is_refused_with_the_reason(password: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        demand(password, "zhang")
    assert refusal.value.code == code


@pytest.mark.parametrize(("login", "password"), [("li", "Daily-Bread-7"), ("wu", "Wuhan-1949"), ("xin", "Xinhua-1949")])
def test_a_short_login_bars_no_password_that_happens_to_contain_it(login: str, password: str) -> None:
    demand(password, login)


def test_every_weak_password_of_the_list_would_pass_the_other_rules_or_fail_them_anyway() -> None:
    """The list is in the form it is compared in, and none of it can be chosen."""
    for weak in WEAK:
        assert weak == weak.casefold()
        for spelled in (weak, weak.title(), weak.upper()):
            with pytest.raises(Invalid):
                demand(spelled, "")


def test_invented_passwords_are_good_and_never_the_same() -> None:
    made = {invent() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        demand(password, "zhang")
        assert not set("0O1lIo") & set(password)


def test_a_hash_tells_neither_the_password_nor_that_two_are_the_same() -> None:
    one, other = conceal("Abcdefg1"), conceal("Abcdefg1")
    assert one != other
    assert "Abcdefg1" not in one
    assert matches(one, "Abcdefg1")
    assert not matches(one, "Abcdefg2")


@pytest.mark.parametrize("kept", ["", "x", "$argon2id$broken"])
def test_what_is_no_hash_matches_nothing(kept: str) -> None:
    assert not matches(kept, "nobody")
    assert not matches(kept, "")


def test_production_uses_argon2id_with_at_least_what_is_asked_for() -> None:
    """19 MiB and two passes are the least that is recommended for Argon2id."""
    used = extract_parameters(PRODUCTION.hash("x"))
    assert used.type is Type.ID
    assert used.memory_cost >= 19 * 1024
    assert used.time_cost >= 2
    assert used.salt_len >= 16
