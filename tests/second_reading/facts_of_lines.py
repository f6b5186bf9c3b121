"""The same for bills, parcels and sheets: every row is a line of its own."""

import re

from cells import cents


def either(income, outgo):
    """Bills with a column for each direction, whatever the sign in them."""
    def signed(row):
        got, gone = cents(row.get(income, "")), cents(row.get(outgo, ""))
        return abs(got) if got else -abs(gone or 0)
    return signed


STOOD_STILL = "交易关闭 已关闭 等待付款 等待买家付款 未支付 待支付 未付款 待付款 已取消 已撤销".split()


def moved(row):
    """Closed lines and those that wait to be paid move no money, whatever their direction says."""
    state = row.get("交易状态") or row.get("当前状态") or ""
    return state not in STOOD_STILL and "失败" not in state


def way(column):
    words = {"支出": "out", "出账": "out", "收入": "in", "入账": "in"}
    return lambda row: words.get(row[column], "neutral") if moved(row) else "neutral"


def worded(amount, column):
    """Bills with a word for the direction. What is neither keeps its face value."""
    direction = way(column)
    return lambda row: (cents(row[amount]) or 0) * (-1 if direction(row) == "out" else 1)


def returned(row):
    """What WeChat gave back of a payment, by the state of its line."""
    state, paid = row["当前状态"], cents(row["金额(元)"])
    if row["收/支"] != "支出":
        return None
    part = re.fullmatch("已退款[(（][¥￥]?([0-9.,]+)[)）]", state)
    return cents(part.group(1)) if part else paid if state == "已全额退款" else None


returned.columns = ["当前状态"]


def sign(amount):
    return lambda row: "out" if amount(row) < 0 else "in"


def taobao_order(row):
    """The order a merchant's Alipay line is about."""
    for column in ("业务基础订单号", "商户订单号"):
        number = row.get(column, "").removeprefix("T200P")
        if number and not number.startswith("FP301_"):
            return number
    found = re.search(r"tradeid:(\d+)", row.get("备注", ""))
    return found.group(1) if found else ""


def merchant_order(column):
    return lambda row: re.sub("^T200P|^/$|^-$", "", row[column])


MERCHANT = either("收入金额(+元)", "支出金额(-元)")
COMBO = either("收入(+元)", "支出(-元)")
SELLER = either("收入金额(元)", "支出金额(元)")


def trade(row):
    return cents(row["商家实收(元)"])


def wechat(row):
    back = cents(row["退款金额"])
    return -back if back else cents(row["应结订单金额"])


