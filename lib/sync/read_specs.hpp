#pragma once
// How each kind of pass reads a table: pure functions from what was chosen to a ReadSpec.

#include "convert/plan.hpp"
#include "mysql/sql.hpp"
#include "sync/choice.hpp"

#include <string>

namespace mysync::sync {

/// Every row in key order, in pages where the key's order can be continued.
mysql::ReadSpec whole_table(TableChoice const& choice, convert::Plan const& plan);

/// Both ends inclusive, as the cursor's text.
struct CursorRange {
  std::string low, high;
};

/// The rows whose cursor lies in the range: in pages by (cursor, key) when an index gives that
/// order, in one stream when it only gives the cursor's, else in one filtered pass in key order.
mysql::ReadSpec catch_up(TableChoice const& choice, convert::Plan const& plan,
                         CursorRange const& range);

/// The rows that a catch-up by the first cursor column cannot see: those where it is NULL. With a
/// second cursor column only those at or above `low`, or NULL there too.
mysql::ReadSpec null_cursors(TableChoice const& choice, convert::Plan const& plan,
                             std::string const& low);

/// The columns that a position in this read has values of.
std::string order_text(mysql::ReadSpec const& spec);

/// Keys looked up, and documents removed, with one statement: few enough that the optimizer goes to
/// each of them and walks no whole index in place of it.
inline constexpr std::size_t ids_at_once = 500;

/// Only the key's columns, every row; for looking keys up.
mysql::ReadSpec keys_only(TableChoice const& choice, convert::Plan const& plan);

/// The same in one stream, in whatever order costs the source least.
mysql::ReadSpec every_key(TableChoice const& choice, convert::Plan const& plan);

/// The same rows in the same order, of each no more than its key (first, in key order) and what the
/// order needs.
mysql::ReadSpec without_fields(mysql::ReadSpec spec, convert::Plan const& plan);

} // namespace mysync::sync
