"""Look at a file from outside before anything reads it: what it is, how big it grows, what it carries."""

import io
import struct
import zipfile
from pathlib import PurePosixPath

from documents.grid import Refused
from documents.limits import Limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
END_OF_DIRECTORY = b"PK\x05\x06"
BINARIES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"GIF8", b"\x7fELF")
# A part this small may be as repetitive as it likes: a blank sheet with formats packs very well.
SMALL = 2 * 1024 * 1024


def kind_of(content: bytes, limits: Limits) -> str:
    """ "xlsx" or "csv" by the first bytes, whatever the name says; else Refused."""
    if not content.strip(b"\x00 \r\n\t"):
        raise Refused("empty_file")
    if len(content) > limits.file:
        raise Refused("file_too_large", size=len(content), limit=limits.file)
    if content.startswith(OLE):
        raise Refused("encrypted" if _is_encrypted(content) else "old_format")
    if content.startswith(ZIP):
        return "xlsx"
    if content.startswith(BINARIES):
        raise Refused("not_a_table")
    if content.lstrip()[:15].lower().startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        raise Refused("web_page")
    return "csv"


def _is_encrypted(content: bytes) -> bool:
    """Excel wraps a protected .xlsx in an OLE file with this stream name."""
    return "EncryptedPackage".encode("utf-16-le") in content


def check(content: bytes, limits: Limits) -> None:
    """Refuse a zip that is no plain workbook or would unpack to too much; nothing is unpacked here."""
    _check_parts({name.lower() for name in parts_of(content, limits)})


def parts_of(content: bytes, limits: Limits) -> list[str]:
    """The names of the parts of a zip; Refused for one with unsafe names or that would unpack to too much."""
    _count_entries(content, limits)
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as broken:
        raise Refused("damaged") from broken
    names = [entry.filename for entry in entries]
    _check_names(names)
    _check_sizes(entries, limits)
    return names


def _count_entries(content: bytes, limits: Limits) -> None:
    """Read the number of entries without building the directory, which alone could fill the memory."""
    end = content.rfind(END_OF_DIRECTORY)
    if end < 0 or len(content) < end + 22:
        raise Refused("damaged")
    count = max(struct.unpack_from("<HH", content, end + 8))
    # The real directory may hold more than it says; each entry there starts with this mark.
    if max(count, content.count(b"PK\x01\x02")) > limits.entries:
        raise Refused("too_many_parts", limit=limits.entries)


def _check_names(names: list[str]) -> None:
    for name in names:
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in name or "\x00" in name:
            raise Refused("unsafe_part", name=name[:80])
    if len(set(names)) != len(names):
        raise Refused("damaged")


def _check_sizes(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise Refused("encrypted")
        if entry.file_size > SMALL and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise Refused("unpacks_too_much", limit=limits.ratio)
        if entry.file_size > limits.part and "worksheets/" not in entry.filename:
            raise Refused("unpacks_too_much", limit=limits.part)
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise Refused("unpacks_too_much", limit=limits.unpacked)


def _check_parts(names: set[str]) -> None:
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refused("macros")
    if any(name.endswith("workbook.bin") for name in names):
        raise Refused("old_format")
    if "xl/workbook.xml" not in names and not any(name.endswith("workbook.xml") for name in names):
        raise Refused("not_a_table")
