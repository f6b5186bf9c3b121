"""Reads exports from scratch and prints what stands in them, one JSON object for each file:

    python3 count.py FILE…

`columns` are columns of `cs export KIND`, `rows` their cells as they have to come out of it.
"""

import json
import re
import sys
from pathlib import Path

from cells import CHINA, cents, clean, heading, money, moment
from facts import ITEMS, ORDERS, REFUNDS
from facts_of_lines import LINES
from tables import Lost, tables

KINDS = dict(orders=ORDERS, refunds=REFUNDS, items=ITEMS, **LINES)
MONEY = "payable paid refunded price amount balance fee freight surcharge first_price further_price".split()
FOOT = re.compile("#[^0-9]|共[0-9]+笔|合计|总计|---|Seller ID|[已待][收支][入出]:|导出时间")
RULES = "unpaid zone marks never grain head back part inner plain encoding backticks".split()


def main():
    for name in sys.argv[1:]:
        print(json.dumps({"file": name, **reading(Path(name))}, ensure_ascii=False))


def reading(path):
    found = [f for f in (fitting(table) for table in tables(path)) if f]
    if not found:
        return {"kind": None}
    # Of several encodings that are possible, the one that the facts name; else the first.
    fact, kind, table, start = next((f for f in found if f[0].get("encoding") == f[2][1]), found[0])
    header = [heading(cell) for cell in rows_of(fact, table)[start]]
    body = rows_of(fact, table)[start + 1 :]
    if table[0]:
        body += rest_of_book(path, table[0])
    rows, lost = [], []
    for cells in body:
        if cells and clean(cells[0]) == "总交易单数":
            break
        row = record(header, cells, fact)
        if row is None:
            continue
        lost += [column for column, cell in zip(header, cells) if isinstance(cell, Lost)]
        rows.append(row)
    declared = next((n for n in map(declares, table[2][:start]) if n is not None), None)
    columns, values = out(fact, kind, rows, header)
    return {
        "kind": kind, "encoding": table[1], "header_line": start + 1, "lost": lost, "declared": declared,
        "found": len(rows), "columns": columns, "rows": values,
    }


def rows_of(fact, table):
    return table[3] if fact.get("plain") else table[2]


def fitting(table):
    for kind, facts in KINDS.items():
        for fact in facts:
            for start, row in enumerate(rows_of(fact, table)[:60]):
                names = {heading(cell) for cell in row}
                if names >= set(fact["marks"]) and not names & set(fact.get("never", [])):
                    return fact, kind, table, start
    return None


def rest_of_book(path, first):
    """A table that goes on over sheets of the same name with the next numbers."""
    stem = first.rstrip("0123456789")
    if stem == first:
        return []
    later = [table for table in tables(path) if table[0] != first and table[0].rstrip("0123456789") == stem]
    return [row for table in later for row in table[2]]


def declares(row):
    text = row[0].strip() if row else ""
    digits = text.removeprefix("共").removesuffix("笔记录")
    return int(digits) if text.startswith("共") and digits.isdigit() else None


def record(header, cells, fact):
    """A row by its columns, or nothing where it is no row of the table."""
    if fact.get("backticks") and cells and cells[0].startswith("`"):
        cells = ",".join(cells)[1:].split(",`")
    filled = [c for c in map(clean, cells) if c]
    if not filled or len(cells) * 2 < len(header) and len(filled) < 4 or len(cells) == 1 < len(header):
        return None
    if FOOT.match(filled[0]) or any("仅支持在页面查看" in c for c in filled):
        return None
    row = {}
    for column, cell in zip(header, cells + [""] * len(header)):
        if column and not row.get(column):
            row[column] = clean(cell)
    if len([v for v in row.values() if v == "说明"]) > 3:
        return None
    row["SHIPPED"] = row.get("Date Shipped") or row.get("Date Posted") or ""
    return row


