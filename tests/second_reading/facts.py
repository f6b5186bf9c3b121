"""Which column of which export is what. Written from the format notes and the files, not from the layouts.

An entry: the kind, the columns that must be there (`marks`) and that must not (`never`), and for each column of
`cs export KIND` where its value stands: a list of columns, of which the first that is not empty counts, or a function
of the row. `grain`: the columns that are added up over the rows of an order; others stand once for the order.
"""

import re
from datetime import timezone

from cells import cents, folded
from words import ORDER, REFUND, meaning


def add(*columns):
    """Columns together, in cents; nothing where all are empty."""
    def total(row):
        found = [f for f in (cents(row.get(c, "")) for c in columns) if f is not None]
        return sum(found) if found else None
    return total


def status(table, column):
    return lambda row: meaning(ORDER[table], folded(row.get(column, "")).lower().removeprefix("wc-")) or "unknown"


def state(*columns):
    """A refund's state, after the first column that says anything."""
    def known(row):
        word = next((row[c] for c in columns if row.get(c) not in (None, "", "-")), "")
        return meaning(REFUND, folded(word).lower().replace("(", "").replace(")", "")) or "unknown"
    known.columns = columns
    return known


def has(column, *parts):
    return lambda row: any(part in row.get(column, "") for part in parts)


def jd_status(row):
    word = folded(row["订单状态"])
    if word.startswith("(锁定)"):
        return "risk_hold"
    if word.startswith("(删除)"):
        rest = meaning(ORDER["jd"], word.removeprefix("(删除)"))
        return "closed_unpaid" if rest == "unpaid" else "CLOSED"
    return meaning(ORDER["jd"], word) or "unknown"


def tmall_status(row):
    if not row["订单付款时间"]:
        return "unpaid"
    return "closed_refunded" if cents(row["退款金额"]) == cents(row["总金额"]) else "unknown"


def shopify_status(row):
    money, goods = row["Financial Status"], row["Fulfillment Status"]
    if money in ("pending", "authorized") and not row["Cancelled at"]:
        return "unpaid"
    if money == "partially_paid":
        return "part_paid"
    if money == "refunded":
        return "closed_refunded"
    if money in ("voided", "expired") or row["Cancelled at"]:
        return "closed_unpaid"
    return {"partial": "part_shipped", "fulfilled": "shipped"}.get(goods, "paid")


def shipped_when(column, paid):
    """Exports without a word for the state: shipped once there is a day for it."""
    return lambda row: "shipped" if row.get(column) else "paid" if paid(row) else "unpaid"


def amazon_payable(row):
    """In the USA and Canada taxes are on top of prices; elsewhere prices hold them already."""
    if not row["item-price"]:
        return None
    columns = ["item-price", "shipping-price", "gift-wrap-price"]
    if row["currency"] in ("USD", "CAD"):
        if "item-tax" not in row or "shipping-tax" not in row:
            return None
        columns += ["item-tax", "shipping-tax", "gift-wrap-tax"]
    prices = add(*columns)(row)
    return prices - (add("item-promotion-discount", "ship-promotion-discount")(row) or 0)


def pdd_status(row):
    """Cancelled: paid back, never paid, or neither to be told."""
    word = status("pdd", "订单状态")(row)
    if folded(row["订单状态"]) != "已取消":
        return word
    if row["售后状态"] == "退款成功":
        return "closed_refunded"
    return "closed" if pdd_doubt(row) else word


def pdd_doubt(row):
    """Nothing tells when it was paid, but something tells that it may have been."""
    sent = row.get("发货时间") or row.get("快递单号")
    asked = row["售后状态"] not in ("", "无售后或售后取消", "无售后")
    return not (row.get("支付时间") or row.get("订单成交时间")) and bool(sent or asked)


def pdd_paid(row):
    if folded(row["订单状态"]) == "已取消" and pdd_doubt(row):
        return None
    return cents(row["用户实付金额(元)"])


