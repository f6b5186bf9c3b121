#!/usr/bin/env python3
"""Writes a made-up Taobao order export: 30 columns, a year of orders, the newest first.

    python3 benches/generate.py --rows 100000 --encoding gbk --output orders.csv

The same arguments write the same bytes on every machine. With `--changed 5` every twentieth order has another seller
note and nothing else differs, as in the export of the next day. With `--excel-saved` the dates are those of a file that
was once opened and saved in Excel. Standard library only.

Seven in ten orders are finished, one waits for payment, one for shipping, one in twenty is under way and one closed.
Few things are wrong with few of them, as in a real shop: amounts that do not add up, phones that lack a digit, notes
that ask for another address, quantities of a wholesaler, the same thing bought twice."""

import argparse
import random
import sys
from datetime import datetime, timedelta

NOW = datetime(2026, 11, 22, 9, 0, 0)
HEADER = (
    "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,买家实际支付金额,订单状态,"
    "买家留言,收货人姓名,收货地址,运送方式,联系手机,订单创建时间,订单付款时间,宝贝标题,宝贝种类,物流单号,物流公司,"
    "订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,天猫卡券抵扣,退款金额,发货时间,确认收货时间,是否代付"
)
UNPAID, PAID, SHIPPED = "等待买家付款", "买家已付款，等待卖家发货", "卖家已发货，等待买家确认"
FINISHED, CLOSED = "交易成功", "交易关闭"

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
NAMES = "小禾 青 明远 一诺 思齐 晚晴 可 伯言 知夏 子木 云起 安".split()
PLACES = (
    "浙江省 杭州市 余杭区 仓前街道|广东省 佛山市 禅城区 祖庙街道|江苏省 南京市 鼓楼区 湖南路街道|四川省 绵阳市 涪城区 城厢街道|"
    "湖北省 宜昌市 西陵区 学院街道|北京 北京市 海淀区 上地街道|上海 上海市 徐汇区 田林街道|福建省 泉州市 丰泽区 东湖街道|"
    "山东省 烟台市 芝罘区 向阳街道|河南省 洛阳市 涧西区 天津路街道|陕西省 咸阳市 秦都区 人民路街道|辽宁省 大连市 沙河口区 星海湾街道"
).split("|")
ROADS = "样例路 长春路 江滨西路 新华街 青年大道 湖光小区 和平里 桃园新村".split()
KINDS = "手冲壶 青瓷杯 亚麻围裙 樟木砧板 羊毛毯 竹编篮 铸铁锅 香薰蜡烛 书立 帆布包 儿童雨靴 折叠凳".split()
LOOKS = "素色 加厚 小号 礼盒装 两件套 复古 家用 便携 原木色 大容量".split()
SHOPS = "青禾家居旗舰店 样例小铺 半山茶器店 南桥童装专营店 松果户外旗舰店 白鹭厨具专卖店".split()
CARRIERS = (("圆通速递", "YT"), ("中通快递", "ZT"), ("韵达快递", "YD"), ("顺丰速运", "SF"), ("邮政快递包裹", "PK"))
WISHES = "请尽快发货，谢谢 包装好一点 要浅色的 放在门卫 工作日送 不要放小票 发票开个人".split()
ASKS = "地址写错了，帮我改地址 不要了，请退款 再不发货就投诉 拍错了，申请退款".split()
NOTES = "老客户 已核对地址 缺货，补发中 周五再发 送小礼品 电话未接通".split()
REASONS = "买家未付款 我不想买了 信息填写错误，重新拍 卖家缺货".split()


def money(cents):
    return f"{cents // 100}.{cents % 100:02}"


def clock(at):
    return at.isoformat(" ") if at else ""


def excel_clock(at):
    """What is left of it once Excel has saved the file: neither seconds nor leading zeros, but of minutes."""
    return f"{at.year}/{at.month}/{at.day} {at.hour}:{at.minute:02}" if at else ""


def cell(text):
    """As the platform writes it: in quotes only where it has to be."""
    if "," in text or "\n" in text or text.startswith('"'):
        return '"' + text.replace('"', '""') + '"'
    return text


def moment(chance):
    """State and time of an order; open orders are young."""
    draw = chance.random()
    hours = chance.random()
    if draw < 0.70:
        state, age = FINISHED, 24 * (10 + 355 * hours)
    elif draw < 0.80:
        state, age = UNPAID, 12 * hours if chance.random() < 0.6 else 12 + 60 * hours
    elif draw < 0.90:
        state, age = PAID, 48 * hours if chance.random() < 0.85 else 48 + 48 * hours
    elif draw < 0.95:
        state, age = SHIPPED, 24 * (1 + 6 * hours) if chance.random() < 0.9 else 24 * (8 + 8 * hours)
    else:
        state, age = CLOSED, 24 * 365 * hours
    return NOW - timedelta(seconds=int(age * 3600)), state


