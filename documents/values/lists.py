"""Words from closed and open lists: sex, party, category; expertise, needs and dialects with all their separators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from documents.values.reading import Note, Reading, fault
from documents.values.text import fold, key, words

if TYPE_CHECKING:  # The vocabulary itself is built from `text`, so it cannot be imported first.
    from documents.vocabulary import Vocabulary

HARD = re.compile(r"[、，,;；/|\n\r\t·•。+＋&①-⑳]+|(?<![0-9])[.](?![0-9])")
NUMBERING = re.compile(r"^(?:[(（]?[0-9一二三四五六七八九十]{1,2}[)）、.．]\s*|[①-⑳]|[-*•●■◆]\s*)+")
OPEN = ("dialects", "strengths")
LONGEST_NEW = 8
TRAILING = re.compile(r"[(（][^()（）]*[)）]$")


def read_choice(text: str, list_name: str, vocabulary: Vocabulary) -> Reading:
    """The canonical word of a closed list, or `unknown_value` with the words it may be."""
    word = vocabulary.find(list_name, text) or vocabulary.find(list_name, TRAILING.sub("", text.strip()))
    if word:
        return Reading(word)
    return fault("unknown_value", items=[text.strip()], allowed=list(vocabulary.canonical(list_name)),
                 suggestion=vocabulary.close(list_name, text))  # fmt: skip


def read_terms(text: str, list_name: str, vocabulary: Vocabulary) -> Reading:
    """The canonical words of a list in the order given, each once; unknown ones are a fault that names them."""
    known: list[str] = []
    new: list[str] = []
    unknown: list[str] = []
    for item in _items(text, list_name, vocabulary):
        found = _lookup(item, list_name, vocabulary)
        target = known if found else new if _may_be_new(item, list_name) else unknown
        target.extend(found or [item])
        known.extend([item] if target is new else [])
    value = tuple(dict.fromkeys(known))
    warnings = (Note("new_word", {"items": new}),) if new else ()
    if not unknown:
        return Reading(value, warnings=warnings)
    data = {"items": unknown, "suggestion": vocabulary.close(list_name, unknown[0])}
    return Reading(value, Note("unknown_value", data), warnings)


def _items(text: str, list_name: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Split at every separator; a space separates too, unless the words around it make one word."""
    for chunk in HARD.split(NUMBERING.sub("", fold(text))):
        item = NUMBERING.sub("", chunk.strip()).strip(" :：")
        if not item or vocabulary.find(list_name, item):
            yield from [item] if item else []
        else:
            yield from (NUMBERING.sub("", part) for part in item.split())


def _lookup(item: str, list_name: str, vocabulary: Vocabulary) -> list[str]:
    """The words that an item stands for: itself, without its trimmings, or several written together."""
    for form in _forms(item):
        word = vocabulary.find(list_name, form)
        if word:
            return [word]
    return vocabulary.segment(list_name, item)


def _forms(item: str) -> Iterator[str]:
    """The item, without its remark in brackets, without 擅长… and …等方面."""
    bare = TRAILING.sub("", item)
    yield item
    yield bare
    yield _ends().sub("", bare)
    yield _beginnings().sub("", bare)
    yield _ends().sub("", _beginnings().sub("", bare))


def _may_be_new(item: str, list_name: str) -> bool:
    """A dialect is told by its ending; what somebody is good at is free, as long as it is a word and no sentence."""
    if list_name not in OPEN or not 2 <= len(key(item)) <= LONGEST_NEW:
        return False
    return list_name == "strengths" or item.endswith(tuple(words()["terms"]["dialect_endings"]))


@cache
def _beginnings() -> re.Pattern[str]:
    return re.compile("^(?:" + "|".join(words()["terms"]["prefixes"]) + ")+")


@cache
def _ends() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(words()["terms"]["suffixes"]) + ")+$")
