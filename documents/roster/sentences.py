"""The rules of findings, refusals and skipped rows in words; everything below the page speaks in codes and data."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from documents.grid import Refused
from documents.recordlist import findings as of_records
from documents.roster.model import Finding, Skipped
from texts import N_, _, days

FINDINGS: dict[str, str] = {
    "missing_name": N_("The name is missing."),
    "missing_value": N_("This cell must not be empty."),
    "ambiguous_date": N_("This may be {readings}; it is never guessed."),
    "bad_date": N_("There is no such date."),
    "date_out_of_range": N_("The date lies outside {earliest} to {latest}."),
    "unreadable_date": N_("This cannot be read as a date."),
    "unreadable_number": N_("This cannot be read as a number."),
    "number_out_of_range": N_("The number must lie between {low} and {high}."),
    "unknown_value": N_("Not in the vocabulary: {items}."),
    "hidden_characters": N_("The name contains invisible control characters."),
    "bad_name": N_("This is not a personal name."),
    "unit_not_found": N_("The unit cannot be told apart in this text."),
    "text_too_long": N_("The text is longer than {limit} characters."),
    "excel_error": N_("Excel shows an error instead of a value here."),
    "formula_without_result": N_("This is a formula without a stored result."),
    "broken_text": N_("The characters are damaged (wrong encoding)."),
    "rounded_number": N_("Excel has rounded this long number; the digits are lost."),
    "two_digit_year": N_("Two-digit year, read as {date}."),
    "year_only": N_("Only the year is given."),
    "serial_date": N_("An Excel day number, read as {date}."),
    "future_date": N_("The date lies in the future."),
    "age_disagrees": N_("The age in brackets ({stated}) does not fit; by the date it is {age}."),
    "implausible_age": N_("By this date the person is {age} years old."),
    "began_too_young": N_("Work began {years} years after birth."),
    "nothing_listed": N_("Nothing is listed here, so there is nothing to match by."),
    "new_word": N_("New in the vocabulary: {items}."),
    "new_unit": N_("New unit: {unit}."),
    "name_note": N_("Read as {name}; the remark in brackets is left out."),
    "namesake": N_("Same name as row {other_row} of {other_sheet}: two people or one?"),
    "same_person": N_("The same person as row {other_row} of {other_sheet}, told differently."),
    "missing_column": N_("The roster has no such column."),
    **of_records.FINDINGS,
}

SUGGESTIONS: dict[str, str] = {
    "missing_name": N_("Enter the name."),
    "bad_name": N_("Enter the full name."),
    "missing_value": N_("Enter the value."),
    "ambiguous_date": N_("Write {choices}."),
    "bad_date": N_("Write it as 1986.10, or as 1986.10.5 where the day is asked for too."),
    "unreadable_date": N_("Write it as 1986.10, or as 1986.10.5 where the day is asked for too."),
    "date_out_of_range": N_("Check the year."),
    "unreadable_number": N_("Write a plain number."),
    "number_out_of_range": N_("Check the number."),
    "excel_error": N_("Enter the value itself."),
    "formula_without_result": N_("Enter the value itself."),
    "broken_text": N_("Enter the text again."),
    "rounded_number": N_("Format the cell as text and enter the number again."),
    "unit_not_found": N_("Write the unit first, then a space, then the post."),
    "text_too_long": N_("Shorten the text."),
    "new_unit": N_("Check the spelling; if it is right, the unit is added."),
    "new_word": N_("Check the spelling; if it is right, the word is added."),
    "age_disagrees": N_("Check the date of birth."),
    "implausible_age": N_("Check the date of birth."),
    "began_too_young": N_("Check both dates."),
    "missing_column": N_("Assign a column to it, or have it filled in."),
    **of_records.SUGGESTIONS,
}
WRITE_ONE = N_("Write {suggestion}.")
ONE_OF = N_("One of: {allowed}.")

REFUSALS: dict[str, str] = {
    "empty_file": N_("The file is empty."),
    "file_too_large": N_("The file is larger than {limit} MB."),
    "encrypted": N_("The file is protected by a password. Remove the protection and save it again."),
    "old_format": N_("This is an old Excel or WPS format (.xls, .et, .xlsb). Save it as .xlsx or .csv."),
    "not_a_table": N_("This is not a workbook and not a CSV file."),
    "web_page": N_("This is a web page saved as a table. Open it and save it as .xlsx."),
    "damaged": N_("The file is damaged and cannot be read. Open it in Excel or WPS and save it again."),
    "too_many_parts": N_("The file has too many parts inside. Save it again as a plain .xlsx."),
    "unsafe_part": N_("The file contains a part with a forbidden path and is not opened."),
    "unsafe_xml": N_("The file refers to things outside itself or multiplies itself, and is not opened."),
    "unpacks_too_much": N_("The file would unpack to far more than any roster and is not opened."),
    "macros": N_("The file contains macros. Save it as .xlsx without macros."),
    "unknown_encoding": N_("The encoding of the text file is unknown. Save it as CSV UTF-8 or as .xlsx."),
    "broken_csv": N_("Line {line} of the CSV file is broken (a quotation mark is not closed)."),
    "too_many_rows": N_("More than {limit} rows. Split the file."),
    "too_many_columns": N_("More than {limit} columns. Delete what does not belong to the roster."),
    "too_many_sheets": N_("More than {limit} sheets. Split the file."),
    "too_much_text": N_("The file holds more text than any roster."),
    "too_heavy": N_("Reading the file took too much memory or time and was stopped."),
    "no_roster": N_("No sheet holds a roster: a header with a name and two more known columns was not found."),
    "no_records": N_("No sheet holds a table of records: a header with the mentee and the day was not found."),
    "no_fault_list": N_("This is not a fault list of this tool."),
    "both_kinds": N_("The files hold mentors and mentees; import them one kind at a time."),
}

REASONS: dict[str, str] = {
    "empty_sheet": N_("empty sheet"),
    "no_people": N_("sheet without a roster (instructions, statistics)"),
    "other_kind": N_("sheet with people of the other kind"),
    "kind_unknown": N_("sheet that does not tell whether it lists mentors or mentees"),
    "total": N_("total"),
    "signature": N_("signature line"),
    "note": N_("note"),
    "example": N_("example"),
    "section": N_("section heading"),
    "repeated_header": N_("repeated header"),
    "numbered_blank": N_("number without a person"),
    **of_records.REASONS,
}

HOW: dict[str, str] = {
    "word": N_("known header"),
    "pattern": N_("similar header"),
    "staff": N_("assigned by hand"),
    "private": N_("left out: personal data not needed here"),
    "unknown": N_("left out: not recognised"),
    "twice": N_("left out: another column gives this already"),
}


def rule_sentence(found: Finding) -> str:
    """What is wrong or remarkable, in the language in force."""
    return _(FINDINGS[found.rule]).format(**_plain(found.data))


def suggestion_sentence(found: Finding) -> str:
    """How to mend it; a nearest word or the allowed words where they are known."""
    data = _plain(found.data)
    if data.get("suggestion"):
        return _(WRITE_ONE).format(suggestion=data["suggestion"])
    if data.get("allowed"):
        return _(ONE_OF).format(allowed=data["allowed"])
    return _(SUGGESTIONS[found.rule]).format(**data) if found.rule in SUGGESTIONS else ""


def refusal_sentence(refused: Refused) -> str:
    """Why a file is not read, and what to do."""
    data = dict(refused.data)
    if refused.rule == "file_too_large":
        data["limit"] = data["limit"] // (1024 * 1024)
    return _(REFUSALS[refused.rule]).format(**data)


def reason_sentence(skipped: Skipped) -> str:
    """Why a sheet or a row was left out."""
    return _(REASONS[skipped.reason])


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Data as the sentences want it: lists joined, dates in the way of the language."""
    plain = {name: _listed(value) for name, value in data.items()}
    readings = data.get("readings", ())
    if readings:
        plain["readings"] = _(" or ").join(_spoken(reading) for reading in readings)
        plain["choices"] = _(" or ").join(reading.replace("-", ".") for reading in readings)
    return plain


def _listed(value: Any) -> Any:
    if isinstance(value, date):
        return days.spoken(value)
    return _(", ").join(map(str, value)) if isinstance(value, list | tuple) else value


def _spoken(iso: str) -> str:
    """1986-10 as the language says a date."""
    year, *rest = (int(part) for part in iso.split("-"))
    forms = (_("{year}"), _("{month}/{year}"), _("{month}/{day}/{year}"))
    return forms[len(rest)].format(year=year, **dict(zip(("month", "day"), rest, strict=False)))
