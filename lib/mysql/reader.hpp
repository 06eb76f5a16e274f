#pragma once
// Streams rows through prepared statements: bound once, buffers reused, nothing kept but the last
// row.

#include "core/row.hpp"
#include "mysql/session.hpp"
#include "mysql/sql.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace mysync::mysql {

/// The rows of a ReadSpec, page after page, each exactly once as long as the table does not change.
/// Borrows the session, on which nothing else may run until it is gone or has ended; gone before
/// its end, it leaves the session unusable (Session::abandon). Borrows the spec's columns.
class Reader {
public:
  /// `after`: continue behind this position; none: from the start. `page_rows`: rows per statement.
  Reader(Session& session, ReadSpec spec, std::optional<Position> const& after,
         std::uint64_t page_rows);
  ~Reader();
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;

  /// The next row, or nothing at the proven end of the data. The cells stay valid until the next
  /// call that returns a row, so the last row can still be looked at after the end. Throws Error
  /// (Fault::source) when the read did not end well, also where the library reports no error of its
  /// own.
  std::optional<Row> next();

  /// The position of the last row that `next` returned; none before the first.
  std::optional<Position> position() const;

private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Calls `each` for every row of one statement whose select list is `columns`; for lookups. The
/// cells are lent until `each` returns. Throws like Reader::next; when `each` throws, the session
/// is given up.
void for_each_row(Session& session, Statement const& statement,
                  std::vector<Column const*> const& columns, std::function<void(Row)> const& each);

/// Where to cut a range of about `rows` rows behind `after` (see `cut` in sql.hpp); none when no
/// more than that are left.
std::optional<Position> find_cut(Session& session, ReadSpec const& spec,
                                 std::optional<Position> const& after, std::uint64_t rows);

} // namespace mysync::mysql
