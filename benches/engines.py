"""Peers that are Python modules: polars, and ClickHouse as chdb. Run with a work and a file, prints CSV."""

import subprocess
import sys

import generate
import peers

MODULES = ("polars", "chdb")
ASKS = ("改地址", "退款", "投诉")
PHONE = r"^'?1[3-9][0-9]{9}$"


def version(python, module):
    """The module's version, if this Python has it."""
    told = subprocess.run([python, "-c", f"import {module}; print({module}.__version__)"], capture_output=True, text=True)
    return told.stdout.strip() if told.returncode == 0 else None


def frame(path, encoding):
    import polars as pl

    if encoding == "utf-8":
        return pl, pl.scan_csv(path, infer_schema=False).fill_null("")
    return pl, pl.read_csv(path, infer_schema=False, encoding=encoding).fill_null("").lazy()


def show(query):
    query.collect(engine="streaming").write_csv(sys.stdout.buffer)


def polars_unpaid(path, encoding):
    pl, orders = frame(path, encoding)
    late = (pl.col("订单状态") == "等待买家付款") & (pl.col("订单创建时间") <= peers.DEADLINE)
    show(orders.filter(late).select(peers.SHOWN).sort("订单创建时间", "订单编号"))


def polars_day(path, encoding):
    pl, orders = frame(path, encoding)
    at = pl.col("订单创建时间")
    sums = [pl.col(c).cast(pl.Float64).sum() for c in ("总金额", "买家实际支付金额", "退款金额")]
    day = orders.filter(at.str.starts_with(peers.DAY)).with_columns(hour=at.str.slice(11, 2)).collect(engine="streaming")
    sys.stdout.write(day.select(pl.len(), *sums).write_csv(include_header=False))
    for group in ("店铺名称", "hour"):
        sys.stdout.write(day.group_by(group).agg(pl.len(), *sums).sort(group).write_csv(include_header=False))


def polars_abnormal(path, encoding):
    pl, orders = frame(path, encoding)
    col = pl.col
    cents = lambda c: (col(c).cast(pl.Float64) * 100).round().cast(pl.Int64)  # noqa: E731
    due = cents("总金额") - cents("天猫卡券抵扣") - col("买家支付积分").cast(pl.Int64)
    state, paid = col("订单状态"), col("订单付款时间") != ""
    at = col("订单创建时间").str.to_datetime("%Y-%m-%d %H:%M:%S").dt.epoch("s")
    gap = col("at") - col("at").shift(1).over("买家会员名", "宝贝标题")
    answers = (
        (state == generate.PAID) & (col("订单付款时间") < peers.PAST_SHIPPING),
        paid & (due != cents("买家实际支付金额")),
        col("退款金额").cast(pl.Float64) > 0,
        ~col("联系手机").str.contains(PHONE),
        col("收货地址").str.len_chars() < 8,
        (gap <= 600).fill_null(False),
        (state == generate.CLOSED) & paid,
        col("宝贝总数量").cast(pl.Int64) >= 50,
        col("买家留言").str.contains("|".join(ASKS)),
        (state == generate.SHIPPED) & (col("发货时间") < peers.PAST_WAY),
    )
    named = [answer.alias(f"R{n}") for n, answer in enumerate(answers, 1)]
    told = orders.with_columns(at=at).sort("at").with_columns(named)
    any_of = pl.any_horizontal([f"R{n}" for n in range(1, 11)])
    show(told.filter(any_of).select("订单编号", "订单创建时间", "订单状态", *(f"R{n}" for n in range(1, 11))))


def source(path):
    columns = ", ".join(f"`{c}` String" for c in peers.COLUMNS)
    return f"file('{path}', 'CSVWithNames', '{columns}')"


def chdb_run(query):
    import chdb

    sys.stdout.write(str(chdb.query(query, "CSV")))


