"""Streamlit's own words in the language of the browser: a closed list, looked up in our catalogue."""

import json
from pathlib import Path

from texts import N_, _, speaking

WORDS = (
    N_("Upload"), N_("Add files"), N_("Upload directories"), N_("Drag and drop a file here"), N_("Drag and drop files here"),
    N_("{size} per file"), N_("{size} per file • {types}"), N_("Choose an option"), N_("Choose options"),
    N_("Add an option"), N_("Add options"), N_("Choose or add an option"), N_("Choose or add options"), N_("No options to select"),
    N_("No results"), N_("Select all"), N_("Select {count} matches"), N_("Clear all"), N_("Clear value"), N_("Clear entry"),
    N_("Remove {name}"), N_("Selected values"), N_("Close"), N_("Cancel"), N_("Delete"), N_("Edit"),
    N_("Press Enter to apply"), N_("Press Ctrl+Enter to apply"), N_("Press Enter to submit form"), N_("Press Ctrl+Enter to submit form"),
    N_("Show password"), N_("Hide password"), N_("Invalid input."), N_("Increment"), N_("Decrement"),
    N_("Number is above the allowed range."), N_("Number is below the allowed range."),
    N_("Choose date"), N_("Choose date range"), N_("Clear date"), N_("Clear dates"), N_("Choose date and time"), N_("Clear date and time"),
    N_("Search"), N_("Close Search"), N_("Fullscreen"), N_("Close fullscreen"), N_("Download as CSV"), N_("Show/hide columns"),
    N_("Add row"), N_("Delete row(s)"), N_("Clear selection"), N_("Next page"), N_("Previous page"), N_("Page {number}"), N_("Pagination"),
    N_("(required)"), N_("Required"), N_("Rerun"), N_("Print"), N_("Settings"), N_("About"), N_("Stop"), N_("Running..."), N_("Connecting"),
    N_("Skip to main content"), N_("Link to heading"), N_("Navigate to home page"), N_("Help for {label}"), N_("Download plot as a PNG"),
    N_("Reset axes"), N_("Autoscale"), N_("Pan"), N_("Zoom"), N_("Zoom in"), N_("Zoom out"),
    N_("Page not found"), N_("The page that you have requested does not seem to exist. Running the app's main page."),
    N_("{type} files are not allowed."), N_("Error:"),
    N_("Connection error"), N_("Main menu"), N_("App pages"), N_("Loading..."), N_("Error"),
)  # fmt: skip
# A word that means something else in our own catalogue.
ELSEWHERE = {"Open": N_("Open the list")}
SOURCE = Path(__file__).resolve().parent / "static" / "widgets.js"


def script(language: str) -> str:
    """The script for a language: the table of words (empty in English), then what looks them up."""
    with speaking(language):
        table = (
            {}
            if language == "en"
            else {word: _(word) for word in WORDS} | {word: _(told) for word, told in ELSEWHERE.items()}
        )
    # The table stands in a script: "<" must not end it, whatever a translator writes.
    words = json.dumps(table, ensure_ascii=False).replace("<", "\\u003c")
    return SOURCE.read_text(encoding="utf-8").replace("/*WORDS*/ {}", words)