def value(fact, column, row):
    source = fact[column]
    found = source(row) if callable(source) else next((row[c] for c in source if row.get(c)), "")
    if column in MONEY:
        return found if found is None or isinstance(found, int) else cents(found)
    if column.endswith("_at") or column == "at":
        return moment(found, fact.get("zone", CHINA))
    if column == "quantity":
        return int(float(found.replace(",", ""))) if found else None
    if column == "tracking_no":
        return re.sub(r"\s", "", found)
    return "" if found in ("null", "-") else found


def out(fact, kind, rows, header):
    told = [c for c in fact if c not in RULES and stands(fact[c], header)]
    if kind == "orders":
        records = [order(fact, told, group) for group in groups(fact, rows)]
        records = [r for r in records if r]
        told += [c for c in ("paid", "refunded") if c not in told and any(c in r for r in records)]
    else:
        records = [{c: value(fact, c, row) for c in told} for row in rows]
        records = [settled(fact, r, row) for r, row in zip(records, rows)] if kind == "items" else records
    def cell(record, column):
        if column in MONEY:
            return money(record.get(column))
        return "" if record.get(column) is None else str(record[column])

    return told, sorted([cell(r, c) for c in told] for r in records)


def stands(source, header):
    columns = getattr(source, "columns", header) if callable(source) else source
    return bool(set(columns) & set(header))


def groups(fact, rows):
    found = {}
    for row in rows:
        # An ERP keeps reissues under a number of its own: they are no part of the order they belong to.
        if "inner" in fact and row["订单类型"] != "普通订单":
            row[fact["order_no"][0]] = row[fact["inner"]]
        found.setdefault(value(fact, "order_no", row), []).append(row)
    return found.values()


def order(fact, told, group):
    grain = fact.get("grain", [])
    head = next((row for row in group if fact.get("head") and row[fact["head"]]), group[0])
    one = {c: value(fact, c, head) for c in told}
    for column in set(grain) & set(told):
        parts = [v for v in (value(fact, column, row) for row in group) if v is not None]
        one[column] = sum(parts) if parts else None
    if "status" in told:
        rows = [head] if "head" in fact else group
        parts = [dict(one, status=fact["status"](row)) for row in rows]
        one["status"] = whole([settled(fact, part, row)["status"] for part, row in zip(parts, rows)])
        one.update(settled(fact, one, head))
    return one


def settled(fact, one, row):
    """The two closings, and what was paid before any refund."""
    one = dict(one)
    paid, back = one.get("paid"), one.get("refunded")
    due = one["payable"] if "payable" in one else cents(row.get("买家应付货款", ""))
    if back and paid is not None and paid + back == due:
        paid = paid + back
    unpaid = "paid_at" in one and not one["paid_at"] or "paid_at" not in one and paid == 0
    unpaid = fact["unpaid"](row) if "unpaid" in fact else unpaid
    said = fact["back"](row) if "back" in fact else None
    if one["status"] == "CLOSED":
        if back:
            one["status"] = "closed_refunded" if back >= (paid or one.get("payable") or 0) else "closed"
        elif unpaid:
            one["status"] = "closed_unpaid"
        else:
            one["status"] = "closed_refunded" if said else "closed"
    if paid is not None:
        never = one["status"] in ("unpaid", "closed_unpaid") or "unpaid" in fact and unpaid
        one["paid"] = 0 if never else paid
    return one


def whole(parts):
    """Of one order's items: closed ones do not count while others live; some sent and some not is partly shipped."""
    live = [p for p in parts if not p.startswith("closed")]
    if not live:
        return parts[0] if len(set(parts)) == 1 else "closed_refunded"
    steps = ["unknown", "unpaid", "part_paid", "paid", "risk_hold", "part_shipped", "shipped", "delivered", "finished"]
    live.sort(key=steps.index)
    return "part_shipped" if live[0] == "paid" and live[-1] in steps[5:] else live[0]


main()