def chdb_unpaid(path, _):
    where = f"`订单状态` = '等待买家付款' AND `订单创建时间` <= '{peers.DEADLINE}'"
    shown = ", ".join(f"`{c}`" for c in peers.SHOWN)
    chdb_run(f"SELECT {shown} FROM {source(path)} WHERE {where} ORDER BY `订单创建时间`, `订单编号`")


def chdb_day(path, _):
    sums = ", ".join(f"round(sum(toFloat64(`{c}`)), 2)" for c in ("总金额", "买家实际支付金额", "退款金额"))
    groups = "GROUPING SETS ((), (`店铺名称`), (hour))"
    day = f"SELECT *, substring(`订单创建时间`, 12, 2) AS hour FROM {source(path)} WHERE startsWith(`订单创建时间`, '{peers.DAY}')"
    chdb_run(f"SELECT count(), {sums}, `店铺名称`, hour FROM ({day}) GROUP BY {groups} ORDER BY `店铺名称`, hour")


def chdb_abnormal(path, _):
    cents = lambda c: f"toInt64(round(toFloat64(`{c}`) * 100))"  # noqa: E731
    due = f"{cents('总金额')} - {cents('天猫卡券抵扣')} - toInt64(`买家支付积分`)"
    words = ", ".join(f"'{w}'" for w in ASKS)
    phone = PHONE.replace("'", "\\'")
    answers = (
        f"`订单状态` = '{generate.PAID}' AND `订单付款时间` < '{peers.PAST_SHIPPING}'",
        f"`订单付款时间` <> '' AND {due} <> {cents('买家实际支付金额')}",
        "toFloat64(`退款金额`) > 0",
        f"NOT match(`联系手机`, '{phone}')",
        "lengthUTF8(`收货地址`) < 8",
        "gap <= 600",
        f"`订单状态` = '{generate.CLOSED}' AND `订单付款时间` <> ''",
        "toInt64(`宝贝总数量`) >= 50",
        f"multiSearchAny(`买家留言`, [{words}])",
        f"`订单状态` = '{generate.SHIPPED}' AND `发货时间` < '{peers.PAST_WAY}'",
    )
    told = ", ".join(f"if({answer}, 'R{n}', '')" for n, answer in enumerate(answers, 1))
    window = "(PARTITION BY `买家会员名`, `宝贝标题` ORDER BY at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)"
    at = "toUnixTimestamp(toDateTime(`订单创建时间`, 'UTC'))"
    near = f"SELECT *, toInt64({at}) AS at, at - lagInFrame(at, 1, toInt64(-100000)) OVER {window} AS gap FROM {source(path)}"
    judged = f"SELECT *, arrayStringConcat([{told}], '') AS rules FROM ({near})"
    chdb_run(f"SELECT `订单编号`, `订单创建时间`, `订单状态`, rules FROM ({judged}) WHERE rules <> ''")


def chdb_load(path, database):
    """It has no unique key: an order that comes again replaces the older one when it is read."""
    from chdb import session

    columns = ", ".join(f"`{c}` String" for c in peers.COLUMNS)
    by_time = "INDEX by_time `订单创建时间` TYPE minmax GRANULARITY 1"
    held = session.Session(database)
    held.query("CREATE DATABASE IF NOT EXISTS shop ENGINE = Atomic")
    engine = "ENGINE = ReplacingMergeTree ORDER BY `订单编号`"
    held.query(f"CREATE TABLE IF NOT EXISTS shop.orders ({columns}, {by_time}) {engine}")
    held.query(f"INSERT INTO shop.orders SELECT * FROM {source(path)}")
    print(str(held.query("SELECT count() FROM shop.orders FINAL", "CSV")).strip(), "orders")
    held.close()


if __name__ == "__main__":
    module, work, *rest = sys.argv[1:]
    {
        ("polars", "B"): polars_unpaid,
        ("polars", "C"): polars_abnormal,
        ("polars", "D"): polars_day,
        ("chdb", "A"): chdb_load,
        ("chdb", "B"): chdb_unpaid,
        ("chdb", "C"): chdb_abnormal,
        ("chdb", "D"): chdb_day,
    }[(module, work)](*rest)
