"""The same work in other tools: what `compare.py` runs beside `cs`.

A work is a list of `Tool`s. Those that are not found on the machine are left out, and named in the report.
Run by itself, this file is the peer that a shop's scripter would write: `csv`, `sqlite3` and `duckdb` modules."""

import csv
import re
import shutil
import sqlite3
import subprocess
import sys
from datetime import datetime

import generate

COLUMNS = generate.HEADER.split(",")
DAY = "2026-06-18"
DEADLINE = "2026-11-21 21:00:00"
PAST_SHIPPING, PAST_WAY = "2026-11-20 09:00:00", "2026-11-15 09:00:00"
SHOWN = ("订单编号", "买家会员名", "联系手机", "订单创建时间", "总金额")


def place(column):
    """As awk counts."""
    return COLUMNS.index(column) + 1


def quoted(columns):
    return ", ".join(f'"{c}"' for c in columns)


def unpaid_sql(table):
    where = f"\"订单状态\" = '等待买家付款' AND \"订单创建时间\" <= '{DEADLINE}'"
    return f'SELECT {quoted(SHOWN)} FROM {table} WHERE {where} ORDER BY "订单创建时间", "订单编号";'


def day_sql(table, where=f"\"订单创建时间\" >= '{DAY}' AND \"订单创建时间\" < '2026-06-19'"):
    sums = ", ".join(f'round(sum(CAST("{c}" AS DOUBLE)), 2)' for c in ("总金额", "买家实际支付金额", "退款金额"))
    day = f"FROM {table} WHERE {where}"
    shop, hour = '"店铺名称"', 'substr("订单创建时间", 12, 2)'
    return (
        f"SELECT count(*), {sums} {day};\n"
        f"SELECT {shop}, count(*), {sums} {day} GROUP BY {shop} ORDER BY 1;\n"
        f"SELECT {hour}, count(*), {sums} {day} GROUP BY {hour} ORDER BY 1;\n"
    )


def abnormal_sql(table, digits):
    """Ten questions, as SQL; `digits` says that a phone is well-formed."""
    cents = lambda c: f'CAST(round(CAST("{c}" AS DOUBLE) * 100) AS BIGINT)'  # noqa: E731
    asks = " OR ".join(f"instr(\"买家留言\", '{w}') > 0" for w in ("改地址", "退款", "投诉"))
    gap = "lag(\"订单创建时间\") OVER (PARTITION BY \"买家会员名\", \"宝贝标题\" ORDER BY \"订单创建时间\")"
    unlike = f"{cents('总金额')} - {cents('天猫卡券抵扣')} - CAST(\"买家支付积分\" AS BIGINT) <> {cents('买家实际支付金额')}"
    questions = [
        f"\"订单状态\" = '{generate.PAID}' AND \"订单付款时间\" < '{PAST_SHIPPING}'",
        f"\"订单付款时间\" <> '' AND {unlike}",
        'CAST("退款金额" AS DOUBLE) > 0',
        f"NOT ({digits})",
        'length("收货地址") < 8',
        "near",
        f"\"订单状态\" = '{generate.CLOSED}' AND \"订单付款时间\" <> ''",
        'CAST("宝贝总数量" AS BIGINT) >= 50',
        asks,
        f"\"订单状态\" = '{generate.SHIPPED}' AND \"发货时间\" < '{PAST_WAY}'",
    ]
    told = " || ".join(f"CASE WHEN {q} THEN 'R{n} ' ELSE '' END" for n, q in enumerate(questions, 1))
    near = "julianday(\"订单创建时间\") - julianday(before) <= 600.0 / 86400"
    if "regexp" in digits:
        near = "CAST(\"订单创建时间\" AS TIMESTAMP) - CAST(before AS TIMESTAMP) <= INTERVAL 600 SECOND"
    return (
        f"WITH seen AS (SELECT *, {gap} AS before FROM {table}),\n"
        f"judged AS (SELECT *, coalesce({near}, false) AS near FROM seen),\n"
        f'told AS (SELECT "订单编号", "订单创建时间", "订单状态", {told} AS rules FROM judged)\n'
        "SELECT * FROM told WHERE rules <> '';"
    )


PHONE_GLOB = (
    "length(ltrim(\"联系手机\", '''')) = 11 AND ltrim(\"联系手机\", '''') GLOB '1[3-9]*'"
    " AND ltrim(\"联系手机\", '''') NOT GLOB '*[^0-9]*'"
)
PHONE_REGEX = "regexp_matches(\"联系手机\", '^''?1[3-9][0-9]{9}$')"


