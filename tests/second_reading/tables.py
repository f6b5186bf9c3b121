"""Bytes to tables of text: encodings, delimiters, quotes, workbooks. A table is a list of rows of cells."""

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Lost(str):
    """What a numeric cell leaves of a number of 16 digits or more: the digits are gone."""


def tables(path):
    """[(name, encoding, rows as read with quotes, the same without)] of a file, one for each sheet."""
    data = path.read_bytes()
    if data[:4] == b"PK\x03\x04":
        return [(name, "XLSX", rows, rows) for name, rows in sheets(data)]
    return [("", encoding, *split(text)) for encoding, text in texts(data)]


def texts(data):
    """Every encoding in which the bytes are text, the likeliest first."""
    if data[:3] == b"\xef\xbb\xbf":
        return [("UTF-8", data[3:].decode("utf-8"))]
    found = []
    for encoding in ("utf-8", "gb18030", "cp932"):
        try:
            found.append((encoding.upper(), data.decode(encoding)))
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8":
            break
    return found


def split(text):
    counts = {mark: text.count(mark) for mark in (",", "\t", ";")}
    # A tab behind every cell is no delimiter: what parts cells stands in the header too.
    lines = re.sub(r"\t(?=,|\r|\n)", "", text).splitlines()
    widest = max(lines[:60], key=lambda line: max(line.count(m) for m in counts))
    mark = max(counts, key=widest.count)
    quoted = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    plain = [line.split(mark) for line in re.split(r"\r\n|\n|\r", text)]
    return quoted, plain


def sheets(data):
    book = zipfile.ZipFile(io.BytesIO(data))
    shared = []
    if "xl/sharedStrings.xml" in book.namelist():
        shared = [words(si) for si in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(MAIN + "si")]
    targets = {
        rel.get("Id"): rel.get("Target") for rel in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    }
    for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet"):
        target = targets[sheet.get(REL + "id")].lstrip("/")
        target = target if target.startswith("xl/") else "xl/" + target
        root = ElementTree.fromstring(book.read(target))
        yield sheet.get("name"), [cells(row, shared) for row in root.iter(MAIN + "row")]


def words(node):
    return "".join(part.text or "" for part in node.iter(MAIN + "t"))


def cells(row, shared):
    found = []
    for cell in row.iter(MAIN + "c"):
        letters = re.match("[A-Z]*", cell.get("r", "")).group()
        place = 0
        for letter in letters:
            place = place * 26 + ord(letter) - 64
        while len(found) < place - 1:
            found.append("")
        value, kind = cell.find(MAIN + "v"), cell.get("t", "n")
        if value is None or value.text is None:
            found.append(words(cell))
        elif kind == "s":
            found.append(shared[int(value.text)])
        elif kind == "n":
            found.append(number(value.text))
        else:
            found.append(value.text)
    return found


def number(text):
    """A double as a person would write it: 548.58000000000004 is 548.58."""
    value = float(text)
    if abs(value) >= 1e15:
        return Lost(text)
    return str(int(value)) if value == int(value) else repr(round(value, 9))