def fbm_state(row):
    """Paid back where an amount says so; a word alone says less."""
    paid_back = cents(row.get("Refunded Amount", "")) or 0
    word = state("Return request status")(row)
    if paid_back > 0:
        return "success"
    if word == "wait_buyer_return" and row.get("Return delivery date"):
        return "wait_seller_receive"
    return "unknown" if word == "success" else word


def either(column):
    """An amount with a point or with a comma before the cents; three digits behind either are thousands."""
    def total(row):
        text = row.get(column, "")
        if "," in text or re.fullmatch(r"\d{1,3}(\.\d{3})+", text):
            text = text.replace(".", "").replace(",", ".")
        return cents(text)
    return total


def jst_status(row):
    return status("jst", "状态" if "状态" in row else "订单状态")(row)


ORDERS = [
    dict(
        marks=["订单编号", "订单状态"], never=["退款编号", "购买数量", "子订单编号", "售后编号", "父单号"],
        order_no=["订单编号", "主订单编号"], status=status("taobao", "订单状态"), payable=["总金额"],
        paid=["买家实际支付金额", "买家实付金额"], refunded=["退款金额"], quantity=["宝贝总数量"],
        created_at=["订单创建时间", "买家下单时间"], paid_at=["订单付款时间", "买家付款时间"],
        back=lambda row: "退款" in row["订单关闭原因"] if "订单关闭原因" in row else bool(row.get("订单付款时间")), buyer=["买家会员名"], receiver=["收货人姓名"], carrier=["物流公司"],
    ),
    dict(
        marks=["订单编号", "总金额", "退款金额", "订单付款时间"], never=["订单状态", "商品标题"],
        order_no=["订单编号"], status=tmall_status, payable=["总金额"], paid=["买家实际支付金额"], refunded=["退款金额"],
        created_at=["订单创建时间"], paid_at=["订单付款时间"],
    ),
    dict(
        marks=["订单号", "下单帐号", "京东价"], grain=["quantity"],
        order_no=["订单号"], status=jd_status, payable=["应付金额"], paid=["应付金额"], quantity=["订购数量"],
        created_at=["下单时间"], paid_at=["付款确认时间"], unpaid=lambda row: not row["付款确认时间"],
        back=lambda row: "拆分" not in row.get("商家备注", ""),
        buyer=["下单帐号"], receiver=["客户姓名"],
    ),
    dict(
        marks=["订单号", "商品总价(元)", "商家实收金额(元)", "售后状态"], never=["SKU名称"],
        order_no=["订单号"], status=pdd_status, payable=["用户实付金额(元)"], paid=pdd_paid,
        quantity=["商品数量(件)"], shipped_at=["发货时间"], tracking_no=["快递单号"], carrier=["快递公司"],
        back=has("订单状态", "未发货"), part=True,
    ),
    dict(
        marks=["主订单编号", "子订单编号", "选购商品"], grain=["quantity", "payable", "paid", "refunded"],
        order_no=["主订单编号"], status=status("douyin", "订单状态"), payable=["订单应付金额"], quantity=["商品数量"],
        created_at=["订单提交时间"], paid_at=["支付完成时间"],
        unpaid=lambda row: row["售后状态"] == "-" and not row.get("支付完成时间"), back=lambda row: True,
    ),
    dict(
        marks=["订单号", "成交数量", "实付款"],
        order_no=["订单号"], status=status("shop", "订单状态"), payable=["实付款"], paid=["实付款"], quantity=["成交数量"],
        created_at=["订单创建时间"], paid_at=["订单支付时间"], back=has("售后状态", "成功"), tracking_no=["快递单号"],
    ),
    dict(
        marks=["订单号", "小红书编码", "用户应付金额(元)"], grain=["quantity", "payable", "paid"],
        order_no=["订单号"], status=status("shop", "订单状态"), payable=["用户应付金额(元)"], quantity=["SKU件数"],
        created_at=["订单创建时间"], paid_at=["支付时间"], back=has("售后状态", "完成", "成功"),
    ),
    dict(
        marks=["订单号", "订单下单时间", "打标颜色"], grain=["quantity", "refunded"],
        order_no=["订单号"], status=status("shop", "订单状态"), payable=["订单实际支付金额"], paid=["订单实际支付金额"],
        refunded=["商品已退款金额"], quantity=["商品数量"], created_at=["订单下单时间"], paid_at=["支付时间"],
        tracking_no=["快递单号"],
    ),
    dict(
        marks=["订单号", "订单商品状态", "商品实际成交金额"], grain=["quantity", "payable", "refunded"],
        order_no=["订单号"], status=status("shop", "订单商品状态"), payable=["商品实际成交金额"],
        refunded=["商品已退款金额"], unpaid=lambda row: not row["商品退款状态"], quantity=["商品数量"], receiver=["收货人/提货人"],
    ),
    dict(
        marks=["Name", "Financial Status", "Lineitem quantity"], grain=["quantity"], head="Financial Status",
        order_no=["Name"], status=shopify_status, payable=["Total"], refunded=["Refunded Amount"],
        quantity=["Lineitem quantity"], created_at=["Created at"], paid_at=["Paid at"], receiver=["Shipping Name"],
    ),
    dict(
        marks=["Order Number", "Order Status", "Order Total Amount"], grain=["quantity"],
        order_no=["Order Number"], status=status("woo", "Order Status"), payable=["Order Total Amount"],
        refunded=["Order Refund Amount"], quantity=["Quantity"], created_at=["Order Date"],
        unpaid=has("Order Status", "Cancelled"), back=has("Order Status", "Refunded"),
    ),
    dict(
        marks=["order_id", "order_number", "order_total", "line_item_1"],
        order_no=["order_number"], status=status("woo", "status"), payable=["order_total"], created_at=["order_date"],
        paid_at=["paid_date"], back=has("status", "refunded"),
    ),
    dict(
        marks=["order_id", "order_total", "refunded_total", "item_id"], grain=["quantity"],
        order_no=["order_number"], status=status("woo", "status"), payable=["order_total"], refunded=["refunded_total"],
        quantity=["item_quantity"], created_at=["order_date"], unpaid=has("status", "cancelled"),
        back=has("status", "refunded"),
    ),
    dict(
        marks=["amazon-order-id", "order-status", "item-price"], plain=True, grain=["quantity", "payable"],
        order_no=["amazon-order-id"], status=status("amazon", "order-status"), quantity=["quantity"],
        payable=amazon_payable,
        created_at=["purchase-date"],
    ),
    dict(
        marks=["order-id", "order-item-id", "quantity-to-ship"], plain=True, encoding="CP932", grain=["quantity"],
        order_no=["order-id"], quantity=["quantity-purchased"], created_at=["purchase-date"], receiver=["recipient-name"],
    ),
    dict(
        marks=["Sales Record Number", "Order Number", "Total Price"], head="Total Price",
        order_no=["Order Number"], status=shipped_when("Shipped On Date", lambda row: row["Paid On Date"]),
        payable=["Total Price"], quantity=["Quantity"], created_at=["Sale Date"], paid_at=["Paid On Date"],
        receiver=["Ship To Name"], buyer=["Buyer Username"], tracking_no=["Tracking Number"],
    ),
    dict(
        marks=["Sale Date", "Order ID", "Order Total"],
        order_no=["Order ID"], payable=["Order Total"], quantity=["Number of Items"], created_at=["Sale Date"],
        shipped_at=["Date Shipped"],
    ),
    dict(
        marks=["Sale Date", "Item Name", "Order ID"], grain=["quantity"],
        order_no=["Order ID"], status=shipped_when("SHIPPED", lambda row: row["Date Paid"]), quantity=["Quantity"],
        created_at=["Sale Date"], paid_at=["Date Paid"],
    ),
    dict(
        marks=["订单号", "线上订单号", "子订单编号"], inner="订单号", grain=["quantity"],
        order_no=["原始线上订单号"], status=jst_status, quantity=["数量"], created_at=["下单时间"], paid_at=["付款日期"],
    ),
    dict(
        marks=["内部订单号", "线上订单号", "订单日期"], inner="内部订单号", grain=["quantity"],
        order_no=["原始线上订单号"], status=jst_status, quantity=["销售数量"], created_at=["订单日期"], paid_at=["付款日期"],
    ),
    dict(
        marks=["InvoiceNo", "StockCode", "UnitPrice"], grain=["quantity", "payable"], zone=timezone.utc,
        order_no=["InvoiceNo"], status=lambda row: "closed" if row["InvoiceNo"].startswith("C") else "finished",
        buyer=["CustomerID"], quantity=["Quantity"], created_at=["InvoiceDate"],
        payable=lambda row: int(row["Quantity"]) * cents(row["UnitPrice"]),
    ),
    dict(
        marks=["order_id", "status", "total", "paid_amount"],
        order_no=["order_id"], status=lambda row: row["status"], payable=either("total"), paid=either("paid_amount"),
        quantity=["quantity"], created_at=["created_at"], paid_at=["paid_at"],
    ),
    dict(
        marks=["platform", "order_no", "status", "payable"],
        order_no=["order_no"], status=lambda row: row["status"], payable=["payable"], paid=["paid"],
        quantity=["quantity"], created_at=["created_at"], paid_at=["paid_at"],
    ),
]

