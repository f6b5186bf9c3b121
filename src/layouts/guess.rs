//! A first draft of a layout from any header: fields guessed by the words that headings of many systems use.

use super::normalize::normalize_name;
use crate::model::Field::{self, *};

/// Field, its usual headings, and parts of headings that speak for it. The first that fits wins, so the more
/// telling stand first, fields as well as words.
const WORDS: &[(Field, &str, &str)] = &[
    (
        OrderNo,
        "订单号 订单编号 主订单编号 单号 订单id 订单编码 订单流水号 单据编号 单据号 交易流水 交易流水号 交易编号 交易号 orderid orderno ordernumber order# order orderref orderreference reference invoiceno invoiceid invoicenumber transactionno transactionnumber salesorder",
        "订单号 订单编号 订单编码 订单id 单据编号 交易流水 orderid orderno ordernumber orderref invoiceno transactionn",
    ),
    (ItemNo, "子订单号 子订单编号 orderitemid lineid itemid lineitemid", "子订单 orderitemid"),
    (
        TrackingNo,
        "快递单号 物流单号 运单号 tracking trackingnumber trackingno",
        "快递单号 物流单号 运单号 tracking",
    ),
    (Carrier, "快递公司 物流公司 carrier courier shippingcompany", "快递公司 物流公司 carrier courier"),
    (
        Phone,
        "手机 手机号 手机号码 电话 联系电话 联系手机 收货人手机 收件电话 收件人手机号 phone phonenumber mobile telephone tel contactnumber",
        "手机 电话 phone mobile contactn",
    ),
    (
        Address,
        "地址 收货地址 收件地址 详细地址 address shippingaddress shipaddress deliveryaddress",
        "地址 address",
    ),
    (
        Receiver,
        "收货人 收件人 收货人姓名 收件人姓名 receiver recipient shippingname",
        "收货人 收件人 recipient shippingname",
    ),
    (
        Buyer,
        "买家 买家昵称 买家会员名 会员名 会员昵称 客户 客户名称 客户姓名 用户 buyer buyername customer customername customerid buyerid user userid client purchaser",
        "买家 会员 客户 buyer customer purchaser",
    ),
    (
        PaidAt,
        "付款时间 支付时间 付款日期 paidat datepaid paidon paymentdate approvedat",
        "付款时间 支付时间 付款日期 paidat datepaid paidon paymentdate orderapproved",
    ),
    (
        ShippedAt,
        "发货时间 发货日期 出库时间 shippedat dateshipped shippedon dispatchedat dispatchedon fulfilledat",
        "发货时间 shippedat dateshipped shippedon deliveredcarrier",
    ),
    (
        CompletedAt,
        "完成时间 确认收货时间 completedat deliveredat",
        "完成时间 确认收货 completed deliveredcustomer",
    ),
    (
        CreatedAt,
        "下单时间 下单日期 创建时间 订单时间 订单日期 交易时间 交易日期 开单时间 开单日期 日期 createdat orderdate ordertime saledate saletime date placed placedat placedon purchasedate invoicedate",
        "下单 创建时间 成交时间 交易时间 开单 createdat orderdate purchase invoicedate",
    ),
    (Refunded, "退款金额 已退款 refunded refundamount", "退款金额 refund"),
    (
        Freight,
        "运费 邮费 freight shippingcost shippingfee shippingprice",
        "运费 邮费 freight shippingcost shippingfee",
    ),
    (Price, "单价 商品单价 价格 price unitprice itemprice", "单价 unitprice itemprice"),
    (
        Paid,
        "实付 实付金额 支付金额 已付 已付金额 已支付金额 买家实付 paid paidamount amountpaid totalpaid paymentvalue",
        "实付 支付金额 已付 实收 paidamount amountpaid totalpaid paymentvalue",
    ),
    (
        Payable,
        "总金额 应付金额 应付总额 订单金额 订单总额 订单总价 金额 总价 总额 合计 合计金额 total amount totalamount ordertotal ordervalue grandtotal totalprice sum grossamount",
        "应付 应收 总金额 总额 订单金额 合计 ordertotal grandtotal totalprice totalamount gross",
    ),
    (Quantity, "数量 件数 商品数量 购买数量 quantity qty units", "数量 件数 quantity qty"),
    (
        Status,
        "状态 订单状态 单据状态 交易状态 status orderstatus orderstate state",
        "订单状态 状态 orderstat status fulfil",
    ),
    (Sku, "商家编码 商品编码 货号 sku stockcode itemcode", "商家编码 sku stockcode"),
    (ProductId, "商品id productid asin listingid", "商品id productid"),
    (Spec, "规格 商品规格 属性 variant variation option", "规格 variation variant"),
    (
        Items,
        "商品 商品名称 标题 商品标题 宝贝标题 货品名 货品名称 产品名称 品名 product productname item items itemname title description",
        "商品名称 货品 品名 产品名 标题 productname itemname description",
    ),
    (SellerNote, "商家备注 卖家备注 备注 sellernote remark", "备注 remark"),
    (BuyerNote, "买家留言 留言 buyernote customernote note notes", "留言 buyernote customernote"),
    (Shop, "店铺 店铺名称 shop shopname store storename", "店铺 storename"),
    (Currency, "币种 currency currencycode", "币种 currency"),
];

