#pragma once
// SQL text as pure functions: what a page asks for, with its parameters beside it.

#include "core/position.hpp"
#include "core/schema.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mysync::mysql {

/// `name` in backticks, backticks doubled.
std::string quoted(std::string_view name);

/// A value bound to a `?`; how it is bound follows from the column's type, so that the comparison
/// is made in the column's own type and by its index.
struct Parameter {
  Column const* column = nullptr;
  PositionValue value;
};

struct Statement {
  std::string sql;
  std::vector<Parameter> parameters;
};

/// low <= column <= high; a null value leaves that side open.
struct Bound {
  Column const* column = nullptr;
  PositionValue low;
  PositionValue high;
};

/// `pages`: bounded statements, each starting after the last row of the one before; `order`
/// identifies a row. `one_stream`: a single statement, for keys whose order the server does not let
/// us continue from (see orders_by_value) or an index that gives the cursor's order but not the
/// key's.
enum class Paging : std::uint8_t { pages, one_stream };

/// Which rows of a table to read, and in which order.
struct ReadSpec {
  std::string schema, table;
  /// The row's cells. The select list has a measure behind them of each that long_columns.hpp
  /// calls long; RowBuffers takes both.
  std::vector<Column const*> columns;
  std::vector<std::size_t> order; ///< indexes into `columns`: cursor (if it orders), then key
  Paging paging = Paging::pages;
  std::string index; ///< FORCE INDEX; empty: the server chooses
  std::string where; ///< the configuration's SQL; put in parentheses
  std::vector<Bound> bounds;
  std::vector<Column const*> null_columns; ///< each must be NULL
  std::optional<Position> until; ///< the last position, inclusive; none: to the end. Pages only
};

/// The statements that give the rows after `after` (none: from the start), in order, each asked
/// only when every one before it gave fewer than `limit` rows. With `after` of n order columns that
/// is up to n statements, the ties first: `a = ? AND b > ?`, then `a > ?`; a row-constructor
/// comparison or an OR would scan the ties again for every page. Each ends in `LIMIT n` when
/// paging. In one stream, ordered by its first column alone, `after` continues at its first value,
/// inclusive; from the start again where that column does not order by value.
std::vector<Statement> page(ReadSpec const& spec, std::optional<Position> const& after,
                            std::uint64_t limit);

/// The position about `rows` rows behind `after`, to cut a range there: statements whose row is the
/// order columns, each asked only when every one before it gave none; none at all: fewer are left.
/// Between the ties and what follows them, a few rows more. The server walks the index that far.
std::vector<Statement> cut(ReadSpec const& spec, std::optional<Position> const& after,
                           std::uint64_t rows);

/// The rows that match `where` and whose key equals one of `keys` (each as long as `key`), in no
/// order; for looking candidates up again. Equal in the columns' collations: the caller compares
/// the bytes. The index of `spec`, if any, is one of the key: of many keys a server may think that
/// to walk all of another one is cheaper. A thousand keys at a time are fine.
Statement lookup(ReadSpec const& spec, std::vector<std::size_t> const& key,
                 std::vector<Position> const& keys);

/// The largest value of `column`, bounded by nothing but `where`: one indexed look with
/// `spec.index`, also when `where` is set (MAX would read the index from end to end). At most one
/// row with one cell; NULL only when every row's is.
Statement newest(ReadSpec const& spec, Column const& column);

/// `0000-00-00 00:00:00` with the column's form, as a position's text; empty for a column that is
/// no date.
std::string zero_date(Column const& column);
/// The same as `newest`, without a filter, and in a second cell of the same column the zero date
/// where some row has it, else NULL: two looks in one statement, or without `spec.index` one scan.
Statement newest_and_zero(ReadSpec const& spec, Column const& column);

} // namespace mysync::mysql