REFUNDS = [
    dict(
        marks=["订单编号", "退款编号", "买家退款金额"], order_no=["订单编号"], refund_no=["退款编号"], amount=["买家退款金额"],
        refund_state=state("退款状态"), applied_at=["退款的申请时间"], due_at=["超时时间"],
        back_tracking_no=["退货物流单号"],
    ),
    dict(
        marks=["服务单号", "服务单类型"], order_no=["订单号"], refund_no=["服务单号"], amount=["退款金额"],
        applied_at=["申请时间"],
    ),
    dict(
        marks=["售后编号", "退款类型", "交易金额"], order_no=["订单编号"], refund_no=["售后编号"], amount=["退款金额"],
        refund_state=state("售后状态"), applied_at=["申请时间"],
    ),
    dict(
        marks=["售后单号", "商品单号", "售后类型"], order_no=["订单号"], refund_no=["售后单号"], item_no=["商品单号"],
        refund_state=state("售后状态"), applied_at=["售后申请时间"], due_at=["自动处理截止时间"],
        amount=lambda row: (add("退商品金额(元)", "退运费金额(元)", "退税费金额(元)")(row) or 0)
        - (cents(row.get("退支付优惠(元)", "")) or 0),
    ),
    dict(
        marks=["售后单号", "订单编号", "退款金额"], never=["商品单号"], order_no=["订单编号"], refund_no=["售后单号"],
        refund_state=state("售后状态"), amount=["退款金额"], applied_at=["售后申请时间", "申请时间"],
    ),
    dict(
        marks=["售后单号", "平台订单号", "申请退款金额"], order_no=["平台订单号"], refund_no=["售后单号"],
        refund_state=state("平台售后状态", "售后单状态"), amount=["申请退款金额"], applied_at=["申请时间"],
    ),
    dict(
        marks=["return-date", "order-id", "license-plate-number"], plain=True, order_no=["order-id"],
        back_signed_at=["return-date"], amount=lambda row: None, reason=["reason"],
    ),
    dict(
        marks=["Order ID", "Return request date", "Refunded Amount"], plain=True, order_no=["Order ID"],
        refund_state=fbm_state, applied_at=["Return request date"], zone=timezone.utc,
    ),
]

ITEMS = [
    dict(
        marks=["价格", "购买数量", "订单状态"], order_no=["主订单编号", "订单编号"], item_no=["子订单编号"], price=["价格"],
        quantity=["购买数量"], sku=["商家编码", "外部系统编号"], status=status("taobao", "订单状态"),
        refund_state=state("退款状态"), refunded=["退款金额"], created_at=["订单创建时间"], paid=["买家实际支付金额"],
    ),
    dict(
        marks=["商品价格", "购买数量", "订单状态"], order_no=["主订单编号"], item_no=["子订单编号"], price=["商品价格"],
        quantity=["购买数量"], sku=["商家编码", "外部系统编号"], status=status("taobao", "订单状态"),
        refund_state=state("退款状态"), refunded=["退款金额"], created_at=["订单创建时间"], paid=["买家实付金额"],
    ),
]
