"""What papers and templates have to say when something cannot be done: what, where, and how to mend it."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "office_name_long": N_("The name of the office has at most {limit} characters."),
        "papers_too_many": N_("{count} papers at once are too many; pick at most {limit}."),
        "papers_at_once": N_(
            "{count} sheets at once are more than one waits for (at most {limit}). Have them made in the background, pick fewer, or pick a month."
        ),
        "sheets_too_many": N_("These papers have {count} sheets, more than the {limit} of one file. Pick fewer people or a month."),
        "archives_too_many": N_("A bundle holds the archives of at most {limit} people, these are {count}. Pick fewer."),
        "papers_gone": N_("This file has been cleared away. Have it made again."),
        "template_gone": N_("This template has been taken back already."),
        "template_not_word": N_("{file}: this is not a Word file. Save the template as .docx and upload that."),
        "template_encrypted": N_("{file}: the file is protected by a password or in the old .doc format. Save it as .docx."),
        "template_file_too_large": N_("{file}: a template has at most {limit} MB. Take large pictures out."),
        "template_macros": N_("{file}: the file holds macros. Save it as .docx without them."),
        "template_objects": N_("{file}: the file holds embedded objects. Take them out; pictures may stay."),
        "template_links": N_(
            "{file}: the file is linked to others (a Word template, pictures). Break the links: attach the Normal template, insert pictures instead of linking them."
        ),
        "template_fetching": N_(
            "{file}: the file has fields that fetch or start something when it is opened. Take them out; page numbers and dates may stay."
        ),
        "template_damaged": N_("{file}: the file is damaged or no plain Word file. Open it in Word and save it again as .docx."),
        "template_unsafe_part": N_("{file}: the file is damaged or no plain Word file. Open it in Word and save it again as .docx."),
        "template_too_many_parts": N_("{file}: the file has too many parts. Take pictures out and save it again."),
        "template_unpacks_too_much": N_("{file}: the file unpacks to too much. Take large pictures out and save it again."),
        "template_too_heavy": N_("{file}: reading the file takes too long or too much memory. Make it simpler."),
        "template_unknown": N_(
            "{file}: nobody knows these placeholders: {names}. The list beside says which there are; mend them in Word and upload again."
        ),
        "template_syntax": N_(
            "{file}: a placeholder is not closed or a loop has no end ({reason}). Each for needs its endfor, each if its endif."
        ),
        "template_construct": N_(
            "{file}: a template may use fields, rows of the lists and conditions only; this one uses “{what}”."
        ),
        "template_broken": N_(
            "{file}: filled in once for a trial, the file was no longer a Word file. Each mark of a loop stands alone in its row or paragraph."
        ),
    }
)  # fmt: skip
