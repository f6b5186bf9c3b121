#!/usr/bin/env python3
"""Times `cs` against other tools at the same work, in alternating rounds, and prints Markdown.

    cargo build --release
    python3 benches/compare.py                              # 10,000 and 100,000 rows, five rounds
    python3 benches/compare.py --rows 1000000 --rounds 3 --works A,A2,A5
    python3 benches/compare.py --python ~/venv/bin/python   # whose duckdb, polars, chdb modules are peers

Works:
  A   fresh load into a database, order numbers unique, an index by time
  A2  the same file once more      A5  the same file with 5 % of its orders changed
  B   orders unpaid for 12 hours, with what is needed to write to the buyer
  C   abnormal orders: cs runs all its rules, the others ask ten questions
  D   one day's figures from the file      Ddb  the same from the database
  E   start-up      AG, BG, G, DG  A, B, C, D on a GBK file, which most peers read only behind iconv

Everything is generated and written into a temporary folder. Peers that are not on the machine are named as absent:
duckdb (or its Python module), polars and chdb (Python modules), xan, sqlite3, gawk or mawk as awk. Every round runs
each tool once, every other round in the opposite order, so that a busy machine hits all alike; compare the ratios,
which are medians of the ratios within rounds. Standard library only; Linux or macOS, peak memory needs /usr/bin/time of GNU."""

import argparse
import os
import platform
import re
import select
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.dont_write_bytecode = True  # before our own modules

import engines  # noqa: E402
import peers  # noqa: E402
import works  # noqa: E402

HERE = Path(__file__).resolve().parent
NOW = "2026-11-22T09:00:00+08:00"
TIMEOUT = 600
STARTS = 10


def environment(scratch):
    """Nobody's settings, nobody's database, one moment."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CS_", "XDG_"))}
    told = {"HOME": str(scratch), "CS_NOW": NOW, "CS_BY": "bench", "CS_LANG": "en", "CS_DB": f"{scratch}/none.db"}
    return kept | told | {"PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}


def run(command, wrapped=True):
    """Wall and CPU seconds, seconds to the first output, peak MiB, and the output itself."""
    memory = Path(os.environ["BENCH_SCRATCH"]) / "peak"
    words = ["sh", "-c", command if "|" in command or "&&" in command else f"exec {command}"]
    if wrapped and os.access("/usr/bin/time", os.X_OK):
        words = ["/usr/bin/time", "-q", "-f", "%M", "-o", str(memory), *words]
    errors = tempfile.TemporaryFile()
    began = time.perf_counter()
    child = subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=errors,
        stdin=subprocess.DEVNULL,
        env=environment(memory.parent),
    )
    out, first = bytearray(), None
    while True:
        ready, _, _ = select.select([child.stdout], [], [], max(0.0, began + TIMEOUT - time.perf_counter()))
        if not ready:
            child.kill()
            raise SystemExit(f"{command}: not done after {TIMEOUT} s")
        piece = os.read(child.stdout.fileno(), 1 << 18)
        if not piece:
            break
        first = first or time.perf_counter() - began
        out += piece
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stdout.close()
    if child.returncode != 0:
        errors.seek(0)
        raise SystemExit(f"{command}: exit code {child.returncode}\n{errors.read().decode()[-600:]}")
    peak = int(memory.read_text().split()[-1]) / 1024 if words[0] != "sh" else None
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "first": first, "peak": peak, "out": bytes(out)}


def starts(command):
    """The median of several starts, which are too short to be measured one by one."""
    runs = [run(command, wrapped=False) for _ in range(STARTS)]
    return {k: statistics.median(r[k] for r in runs) for k in ("wall", "cpu")} | {"first": None, "peak": None, "out": b""}


def measure(bench, work, rounds):
    tools = bench.tools(work)
    for n in range(rounds):
        for tool in tools if n % 2 == 0 else reversed(tools):
            tool.before()
            result = starts(tool.command) if work == "E" else run(tool.command)
            if n == 0:
                tool.told = tool.answer(result["out"])
            tool.runs.append({k: v for k, v in result.items() if k != "out"})
    return tools


def table(tools, work):
    digits = 4 if work == "E" else 3
    median = lambda tool, key: statistics.median(r[key] for r in tool.runs)  # noqa: E731
    shown = lambda tool, key, form: form.format(median(tool, key)) if tool.runs[0][key] else ""  # noqa: E731
    ours = tools[0].runs

    def ratio(tool, key):
        if tool is tools[0]:
            return ""
        times = statistics.median(r[key] / max(o[key], 0.0005) for r, o in zip(tool.runs, ours))
        return f"{times:.1f}" if times >= 1 else f"{times:.2f}"

    yield "| tool | wall s | CPU s | first output s | peak MiB | wall ÷ cs | CPU ÷ cs | found |"
    yield "|---|--:|--:|--:|--:|--:|--:|---|"
    for tool in tools:
        number = f"{{:.{digits}f}}"
        cells = (
            tool.name,
            number.format(median(tool, "wall")),
            number.format(median(tool, "cpu")),
            shown(tool, "first", number),
            shown(tool, "peak", "{:.0f}"),
            ratio(tool, "wall"),
            ratio(tool, "cpu"),
            tool.told or "",
        )
        yield "| " + " | ".join(cells) + " |"


def machine():
    """What the figures depend on beside the tools."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = re.findall(r"^model name\s*: (.*)$", info.read_text(), re.M)
        model = names[0] if names else model
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    load = os.getloadavg()[0]
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}; load {load:.1f} before the run"


