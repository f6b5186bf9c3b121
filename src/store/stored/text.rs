//! The statements about a kind's table.

use super::super::chunks::{CHUNK, Chunk, Chunks, list_for};
use super::Stored;
use super::key::primary_key;
use crate::model::Field;
use crate::records::{Column, Type};

impl Stored {
    pub(super) fn table(&self) -> &'static str {
        self.schema.table
    }

    pub(super) fn list(&self) -> String {
        self.columns.join(", ")
    }

    fn key_names(&self) -> Vec<&'static str> {
        self.schema.keys().map(|column| column.sql).collect()
    }

    /// The name of the number by which rows are found first.
    pub(super) fn number(&self) -> &'static str {
        self.key_names().first().copied().unwrap_or("platform")
    }

    /// Writes one row of which nothing is there.
    pub(in crate::store) fn insert(&self) -> String {
        let marks: Vec<String> = (1..=self.columns.len()).map(|n| format!("${n}")).collect();
        format!("INSERT INTO {} ({}) VALUES ({})", self.table(), self.list(), marks.join(", "))
    }

    /// Writes one row, whole.
    pub(in crate::store) fn put(&self) -> String {
        let keys = primary_key(self.schema);
        let news = self.columns.iter().filter(|c| !keys.contains(c));
        let news: Vec<String> = news.map(|c| format!("{c} = excluded.{c}")).collect();
        format!("{} ON CONFLICT ({}) DO UPDATE SET {}", self.insert(), keys.join(", "), news.join(", "))
    }

    /// All rows, in the order of their files.
    pub(in crate::store) fn all(&self) -> String {
        format!("SELECT {} FROM {} ORDER BY ord", self.list(), self.table())
    }

    /// The rows of one number on one platform; of a kind with several numbers the one row of them all.
    pub(in crate::store) fn find(&self) -> String {
        let from = format!("SELECT {} FROM {} WHERE", self.list(), self.table());
        match self.key_names().as_slice() {
            [first, rest @ ..] if !rest.is_empty() => {
                let rest: Vec<String> =
                    rest.iter().enumerate().map(|(n, key)| format!(" AND {key} = ${}", n + 4)).collect();
                format!("{from} {first} = $1 AND platform = $2 AND shop = $3{}", rest.concat())
            }
            _ => format!("{from} {} = $1 AND platform = $2 ORDER BY shop", self.number()),
        }
    }

    /// Moves a row, or marks it as seen again.
    pub(in crate::store) fn touch(&self) -> String {
        let rest = self.key_names().into_iter().skip(1).enumerate();
        let rest: String = rest.map(|(n, key)| format!(" AND {key} = ${}", n + 8)).collect();
        format!(
            "UPDATE {} SET shop = $1, seen_at = $2, import_id = $3, sum = $4 WHERE {} = $5 AND platform = $6 AND shop = \
             $7{rest}",
            self.table(),
            self.number()
        )
    }

    /// Writes these columns of a row, which is found by its key: the columns' values, then those of [`Stored::identity_cells`].
    pub(in crate::store) fn update(&self, columns: &[usize]) -> String {
        let names = columns.iter().filter_map(|column| self.columns.get(*column));
        let set: Vec<String> = (1..).zip(names).map(|(n, name)| format!("{name} = ${n}")).collect();
        let keys = (set.len() + 1..).zip(primary_key(self.schema));
        let keys: Vec<String> = keys.map(|(n, key)| format!("{key} = ${n}")).collect();
        format!("UPDATE {} SET {} WHERE {}", self.table(), set.join(", "), keys.join(" AND "))
    }

    pub(in crate::store) fn count(&self) -> String {
        format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {}", self.table())
    }

    /// The rows that belong to one order.
    pub(in crate::store) fn of_order(&self) -> String {
        format!(
            "SELECT {} FROM {} WHERE order_no = $1 AND platform = $2 AND shop = $3 ORDER BY ord",
            self.list(),
            self.table()
        )
    }

    /// The rows of one shop.
    pub(in crate::store) fn of_shop(&self) -> String {
        let (list, table) = (self.list(), self.table());
        format!("SELECT {list} FROM {table} WHERE platform = $1 AND shop = $2 ORDER BY ord")
    }

    /// The rows of one order number, whatever their platform and shop.
    pub(in crate::store) fn of_number(&self) -> String {
        format!("SELECT {} FROM {} WHERE {} = $1 ORDER BY ord", self.list(), self.table(), self.number())
    }

    /// The rows of so many running numbers.
    pub(in crate::store) fn at(&self, count: usize) -> String {
        let (list, table) = (self.list(), self.table());
        format!("SELECT {list} FROM {table} WHERE ord IN ({}) ORDER BY ord", list_for(count))
    }

    /// Where a chunk ends that begins at a running number; no row where fewer are left.
    pub(in crate::store) fn end_of_chunk(&self) -> String {
        let (table, last) = (self.table(), CHUNK - 1);
        format!("SELECT ord FROM {table} WHERE ord >= $1 ORDER BY ord LIMIT 1 OFFSET {last}")
    }

    /// All rows, chunk after chunk.
    pub(in crate::store) fn chunks(&self) -> Chunks {
        Chunks::of(self.end_of_chunk())
    }

    /// The rows of a chunk.
    pub(in crate::store) fn of_chunk(&self, chunk: &Chunk) -> String {
        let (list, table) = (self.list(), self.table());
        format!("SELECT {list} FROM {table} WHERE {} ORDER BY ord", chunk.bounds("ord"))
    }

    /// The rows that belong to so many order numbers.
    pub(in crate::store) fn of_numbers(&self, count: usize) -> String {
        let (list, table) = (self.list(), self.table());
        format!("SELECT {list} FROM {table} WHERE order_no IN ({}) ORDER BY ord", list_for(count))
    }

    /// The rows that belong to so many tracking numbers.
    pub(in crate::store) fn of_tracking(&self, count: usize) -> String {
        let (list, table) = (self.list(), self.table());
        format!("SELECT {list} FROM {table} WHERE tracking_no IN ({}) ORDER BY ord", list_for(count))
    }

    /// The rows of running numbers, without the texts that no figure counts.
    pub(in crate::store) fn between(&self) -> String {
        let bare = |name: &&str| self.schema.columns.iter().any(|c| c.sql == *name && is_prose(c));
        let list: Vec<String> = self
            .columns
            .iter()
            .map(|name| if bare(name) { format!("'' AS {name}") } else { (*name).to_owned() })
            .collect();
        format!("SELECT {} FROM {} WHERE ord >= $1 AND ord < $2 ORDER BY ord", list.join(", "), self.table())
    }

    /// Rows of a chunk whose order stands nowhere.
    pub(in crate::store) fn without_order(&self, chunk: &Chunk) -> String {
        let list: Vec<String> = self.columns.iter().map(|name| format!("r.{name}")).collect();
        let same = |of: &str| {
            format!("{of}.order_no = r.order_no AND {of}.platform = r.platform AND {of}.shop = r.shop")
        };
        format!(
            "SELECT {} FROM {} r WHERE {} AND NOT EXISTS (SELECT 1 FROM orders o WHERE {}) AND NOT EXISTS (SELECT 1 FROM \
             order_items i WHERE {}) ORDER BY r.ord",
            list.join(", "),
            self.table(),
            chunk.bounds("r.ord"),
            same("o"),
            same("i")
        )
    }

    /// The cells that name several orders.
    pub(in crate::store) fn several_orders(&self) -> String {
        format!("SELECT order_no FROM {} WHERE order_no LIKE '%,%' GROUP BY order_no", self.table())
    }

    /// 1 where any row names an order.
    pub(in crate::store) fn any_of_order(&self) -> String {
        let table = self.table();
        format!("SELECT CASE WHEN EXISTS (SELECT 1 FROM {table} WHERE order_no > '') THEN 1 ELSE 0 END")
    }

    /// 1 where there is any row.
    pub(in crate::store) fn any(&self) -> String {
        format!("SELECT CASE WHEN EXISTS (SELECT 1 FROM {}) THEN 1 ELSE 0 END", self.table())
    }

    /// Rows that name an import which is not there.
    pub(in crate::store) fn strays(&self) -> String {
        let table = self.table();
        format!(
            "SELECT '{table}' AS place, CAST(COUNT(*) AS BIGINT) AS n FROM {table} r WHERE NOT EXISTS (SELECT 1 FROM \
             imports i WHERE i.id = r.import_id)"
        )
    }

    /// Forgets the snapshot of a shop that has no rows of the kind any more.
    pub(in crate::store) fn forget(&self) -> String {
        let table = self.table();
        format!(
            "DELETE FROM snapshots WHERE platform = $1 AND shop = $2 AND kind = '{table}' AND NOT EXISTS (SELECT 1 FROM \
             {table} WHERE platform = $1 AND shop = $2) RETURNING sum"
        )
    }

    /// What the migration of a new kind says.
    #[cfg(test)]
    pub(in crate::store) fn create(&self) -> String {
        let (table, key) = (self.table(), primary_key(self.schema).join(", "));
        let is_number = |name: &str| {
            let own = self.schema.columns.iter().find(|c| c.sql == name);
            own.map_or(name != "import_id", |column| column.is_number())
        };
        let may_miss = |name: &str| {
            self.schema.columns.iter().any(|c| c.sql == name && c.is_number() && c.ty != Type::Columns)
        };
        let lines: Vec<String> = self
            .columns
            .iter()
            .map(|name| {
                let ty = if is_number(name) { "BIGINT" } else { "TEXT" };
                format!("    {name} {ty}{},\n", if may_miss(name) { "" } else { " NOT NULL" })
            })
            .collect();
        let mut text = format!("CREATE TABLE {table} (\n{}    PRIMARY KEY ({key})\n);\n", lines.concat());
        if self.columns.contains(&"ord") {
            text.push_str(&format!("CREATE INDEX {table}_by_ord ON {table} (ord);\n"));
        }
        if self.columns.contains(&"order_no") && self.number() != "order_no" {
            text.push_str(&format!("CREATE INDEX {table}_by_order ON {table} (order_no, platform);\n"));
        }
        text
    }
}

/// What people read and no figure counts. What tells carriers, shops and currencies apart is none of it.
fn is_prose(column: &Column) -> bool {
    let telling = [Some(Field::Carrier), Some(Field::Shop)];
    let personal = matches!(column.ty, Type::Nick | Type::Name | Type::Phone | Type::Address | Type::Extra);
    personal
        || column.field == Some(Field::PayNo)
        || (column.ty == Type::Text && !telling.contains(&column.field))
}