def plan(rows, seed):
    """(time, state, buyer, number of the goods) of every order, the newest first."""
    chance = random.Random(seed)
    buyers = max(50, rows * 6 // 10)
    orders = []
    while len(orders) < rows:
        at, state = moment(chance)
        buyer = int(buyers * chance.random() ** 2)
        goods = chance.randrange(4000)
        orders.append((at, state, buyer, goods))
        if chance.random() < 0.003 and len(orders) < rows:
            orders.append((min(at + timedelta(seconds=chance.randrange(5, 590)), NOW), state, buyer, goods))
    orders.sort(key=lambda order: order[0], reverse=True)
    return orders


def buyer_cells(buyer, seed):
    """Nick, account, name, address, phone: the same in every order of the buyer."""
    chance = random.Random(buyer * 1_000_003 + seed)
    place = f"{chance.choice(PLACES)} {chance.choice(ROADS)}{chance.randrange(1, 900)}号{chance.randrange(1, 30)}栋"
    return (
        f"tb{buyer * 7919 + 10_000_000}_{chance.randrange(100):02}",
        f"199{chance.randrange(10**8):08}",
        chance.choice(SURNAMES) + chance.choice(NAMES),
        f"{place}{chance.randrange(1, 6)}单元{chance.randrange(101, 2600)}室 (000000)",
        f"'199{chance.randrange(10**8):08}",
    )


def wish(chance, gbk):
    draw = chance.random()
    if draw < 0.004:
        return chance.choice(ASKS)
    if draw < 0.005:
        return '第一行,要大号\n第二行："加急"'
    if draw < 0.006:
        return "谢谢老板" if gbk else "谢谢老板😊"
    return chance.choice(WISHES) if draw < 0.154 else ""


def title(goods):
    name = f"{LOOKS[goods % 10]}{KINDS[goods // 10 % 12]} {LOOKS[goods // 7 % 10]} {goods % 40}"
    if goods % 8 == 7:
        name += f"，{LOOKS[goods // 3 % 10]}{KINDS[goods // 5 % 12]}"
    return name


def row(place, order, seed, gbk, changed, clock):
    at, state, buyer, goods = order
    chance = random.Random(place * 2_654_435_761 + seed)
    nick, account, name, address, phone = buyer_cells(buyer, seed)
    quantity = chance.randrange(50, 200) if chance.random() < 0.002 else chance.choice((1, 1, 1, 1, 2, 3))
    price = (990 + goods % 300 * 100) * quantity
    freight = 800 if chance.random() < 0.2 else 0
    points = min(chance.randrange(100, 500) if chance.random() < 0.1 else 0, price // 4)
    coupon = price // 10 if chance.random() < 0.25 else 0
    closed_paid = state == CLOSED and chance.random() < 0.12
    is_paid = closed_paid or state in (FINISHED, PAID, SHIPPED)
    paid = price + freight - coupon - points if is_paid else 0
    if is_paid and chance.random() < 0.002:
        paid += chance.randrange(1, 500)
    refunded = paid if closed_paid else paid // 2 if chance.random() < 0.006 else 0
    paid_at = min(at + timedelta(seconds=20 + chance.randrange(600)), NOW) if is_paid else None
    sent = state in (FINISHED, SHIPPED)
    shipped_at = min(paid_at + timedelta(seconds=3600 + chance.randrange(70_000)), NOW) if sent else None
    done_at = shipped_at + timedelta(seconds=86_400 + chance.randrange(600_000)) if state == FINISHED else None
    carrier, letters = chance.choice(CARRIERS)
    tracking = f"No:{letters}{chance.randrange(10**13):013}" if sent else ""
    note = chance.choice(NOTES) if chance.random() < 0.1 else ""
    if changed and place % changed == 0:
        note = f"{note} 已回访".strip()
    if chance.random() < 0.001:
        address = "自提"
    if chance.random() < 0.002:
        phone = chance.choice(("", phone[:-2]))
    number = 4_000_000_000_000_000_000 - place * 2_000_000 + buyer * 10 % 1_000_000 + 7
    reason = "买家申请退款" if closed_paid else chance.choice(REASONS) if state == CLOSED else ""
    cells = (
        f'="{number}"', nick, account, money(price), money(freight), str(points), money(price + freight),
        money(paid), state, cell(wish(chance, gbk)), name, address, "快递", phone, clock(at), clock(paid_at),
        title(goods), "2" if goods % 8 == 7 else "1", tracking, carrier if sent else "", note, str(quantity),
        str(100_200_300 + buyer % 6), SHOPS[buyer % 6], reason, money(coupon), money(refunded),
        clock(shipped_at), clock(min(done_at, NOW) if done_at else None), "是" if chance.random() < 0.01 else "否",
    )  # fmt: skip
    return ",".join(cells) + "\r\n"


def write(path, rows, encoding="utf-8", seed=1, changed_percent=0, excel_saved=False):
    """Writes the file; `encoding` is `utf-8` or `gbk`."""
    changed = 100 // changed_percent if changed_percent else 0
    gbk = encoding == "gbk"
    with open(path, "w", encoding=encoding, newline="", buffering=1 << 20) as out:
        out.write(HEADER + "\r\n")
        for place, order in enumerate(plan(rows, seed)):
            out.write(row(place, order, seed, gbk, changed, excel_clock if excel_saved else clock))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--encoding", choices=("utf-8", "gbk"), default="utf-8")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--changed", type=int, default=0, metavar="PERCENT", help="share of orders with another note")
    parser.add_argument("--excel-saved", action="store_true", help="dates as Excel writes them when it saves the file")
    parser.add_argument("--output", required=True)
    args = parser.parse_args()
    write(args.output, args.rows, args.encoding, args.seed, args.changed, args.excel_saved)


if __name__ == "__main__":
    sys.exit(main())
