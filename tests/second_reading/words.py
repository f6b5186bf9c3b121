"""What the platforms' words for states mean, after the tables of the format notes."""

ORDER = {
    "taobao": {
        "unpaid": "等待买家付款 没有创建支付宝交易",
        "paid": "买家已付款等待卖家发货",
        "part_shipped": "卖家部分发货",
        "shipped": "卖家已发货等待买家确认",
        "delivered": "买家已签收",
        "finished": "交易成功",
        "CLOSED": "交易关闭",
    },
    "jd": {
        "unpaid": "等待付款 等待付款确认 延迟付款确认",
        "paid": "等待出库 调度中",
        "shipped": "等待确认收货",
        "finished": "完成",
        "CLOSED": "已取消",
        "risk_hold": "锁定",
    },
    "pdd": {
        "unpaid": "待支付",
        "paid": "待发货",
        "shipped": "已发货待签收 已发货待收货 待收货",
        "finished": "已签收 已收货",
        "closed_unpaid": "已取消",
        "closed_refunded": "未发货退款成功 已发货退款成功 已签收退款成功 已收货退款成功 已取消退款成功",
    },
    "douyin": {
        "unpaid": "待支付",
        "paid": "待发货 备货中",
        "part_shipped": "部分发货",
        "shipped": "已发货",
        "finished": "已完成",
        "CLOSED": "已关闭",
    },
    "shop": {
        "unpaid": "待付款",
        "paid": "待发货",
        "part_shipped": "部分发货",
        "shipped": "已发货",
        "finished": "交易成功 已完成 交易完成",
        "CLOSED": "交易关闭 已取消 已关闭 交易取消",
    },
    "jst": {
        "unpaid": "待付款",
        "paid": "已付款待审核 发货中",
        "shipped": "已发货",
        "risk_hold": "异常",
        "CLOSED": "取消",
    },
    "woo": {
        "unpaid": "pending pendingpayment on-hold onhold",
        "paid": "processing",
        "finished": "completed",
        "CLOSED": "refunded cancelled",
        "closed_unpaid": "failed",
    },
    "amazon": {
        "unpaid": "pending",
        "paid": "unshipped",
        "part_shipped": "partiallyshipped",
        "shipped": "shipped shipped-deliveredtobuyer",
        "finished": "complete",
        "closed_unpaid": "cancelled",
    },
}

REFUND = {
    "none": "没有申请退款 无售后 无售后或售后取消",
    "requested": "买家已经申请退款等待卖家同意 待商家处理 售后待处理 待审核 待确认 pendingapproval",
    "wait_buyer_return": "卖家已经同意退款等待买家退货 待买家退货 待买家退货处理 待退货 approved",
    "wait_seller_receive": "买家已经退货等待卖家确认收货 待商家收货 待收退货 待收货",
    "refunding": "退款中 同意退款退款中",
    "refused": "卖家拒绝退款 拒绝售后申请 审核关闭 商家驳回",
    "arbitration": "仲裁中",
    "success": "退款成功 同意退款退款成功 已全额退款 售后成功 完成 completed",
    "closed": "退款关闭 售后关闭 售后失败 买家已撤销 取消 closed",
    "exchange_done": "换货成功",
    "failed": "同意退款退款失败",
}


def meaning(table, word):
    """The unified word, or nothing for a word that is not in the table."""
    return next((unified for unified, words in table.items() if word in words.split()), None)