def sqlite_load(path):
    """The columns as text, the order number unique, an index by time; loading again replaces."""
    columns = ", ".join(f'"{c}" TEXT' for c in COLUMNS[1:])
    return (
        f'CREATE TABLE IF NOT EXISTS orders ("订单编号" TEXT PRIMARY KEY ON CONFLICT REPLACE, {columns});\n'
        'CREATE INDEX IF NOT EXISTS by_time ON orders ("订单创建时间");\n'
        f'.import --csv --skip 1 "{path}" orders\n'
    )


def duck_read(path):
    return f"read_csv('{path}', all_varchar = true, header = true, delim = ',', quote = '\"', strict_mode = false)"


def duck_load(path):
    return (
        f"CREATE TABLE IF NOT EXISTS orders AS SELECT * FROM {duck_read(path)} LIMIT 0;\n"
        'CREATE UNIQUE INDEX IF NOT EXISTS by_number ON orders ("订单编号");\n'
        'CREATE INDEX IF NOT EXISTS by_time ON orders ("订单创建时间");\n'
        f"INSERT OR REPLACE INTO orders SELECT coalesce(COLUMNS(*), '') FROM {duck_read(path)};\n"
    )


def duck_table(path):
    """Empty cells are empty texts, as everywhere else."""
    return f"(SELECT coalesce(COLUMNS(*), '') FROM {duck_read(path)})"


def awk_unpaid(path):
    shown = '","'.join(f"${place(c)}" for c in SHOWN)
    test = f'${place("订单状态")} == "等待买家付款" && ${place("订单创建时间")} <= "{DEADLINE}"'
    return f"""env LC_ALL=C awk -F, '{test} {{ print {shown} }}' "{path}" | LC_ALL=C sort -t, -k4,4"""


def awk_day(path):
    at, total, paid, back, shop = (
        place(c) for c in ("订单创建时间", "总金额", "买家实际支付金额", "退款金额", "店铺名称")
    )
    sums = f"n++; t += ${total}; p += ${paid}; r += ${back}; S[${shop}] += ${total}; H[substr(${at}, 12, 2)] += ${total}"
    end = 'printf "%d,%.2f,%.2f,%.2f\\n", n, t, p, r; for (k in S) print k, S[k]; for (k in H) print k, H[k]'
    return f"""env LC_ALL=C awk -F, 'substr(${at}, 1, 10) == "{DAY}" {{ {sums} }} END {{ {end} }}' "{path}" """


def xan_unpaid(path):
    test = f'col("订单状态") eq "等待买家付款" && col("订单创建时间") le "{DEADLINE}"'
    return f"""xan filter '{test}' "{path}" | xan select {",".join(SHOWN)} | xan sort -s 订单创建时间"""


def xan_day(path):
    test = f'startswith(col("订单创建时间"), "{DAY}")'
    sums = 'count() as n, sum(col("总金额")), sum(col("买家实际支付金额")), sum(col("退款金额"))'
    return f"""xan filter '{test}' "{path}" | xan agg '{sums}'"""


def xan_abnormal():
    """Nine of the ten: it has nothing for neighbours within ten minutes."""
    cents = lambda c: f'round(col("{c}") * 100)'  # noqa: E731
    sums = f'{cents("总金额")} - {cents("天猫卡券抵扣")} - col("买家支付积分") != {cents("买家实际支付金额")}'
    return " || ".join(
        f"({q})"
        for q in (
            f'col("订单状态") eq "{generate.PAID}" && col("订单付款时间") lt "{PAST_SHIPPING}"',
            f'col("订单付款时间") && {sums}',
            'col("退款金额") > 0',
            "!match(col(\"联系手机\"), /^'?1[3-9][0-9]{9}$/)",
            'len(col("收货地址")) < 8',
            f'col("订单状态") eq "{generate.CLOSED}" && col("订单付款时间")',
            'col("宝贝总数量") >= 50',
            'contains(col("买家留言"), /改地址|退款|投诉/)',
            f'col("订单状态") eq "{generate.SHIPPED}" && col("发货时间") lt "{PAST_WAY}"',
        )
    )


def records(path, encoding):
    with open(path, encoding=encoding, newline="") as file:
        yield from csv.reader(file)


