"""What is measured: the files, the commands of `cs` and of its peers for every work, and what each found."""

import hashlib
import re
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import engines
import generate
import peers

HERE = Path(__file__).resolve().parent
ALL = "A A2 A5 B C D Ddb E AG BG DG G".split()


class Tool:
    """A command line of the shell; `before` makes ready what it changes, `answer` tells what it found."""

    def __init__(self, name, command, before=None, answer=None):
        self.name, self.command = name, command
        self.before, self.answer = before or (lambda: None), answer or (lambda out: None)
        self.runs, self.told = [], None


class Works:
    """The files of one size, and every tool's commands over them."""

    def __init__(self, scratch, rows, cs, python, run):
        self.at, self.rows = Path(scratch), rows
        self.cs, self.run = f'"{cs}"', run
        self.python, self.duck_version = python, engines.version(python, "duckdb")
        self.modules = [m for m in engines.MODULES if engines.version(python, m)]
        files = ("plain", "gbk", "changed", "whole")
        self.plain, self.gbk, self.changed, self.whole = (self.at / f"{n}.csv" for n in files)
        generate.write(self.plain, rows)
        generate.write(self.gbk, rows, "gbk")
        generate.write(self.changed, rows, changed_percent=5)
        # A file that was written just now might still be written to: `cs` would look at its bytes once more.
        time.sleep(3)

    def script(self, name, text):
        path = self.at / f"{name}.sql"
        path.write_text(text, encoding="utf-8")
        return path

    def database(self, name):
        return self.at / f"{name}.db"

    def without(self, name):
        def clean():
            for path in self.at.glob(f"{name}.db*"):
                path.unlink()

        return clean

    def copy_of(self, loaded, name):
        """The database as it was loaded; also what stands beside it."""

        def copy():
            self.without(name)()
            for path in self.at.glob(f"{loaded}.db*"):
                shutil.copy(path, str(path).replace(f"{loaded}.db", f"{name}.db"))

        return copy

    def peer(self, *words):
        return " ".join([f'"{self.python}"', "-B", f'"{HERE / "peers.py"}"', *(f'"{w}"' for w in words)])

    def engines(self, work, path, encoding="utf-8", only=engines.MODULES, first=""):
        """The peers that are modules of Python; `first` is a command that makes their file."""
        script = HERE / "engines.py"
        for module in (m for m in self.modules if m in only):
            answer = figures if work == "D" else numbers
            command = f'"{self.python}" -B "{script}" {module} {work} "{path}" {encoding}'
            yield Tool(f"iconv, {module}" if first else module, first + command, None, answer)

    def sqlite(self, name, text, database=":memory:"):
        if shutil.which("sqlite3"):
            yield f'sqlite3 -csv "{database}" < "{self.script(name, text)}"'

    def duck(self, name, text, database=":memory:"):
        script = self.script(name, text)
        if shutil.which("duckdb"):
            yield f'duckdb -init /dev/null -csv -noheader "{database}" < "{script}"'
        elif self.duck_version:
            yield self.peer("duckdb", database, script)

    def read_by_sqlite(self, path):
        return f'.import --csv "{path}" orders\n'

    def imports(self, path, database):
        return f'{self.cs} import "{path}" --yes --quiet -F csv --db "{database}"'

    def tools(self, work):
        return list(getattr(self, f"work_{work}")())

    def load(self, path, prepare, expected):
        """Every tool that keeps a database; `prepare` gives what stands before, by the tool's name."""
        before = lambda name: prepare(name) if prepare else self.without(name)  # noqa: E731
        count = lambda name: lambda out: self.count(name)  # noqa: E731
        yield Tool("cs", self.imports(path, self.database("cs")), before("cs"), imported(expected))
        for command in self.sqlite("load", peers.sqlite_load(path), self.database("sqlite")):
            yield Tool("sqlite3", command, before("sqlite"), count("sqlite"))
        for command in self.duck("load-duck", peers.duck_load(path), self.database("duck")):
            yield Tool("DuckDB", command, before("duck"), self.count_duck)
        if "chdb" in self.modules and not prepare:
            held = self.at / "clickhouse"
            load = f'"{self.python}" -B "{HERE / "engines.py"}" chdb A "{path}" "{held}"'
            yield Tool("chdb (no unique key)", load, lambda: shutil.rmtree(held, True), lambda out: out.decode().strip())
        python = self.peer("A", path, "utf-8", self.database("python"))
        yield Tool("Python", python, before("python"), count("python"))

    def count(self, name):
        with closing(sqlite3.connect(self.database(name))) as db:
            return f"{db.execute('SELECT count(*) FROM orders').fetchone()[0]} orders"

    def count_duck(self, _):
        for command in self.duck("count", "SELECT count(*) FROM orders;", self.database("duck")):
            told = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
            return f"{told.stdout.strip()} orders"

    def loaded(self):
        """A loaded database of every tool, made once."""
        for tool in self.load(self.plain, None, "new"):
            tool.before()
            self.run(tool.command)
        for path in self.at.glob("*.db*"):
            shutil.copy(path, path.with_name(f"loaded-{path.name}"))

    def work_A(self):  # noqa: N802
        yield from self.load(self.plain, None, "new")

    def work_AG(self):  # noqa: N802
        """Those that read no GBK load what iconv makes of it."""
        ours, *others, python = self.load(self.whole, None, "new")
        yield Tool(ours.name, self.imports(self.gbk, self.database("cs")), ours.before, ours.answer)
        for tool in others if shutil.which("iconv") else ():
            yield Tool(f"iconv, {tool.name}", f"{self.to_utf8()} && {tool.command}", tool.before, tool.answer)
        command = self.peer("A", self.gbk, "gbk", self.database("python"))
        yield Tool(python.name, command, python.before, python.answer)

    def work_A2(self):  # noqa: N802
        self.loaded()
        yield from self.load(self.plain, lambda name: lambda: None, "unchanged")

    def work_A5(self):  # noqa: N802
        self.loaded()
        yield from self.load(self.changed, lambda name: self.copy_of(f"loaded-{name}", name), "read")

    def work_B(self):  # noqa: N802
        path = self.plain
        yield Tool("cs", self.unpaid(path), None, numbers)
        for command in self.sqlite("B", self.read_by_sqlite(path) + peers.unpaid_sql("orders")):
            yield Tool("sqlite3", command, None, numbers)
        for command in self.duck("B-duck", peers.unpaid_sql(peers.duck_table(path))):
            yield Tool("DuckDB", command, None, numbers)
        if shutil.which("xan"):
            yield Tool("xan", peers.xan_unpaid(path), None, numbers)
        yield from self.engines("B", path)
        if shutil.which("awk"):
            yield Tool("awk (knows no quotes)", peers.awk_unpaid(path), None, numbers)
        yield Tool("Python", self.peer("B", path, "utf-8"), None, numbers)

    def unpaid(self, path):
        ask = "--per-order --all --after 12h --reveal --columns order_no,buyer,phone,created_at,amount"
        return f'{self.cs} remind unpaid "{path}" {ask}'

    def day(self, path):
        return f'{self.cs} report daily "{path}" --date {peers.DAY}'

    def work_BG(self):  # noqa: N802
        yield Tool("cs", self.unpaid(self.gbk), None, numbers)
        yield from self.on_gbk("B", numbers, peers.unpaid_sql, ("xan", peers.xan_unpaid("-")))

    def work_DG(self):  # noqa: N802
        yield Tool("cs", self.day(self.gbk), None, figures)
        yield from self.on_gbk("D", figures, peers.day_sql, ("xan (no shops)", peers.xan_day("-")))

    def work_G(self):  # noqa: N802
        yield Tool("cs, all rules", self.abnormal(self.gbk), None, findings)
        yield Tool("cs, all rules, UTF-8", self.abnormal(self.plain), None, findings)
        sql = lambda table: peers.abnormal_sql(table, peers.PHONE_REGEX)  # noqa: E731
        xan = f"""xan filter '{quote(peers.xan_abnormal())}' -"""
        yield from self.on_gbk("C", numbers, sql, ("xan (nine)", xan))

    def abnormal(self, path):
        return f'{self.cs} orders check-abnormal "{path}"'

    def piped(self):
        return f'iconv -f GBK -t UTF-8 "{self.gbk}"'

    def to_utf8(self):
        return f'{self.piped()} > "{self.whole}"'

    def on_gbk(self, work, answer, sql, xan):
        """Peers that read no GBK get what iconv makes of it: xan through a pipe, the others as a file."""
        if shutil.which("iconv"):
            for command in self.duck(f"{work}-gbk-duck", sql(peers.duck_table(self.whole))):
                yield Tool("iconv, DuckDB", f"{self.to_utf8()} && {command}", None, answer)
            if shutil.which("xan"):
                yield Tool(f"iconv, {xan[0]}", f"{self.piped()} | {xan[1]}", None, answer)
            yield from self.engines(work, self.whole, "utf-8", ["chdb"], f"{self.to_utf8()} && ")
        yield from self.engines(work, self.gbk, "gbk", ["polars"])
        yield Tool("Python", self.peer(work, self.gbk, "gbk"), None, answer)

    def work_C(self):  # noqa: N802
        path = self.plain
        yield Tool("cs, all rules", self.abnormal(path), None, findings)
        for command in self.sqlite(
            "C", self.read_by_sqlite(path) + peers.abnormal_sql("orders", peers.PHONE_GLOB)
        ):
            yield Tool("sqlite3", command, None, numbers)
        for command in self.duck("C-duck", peers.abnormal_sql(peers.duck_table(path), peers.PHONE_REGEX)):
            yield Tool("DuckDB", command, None, numbers)
        if shutil.which("xan"):
            yield Tool("xan (nine)", f"""xan filter '{quote(peers.xan_abnormal())}' "{path}" """, None, numbers)
        yield from self.engines("C", path)
        yield Tool("Python", self.peer("C", path, "utf-8"), None, numbers)

    def work_D(self):  # noqa: N802
        path = self.plain
        yield Tool("cs", self.day(path), None, figures)
        for command in self.sqlite("D", self.read_by_sqlite(path) + peers.day_sql("orders")):
            yield Tool("sqlite3", command, None, figures)
        for command in self.duck("D-duck", peers.day_sql(peers.duck_table(path))):
            yield Tool("DuckDB", command, None, figures)
        if shutil.which("xan"):
            yield Tool("xan (no shops)", peers.xan_day(path), None, figures)
        yield from self.engines("D", path)
        if shutil.which("awk"):
            yield Tool("awk (knows no quotes)", peers.awk_day(path), None, figures)
        yield Tool("Python", self.peer("D", path, "utf-8"), None, figures)

    def work_Ddb(self):  # noqa: N802
        self.loaded()
        daily = f'{self.cs} report daily --date {peers.DAY} --db "{self.database("cs")}"'
        yield Tool("cs", daily, None, figures)
        for command in self.sqlite("Ddb", peers.day_sql("orders"), self.database("sqlite")):
            yield Tool("sqlite3", command, None, figures)
        for command in self.duck("Ddb-duck", peers.day_sql("orders"), self.database("duck")):
            yield Tool("DuckDB", command, None, figures)

    def work_E(self):  # noqa: N802
        yield Tool("cs --version", f"{self.cs} --version")
        yield Tool("cs rules list", f"{self.cs} rules list -F csv")
        yield Tool("true", "/bin/true")
        for tool in ("sqlite3", "duckdb", "xan"):
            if shutil.which(tool):
                yield Tool(tool, f"{tool} --version")
        yield Tool("Python", f'"{self.python}" -c 0')
        if self.duck_version:
            yield Tool("Python, import duckdb", f'"{self.python}" -c "import duckdb"')


def quote(text):
    """Within single quotes of the shell."""
    return text.replace("'", "'\\''")


def imported(key):
    """How many orders an import tells of."""

    def answer(out):
        keys, *values = (line.split(",") for line in out.decode().splitlines())
        told = dict(zip(keys, values[0])) if values else {}
        return f"{told.get(key, '0')} orders"

    return answer


def numbers(out):
    """Which orders were found, whatever else is told of them."""
    found = sorted(set(re.findall(rb"\d{19}", out)))
    return f"{len(found)} orders {hashlib.sha256(b' '.join(found)).hexdigest()[:6]}"


def findings(out):
    return f"{max(0, len(out.splitlines()) - 1)} findings"


def figures(out):
    """How many orders on the day, for how much."""
    text = out.decode()
    if "amount_created" in text:
        told = {r[3]: r[4] for r in (line.split(",") for line in text.splitlines()) if len(r) > 4 and not r[1]}
        return f"{told['orders_created']} orders {float(told['amount_created'] or 0):.2f}"
    first = next((r for r in (line.split(",") for line in text.splitlines()) if r[0].isdigit()), ["0", "0"])
    return f"{first[0]} orders {float(first[1] or 0):.2f}"