LINES = dict(
    payments=[
        dict(
            marks=["账务流水号", "业务流水号", "收入金额(+元)"], entry_no=["账务流水号"], at=["发生时间"],
            order_no=taobao_order, amount=MERCHANT, direction=sign(MERCHANT), balance=["账户余额(元)"],
        ),
        dict(
            marks=["入账时间", "支付宝流水号", "收入(+元)"], entry_no=["支付宝流水号"], at=["入账时间"],
            order_no=taobao_order, amount=COMBO, direction=sign(COMBO), balance=["账户余额(元)"],
        ),
        dict(
            marks=["交易时间", "交易订单号", "收/支"], pay_no=["交易订单号"], at=["交易时间"],
            amount=worded("金额", "收/支"), direction=way("收/支"), status_raw=["交易状态"],
            order_no=merchant_order("商家订单号"),
        ),
        dict(
            marks=["交易号", "商家订单号", "资金状态"], pay_no=["交易号"], at=["交易创建时间"], paid_at=["付款时间"],
            amount=worded("金额(元)", "收/支"), direction=way("收/支"), refunded=["成功退款(元)"],
            order_no=merchant_order("商家订单号"),
        ),
        dict(
            marks=["支付宝交易号", "商家实收(元)"], pay_no=["支付宝交易号"], at=["完成时间"], amount=trade,
            direction=sign(trade), order_no=merchant_order("商户订单号"), fee=["服务费(元)"],
        ),
        dict(
            marks=["交易时间", "交易单号", "金额(元)"], pay_no=["交易单号"], at=["交易时间"],
            amount=worded("金额(元)", "收/支"), direction=way("收/支"), status_raw=["当前状态"], refunded=returned,
            order_no=merchant_order("商户单号"),
        ),
        dict(
            marks=["微信订单号", "应结订单金额"], pay_no=["微信订单号"], order_no=["商户订单号"], at=["交易时间"],
            amount=wechat, direction=sign(wechat), status_raw=["交易状态"], backticks=True,
        ),
        dict(
            marks=["商户订单号", "账务类型", "业务描述"], never=["支付宝流水号"], order_no=merchant_order("商户订单号"),
            at=["发生时间"], amount=MERCHANT, direction=sign(MERCHANT),
        ),
        dict(
            marks=["主订单id", "入帐类型"], order_no=["主订单id"], item_no=["子订单id"], pay_no=["支付流水号"],
            amount=SELLER, direction=sign(SELLER), at=lambda row: row["入帐日期"] + " " + row["入帐时间"],
        ),
        dict(
            marks=["动帐流水号", "动账金额"], entry_no=["动帐流水号"], order_no=["订单号"], item_no=["子订单号"],
            at=["动账时间"], amount=worded("动账金额", "动账方向"), direction=way("动账方向"),
        ),
    ],
    settlements=[
        dict(
            marks=["结算时间", "结算金额", "结算单类型"], order_no=["订单号"], item_no=["子订单号"], amount=["结算金额"],
            settled_at=["结算时间"], payable=["订单总价"], paid=["用户实付"], quantity=["商品数量"],
        ),
        dict(
            marks=["订单编号", "费用名称", "应结金额"], order_no=["订单编号"], entry_kind=["费用名称"], amount=["应结金额"],
            created_at=["订单下单时间"],
        ),
    ],
    freight=[
        dict(
            marks=["运单号", "网点称重", "合计费用"], tracking_no=["运单号"], at=["业务时间"], payable=["合计费用"],
            freight=["运费"], fee=["面单费用"], surcharge=["加收费用"], region=["目的省份"],
        ),
        dict(
            marks=["出库单号(货主)", "快递费"], tracking_no=["物流单号"], order_no=["出库单号(货主)"], at=["发运时间"],
            freight=["快递费"], quantity=["货品数量"],
            payable=lambda row: sum(cents(row[c]) or 0 for c in ("操作费", "包材费", "快递费")),
        ),
        dict(
            marks=["运单号码", "计费重量", "应付金额"], tracking_no=["运单号码"], at=["日期"], payable=["应付金额"],
            freight=["费用(元)"],
        ),
    ],
    parcels=[
        dict(marks=["tracking_no", "carrier", "last_track"], tracking_no=["tracking_no"], order_no=["order_no"],
             shipped_at=["shipped_at"], at=["last_track_at"]),
        dict(marks=["运单号", "订单编号", "异常类型"], tracking_no=["运单号"], shipped_at=["发货时间"], picked_at=["揽件时间"],
             order_no=lambda row: ",".join(part.strip() for part in row["订单编号"].split(","))),
    ],
    reviews=[
        dict(marks=["用户昵称", "评论内容"], buyer=["用户昵称"], rating=["评分"], content=["评论内容"],
             append_content=lambda row: row["追加评论"].removeprefix("追评："), created_at=["日期"]),
    ],
    messages=[
        dict(marks=["时间", "会话", "内容"], at=["时间"], chat=["会话"], buyer=["买家"], handler=["客服"],
             content=["内容"]),
    ],
    stock=[
        dict(marks=["商家编码", "库存"], sku=["商家编码"], warehouse=["仓库"], quantity=["库存"], at=["盘点日期"]),
    ],
    promotions=[
        dict(marks=["活动名称", "活动价"], title=["活动名称"], sku=["商家编码"], price=["活动价"],
             starts_at=["开始时间"], ends_at=["结束时间"]),
    ],
    gifts=[
        dict(marks=["gift", "gift_sku", "from_amount"], title=["gift"], sku=["gift_sku"], amount=["from_amount"],
             quantity=["quantity"]),
    ],
    roster=[
        dict(marks=["日期", "姓名", "班次"], at=["日期"], handler=["姓名"], shift=["班次"]),
    ],
    tracks=[
        dict(marks=["运单号", "扫描时间", "轨迹描述"], tracking_no=["运单号"], carrier=["快递公司"], order_no=["订单号"], at=["扫描时间"],
             status_raw=["轨迹状态"], region=["扫描网点"], content=["轨迹描述"]),
        dict(marks=["tracking_no", "time", "event"], tracking_no=["tracking_no"], carrier=["carrier"],
             order_no=["order_no"], at=["time"], status_raw=["status"], region=["location"], content=["event"]),
    ],
    notices=[
        dict(marks=["通知编号", "通知时间", "标题"], entry_no=["通知编号"], at=["通知时间"], entry_kind=["类型"], title=["标题"],
             content=["内容"], due_at=["处理截止时间"], order_no=["订单号"], status_raw=["状态"]),
    ],
    agent_days=[
        dict(marks=["日期", "旺旺昵称", "接待人数"], at=["日期"], account=["旺旺昵称"], handler=["客服姓名"], chats=["会话量"],
             buyers=["接待人数"], first_reply=["首次响应(秒)"], average_reply=["平均响应(秒)"], reply_share=["3分钟回复率"],
             satisfaction=["满意率"], orders=["付款订单数"], amount=["销售额"]),
        dict(marks=["date", "agent", "chats", "buyers"], at=["date"], account=["agent"], handler=["agent"], chats=["chats"],
             buyers=["buyers"], first_reply=["first_reply"], average_reply=["average_reply"],
             reply_share=["answered_in_time"], satisfaction=["satisfaction"], orders=["orders"], amount=["sales"]),
    ],
    shop_scores=[
        dict(marks=["日期", "评分名称", "分值"], at=["日期"], title=["评分名称"], score=["分值"], change=["变化"], level=["等级"]),
    ],
    penalties=[
        dict(marks=["处罚编号", "处罚时间", "违规类型"], entry_no=["处罚编号"], at=["处罚时间"], order_no=["订单号"],
             entry_kind=["违规类型"], reason=["违规原因"], amount=["处罚金额"], points=["扣分"], status_raw=["状态"],
             due_at=["申诉截止时间"]),
    ],
    areas_not_served=[
        dict(marks=["快递公司", "不配送地区"], carrier=["快递公司"], region=["不配送地区"], starts_at=["生效日期"],
             ends_at=["失效日期"], reason=["原因"]),
    ],
    tariffs=[
        dict(marks=["快递公司", "目的地", "首重价"], carrier=["快递公司"], warehouse=["发货仓"], region=["目的地"],
             first_weight=["首重"], first_price=["首重价"], further_weight=["续重"], further_price=["续重价"],
             starts_at=["生效日期"], ends_at=["失效日期"]),
    ],
    bundles=[
        dict(marks=["bundle_sku", "part_sku"], bundle=["bundle_sku"], sku=["part_sku"], items=["part_name"],
             quantity=["quantity"], share=["share"], starts_at=["from"], ends_at=["until"]),
    ],
    franchise_ratios=[
        dict(marks=["店铺", "加盟商", "分成比例"], party=["加盟商"], region=["区域"], sku=["商家编码"], share=["分成比例"],
             starts_at=["生效日期"], ends_at=["失效日期"]),
    ],
    holidays=[
        dict(marks=["日期", "节日", "是否上班"], at=["日期"], title=["节日"], works=["是否上班"]),
    ],
)
