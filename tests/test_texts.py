"""Promises of the two languages."""

import pytest

import texts
from texts import _, language, listen, speaking
from texts.__main__ import faults


def test_every_sentence_of_the_code_has_its_chinese_and_none_is_left_over():
    assert faults() == []


def test_the_language_is_asked_for_at_each_call_and_chinese_when_nobody_says(monkeypatch: pytest.MonkeyPatch):
    # The pages of this process keep their listener.
    monkeypatch.setattr(texts, "_listener", [])
    listen(lambda: None)
    assert language() == "zh_CN"
    with speaking("en"):
        assert _("Sign out") == "Sign out"
    with speaking("zh_CN"):
        assert _("Sign out") == "退出登录"


def test_an_unknown_language_falls_back_to_chinese():
    with speaking("fr"):
        assert language() == "zh_CN"