/// A column that a field was guessed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    pub column: usize,
    pub field: Field,
    /// The heading as a whole is a usual one.
    pub sure: bool,
}

/// At most one column for each field, and one field for each column.
pub fn guess(header: &[String]) -> Vec<Guess> {
    let normalized: Vec<String> = header
        .iter()
        .map(|h| normalize_name(h).replace(['_', '-', '(', ')', '元', '/', '.', ':', '*'], ""))
        .collect();
    let mut out: Vec<Guess> = Vec::new();
    for sure in [true, false] {
        for (field, whole, parts) in WORDS {
            if out.iter().any(|g| g.field == *field) {
                continue;
            }
            let free = |column: usize| out.iter().all(|g| g.column != column);
            let fits = |word: &str| {
                let of = |heading: &str| if sure { heading == word } else { heading.contains(word) };
                let mut columns = normalized.iter().enumerate();
                columns.find(|(column, heading)| free(*column) && of(heading)).map(|(column, _)| column)
            };
            if let Some(column) = if sure { whole } else { parts }.split(' ').find_map(fits) {
                out.push(Guess { column, field: *field, sure });
            }
        }
    }
    out.sort_by_key(|g| g.column);
    out
}

/// A layout under which any table opens: its headings are all that could be a heading of a table of orders.
pub fn any_table() -> String {
    use std::fmt::Write as _;
    let mut out = String::from(
        "name = \"any\"\ntitle = { zh = \"任意表格\", en = \"any table\" }\nkind = \"orders\"\nrequires = []\nalso = [",
    );
    for (_, whole, _) in WORDS {
        for word in whole.split(' ') {
            let _ = write!(out, "{word:?}, ");
        }
    }
    out.push_str("]\n[columns]\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(header: &[&str]) -> Vec<(&'static str, usize, bool)> {
        let header: Vec<String> = header.iter().map(|h| (*h).to_owned()).collect();
        guess(&header).into_iter().map(|g| (g.field.key(), g.column, g.sure)).collect()
    }

    #[test]
    fn headings_of_other_systems_are_guessed() {
        let uci =
            ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"];
        let fields: Vec<&str> = of(&uci).into_iter().map(|g| g.0).collect();
        assert_eq!(fields, ["order_no", "sku", "items", "quantity", "created_at", "price", "buyer"]);
        let own = of(&["订单编号", "买家", "实付金额(元)", "订单状态", "下单时间", "备注信息"]);
        let fields: Vec<&str> = own.iter().map(|g| g.0).collect();
        assert_eq!(fields, ["order_no", "buyer", "paid", "status", "created_at", "seller_note"]);
        assert_eq!(own[5], ("seller_note", 5, false), "only a part of the heading tells");
    }

    #[test]
    fn a_column_has_one_field_and_a_field_one_column() {
        let twice = of(&["order_id", "order_no", "total", "amount"]);
        assert_eq!(twice, [("order_no", 0, true), ("payable", 2, true)]);
    }

    #[test]
    fn headings_of_unknown_shops_give_the_least_a_layout_needs() {
        for header in [
            &["单据编号", "下单日期", "客户名称", "联系电话", "实收金额", "单据状态"][..],
            &["交易流水", "买家", "手机号", "应收", "实收", "交易时间", "状态", "快递单号"],
            &[
                "订单ID",
                "会员昵称",
                "收件人",
                "收件电话",
                "订单总额",
                "实付",
                "订单时间",
                "订单状态",
                "物流单号",
            ],
            &["序号", "单号", "创建时间", "支付时间", "用户", "总价", "应付总额", "已付", "状态"],
            &["订单编码", "店铺", "客户", "订单金额", "支付金额", "下单时间", "订单状态"],
            &["reference", "placed_on", "recipient", "telephone", "total_price", "total_paid", "state"],
            &["Invoice No.", "Invoice Date", "Unit Price", "Net Amount", "Gross Amount", "Order State"],
            &["Transaction Number", "Sale Time", "Purchaser", "Sum", "Paid", "Fulfilment"],
        ] {
            let fields: Vec<&str> = of(header).into_iter().map(|g| g.0).collect();
            for need in ["order_no", "created_at", "status"] {
                assert!(fields.contains(&need), "{need}: {header:?} {fields:?}");
            }
            assert!(fields.contains(&"payable") || fields.contains(&"paid"), "{header:?} {fields:?}");
        }
        let amounts = of(&["总价", "运费", "应付总额", "已付"]);
        assert!(amounts.contains(&("payable", 2, true)), "{amounts:?}");
        assert_eq!(of(&["订单号", "快递单号"])[1].0, "tracking_no");
    }

    #[test]
    fn any_table_is_a_layout() {
        let layout = super::super::Layout::parse(&any_table()).expect("parses");
        assert!(layout.requires.is_empty());
    }
}