def python_load(path, encoding, database):
    rows = records(path, encoding)
    header = next(rows)
    db = sqlite3.connect(database)
    columns = ", ".join(f'"{c}" TEXT' for c in header)
    db.execute(f"CREATE TABLE IF NOT EXISTS orders ({columns})")
    db.execute('CREATE UNIQUE INDEX IF NOT EXISTS by_number ON orders ("订单编号")')
    db.execute('CREATE INDEX IF NOT EXISTS by_time ON orders ("订单创建时间")')
    sets = ", ".join(f'"{c}" = excluded."{c}"' for c in header[1:])
    places = ", ".join("?" * len(header))
    db.executemany(f'INSERT INTO orders VALUES ({places}) ON CONFLICT ("订单编号") DO UPDATE SET {sets}', rows)
    db.commit()


def python_unpaid(path, encoding):
    state, at = COLUMNS.index("订单状态"), COLUMNS.index("订单创建时间")
    shown = [COLUMNS.index(c) for c in SHOWN]
    found = [
        [row[i] for i in shown] for row in records(path, encoding) if row[state] == "等待买家付款" and row[at] <= DEADLINE
    ]
    csv.writer(sys.stdout).writerows(sorted(found, key=lambda row: row[3]))


def python_day(path, encoding):
    at, total, paid, back, shop = (
        COLUMNS.index(c) for c in ("订单创建时间", "总金额", "买家实际支付金额", "退款金额", "店铺名称")
    )
    groups = {}
    for row in records(path, encoding):
        if row[at].startswith(DAY):
            for group in ("", row[shop], row[at][11:13]):
                sums = groups.setdefault(group, [0, 0.0, 0.0, 0.0])
                for i, value in enumerate((1, float(row[total]), float(row[paid]), float(row[back]))):
                    sums[i] += value
    for group in sorted(groups):
        sums = groups[group]
        print(group + "," if group else "", f"{sums[0]},{sums[1]:.2f},{sums[2]:.2f},{sums[3]:.2f}", sep="")


def python_abnormal(path, encoding):
    rows = records(path, encoding)
    next(rows)
    phone, asks = re.compile(r"'?1[3-9][0-9]{9}"), re.compile("改地址|退款|投诉")
    at = {c: i for i, c in enumerate(COLUMNS)}
    cents = lambda text: round(float(text) * 100)  # noqa: E731
    found, groups = [], {}
    for n, r in enumerate(rows):
        get = lambda c: r[at[c]]  # noqa: B023, E731
        state, paid_at = get("订单状态"), get("订单付款时间")
        due = cents(get("总金额")) - cents(get("天猫卡券抵扣")) - int(get("买家支付积分"))
        answers = (
            state == generate.PAID and paid_at < PAST_SHIPPING,
            paid_at and due != cents(get("买家实际支付金额")),
            float(get("退款金额")) > 0,
            not phone.fullmatch(get("联系手机")),
            len(get("收货地址")) < 8,
            False,
            state == generate.CLOSED and paid_at,
            int(get("宝贝总数量")) >= 50,
            asks.search(get("买家留言")),
            state == generate.SHIPPED and get("发货时间") < PAST_WAY,
        )
        told = [f"R{n}" for n, answer in enumerate(answers, 1) if answer]
        found.append([r[0], get("订单创建时间"), state, told])
        groups.setdefault((get("买家会员名"), get("宝贝标题")), []).append((get("订单创建时间"), n))
    for group in groups.values():
        group.sort()
        for (before, _), (after, n) in zip(group, group[1:]):
            if (datetime.fromisoformat(after) - datetime.fromisoformat(before)).total_seconds() <= 600:
                found[n][3].append("R6")
    csv.writer(sys.stdout).writerows(row for row in found if row[3])


def duckdb_run(database, script):
    """Each query's rows as CSV, as the command line of DuckDB would."""
    import duckdb

    db = duckdb.connect(database)
    out = csv.writer(sys.stdout)
    with open(script, encoding="utf-8") as file:
        for statement in db.extract_statements(file.read()):
            result = db.execute(statement)
            if statement.type == duckdb.StatementType.SELECT:
                while rows := result.fetchmany(10_000):
                    out.writerows(rows)


def version(tool):
    """What a tool says of itself, in one line; `None` where it is not found."""
    if not shutil.which(tool):
        return None
    asked = [tool, "-W", "version"] if tool == "mawk" else [tool, "--version"]
    told = subprocess.run(asked, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    lines = (told.stdout or told.stderr).strip().splitlines()
    return lines[0][:40] if lines else "?"


if __name__ == "__main__":
    work, *rest = sys.argv[1:]
    {
        "A": python_load,
        "B": python_unpaid,
        "C": python_abnormal,
        "D": python_day,
        "duckdb": duckdb_run,
    }[work](*rest)
