//! How the tables of schema 15 lie: the columns of a row in the order in which its checksum has counted them ever since. Of a
//! column that comes later the checksum counts its name, wherever it stands. This list never changes.

use crate::model::Field;

/// The columns whose bits `have` and `sentinels` were in schema 15: of generic kinds those of their table, of others these.
pub(super) fn bits(table: &str, is_generic: bool) -> Vec<Field> {
    if !is_generic {
        return BITS.to_vec();
    }
    match columns(table).as_slice() {
        [_, _, _, _, own @ .., _, _, _, _] => own.iter().filter_map(|key| Field::by_key(key)).collect(),
        _ => Vec::new(),
    }
}

const BITS: &[Field] = &[
    Field::Platform,
    Field::Shop,
    Field::OrderNo,
    Field::Status,
    Field::Buyer,
    Field::Receiver,
    Field::Phone,
    Field::Address,
    Field::Items,
    Field::Quantity,
    Field::Goods,
    Field::Freight,
    Field::Payable,
    Field::Paid,
    Field::Refunded,
    Field::Received,
    Field::Currency,
    Field::CreatedAt,
    Field::PaidAt,
    Field::ShippedAt,
    Field::CompletedAt,
    Field::ShipDue,
    Field::PayDue,
    Field::ModifiedAt,
    Field::Carrier,
    Field::TrackingNo,
    Field::Flag,
    Field::SellerNote,
    Field::BuyerNote,
    Field::CloseReason,
    Field::Kind,
    Field::PayNo,
    Field::StatusRaw,
    Field::ItemNo,
    Field::Sku,
    Field::Spec,
    Field::ProductId,
    Field::Price,
    Field::RefundState,
    Field::RefundNo,
    Field::RefundKind,
    Field::Reason,
    Field::Detail,
    Field::Amount,
    Field::AppliedAt,
    Field::DueAt,
    Field::DoneAt,
    Field::GoodsState,
    Field::BackCarrier,
    Field::BackTrackingNo,
    Field::BackAt,
    Field::PlatformStep,
    Field::Phase,
    Field::Handler,
    Field::ReviewNo,
    Field::Rating,
    Field::Content,
    Field::AppendContent,
    Field::Reply,
    Field::AppendAt,
    Field::RepliedAt,
    Field::Media,
    Field::BackSignedAt,
];

/// The columns of a table before its checksum.
pub(super) fn columns(table: &str) -> Vec<&'static str> {
    TABLES.iter().find(|of| of.0 == table).map_or(Vec::new(), |of| of.1.split(' ').collect())
}

const TABLES: &[(&str, &str)] = &[
    (
        "orders",
        "platform shop order_no ord status status_raw kind buyer receiver phone address items quantity goods \
         freight payable paid refunded received currency created_at paid_at shipped_at completed_at ship_due \
         pay_due modified_at carrier tracking_no flag seller_note buyer_note close_reason pay_no extra have \
         sentinels seen_at import_id",
    ),
    (
        "order_items",
        "platform shop order_no item_no ord title sku spec product_id quantity price payable paid refunded \
         status status_raw refund_state ship_due shipped_at carrier tracking_no created_at paid_at flag \
         seller_note buyer_note extra have sentinels seen_at import_id",
    ),
    (
        "refunds",
        "platform shop refund_no order_no ord item_no buyer product sku kind state state_raw reason detail \
         amount paid applied_at due_at done_at back_at goods_state carrier tracking_no back_carrier \
         back_tracking_no platform_step phase handler seller_note back_signed_at extra have sentinels seen_at \
         import_id",
    ),
    (
        "reviews",
        "platform shop review_id order_no ord product sku buyer rating content append_content reply \
         created_at append_at replied_at has_media extra have sentinels seen_at import_id",
    ),
    (
        "payments",
        "platform shop line_no ord entry_no at direction amount fee refunded balance currency entry_kind \
         reason pay_no order_no item_no refund_no items party account method status_raw paid_at detail extra \
         have seen_at import_id",
    ),
    (
        "settlements",
        "platform shop line_no ord entry_no order_no item_no refund_no product_id items quantity entry_kind \
         reason direction amount payable paid received fee refunded freight currency method status_raw \
         created_at completed_at at settled_at pay_no detail extra have seen_at import_id",
    ),
    (
        "freight",
        "platform shop line_no ord tracking_no order_no at carrier party region weight items quantity freight \
         fee surcharge payable entry_kind method detail extra have seen_at import_id",
    ),
    (
        "parcels",
        "platform shop line_no ord tracking_no carrier order_no item_no status_raw shipped_at picked_at at \
         content completed_at receiver phone address quantity weight detail extra have seen_at import_id",
    ),
    (
        "messages",
        "platform shop line_no ord entry_no at chat buyer sent_by handler content media order_no items extra \
         have seen_at import_id",
    ),
    (
        "stock",
        "platform shop line_no ord sku product_id items spec warehouse quantity price at detail extra have \
         seen_at import_id",
    ),
    (
        "promotions",
        "platform shop line_no ord title items sku product_id price content starts_at ends_at detail extra \
         have seen_at import_id",
    ),
    (
        "gifts",
        "platform shop line_no ord title sku items product_id content amount quantity starts_at ends_at \
         detail extra have seen_at import_id",
    ),
    ("roster", "platform shop line_no ord at handler shift chat detail extra have seen_at import_id"),
    ("contacts", "id platform shop order_no purpose action at by_whom via result note"),
    (
        "cases",
        "id platform shop order_no buyer kind subject state owner waiting_on opened_at opened_by due_at \
         promise promise_due kept_at closed_at outcome",
    ),
    (
        "case_work",
        "id level category responsibility amount evidence_due evidence_at waiting_since waited taken_by \
         taken_until",
    ),
    ("case_steps", "id case_id at by_whom action body"),
    ("consults", "id platform shop buyer product concern state at by_whom follow_up_at closed_at"),
    ("log", "id at by_whom category body kind order_no buyer state closed_at closed_by"),
    ("shifts", "id name terminal opened_at paused_at paused closed_at"),
    ("staff", "name staff_no"),
    ("handovers", "id team giver taker made_at signed_by state"),
    (
        "handover_items",
        "id handover_id key section severity platform shop buyer order_no subject what owner due_at acked_by \
         acked_at closed_at carried_from",
    ),
    ("review_contacts", "id platform shop review_id order_no at by_whom via result note"),
    ("said", "id platform shop order_no buyer at sent_by via body entered_at by_whom"),
];