def versions(cs, python):
    yield peers.version(str(cs))
    yield f"Python {platform.python_version()} with sqlite3 {sqlite3.sqlite_version}"
    duck = engines.version(python, "duckdb")
    if duck:
        yield f"DuckDB {duck} (Python module)"
    for module in engines.MODULES:
        yield f"{module} {engines.version(python, module) or 'absent'}"
    for tool in ("sqlite3", "duckdb", "xan", "gawk", "mawk"):
        told = peers.version(tool)
        if told:
            yield told if told.startswith(("GNU", tool)) else f"{tool} {told}"
        elif tool != "duckdb" or not duck:
            yield f"{tool}: absent"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cs", type=Path, default=HERE.parent / "target/release/cs", help="the binary to measure")
    parser.add_argument("--rows", default="10000,100000", help="sizes of the file")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--works", default=",".join(works.ALL))
    parser.add_argument("--python", default=sys.executable, help="the Python that is a peer, perhaps with duckdb")
    parser.add_argument("--scratch", help="where the temporary folder is made")
    args = parser.parse_args()
    asked = args.works.split(",")
    if unknown := [w for w in asked if w not in works.ALL]:
        parser.error(f"no such work: {', '.join(unknown)}; there are {', '.join(works.ALL)}")
    if not args.cs.is_file():
        parser.error(f"there is no {args.cs}; `cargo build --release` makes it, or name another with --cs")
    print(f"{date.today()} · {machine()}\n")
    print("; ".join(versions(args.cs.resolve(), args.python)) + f". Medians of {args.rounds} rounds.", flush=True)
    for rows in (int(n) for n in args.rows.split(",")):
        with tempfile.TemporaryDirectory(prefix="cs-bench-", dir=args.scratch) as scratch:
            os.environ["BENCH_SCRATCH"] = scratch
            bench = works.Works(scratch, rows, args.cs.resolve(), args.python, run)
            megabytes = bench.plain.stat().st_size / 1e6
            for work in asked:
                print(f"\n### {work}, {rows:,} rows ({megabytes:.0f} MB)\n", flush=True)
                print("\n".join(table(measure(bench, work, args.rounds), work)), flush=True)


if __name__ == "__main__":
    main()
