#pragma once
// The rows of one read, whatever happens to the connection meanwhile.

#include "mysql/reader.hpp"
#include "sync/retry.hpp"
#include "sync/sessions.hpp"

#include <cstdint>
#include <optional>

namespace mysync::sync {

/// Rows for a page: more gain nothing against one stream, fewer cost the source an index look more.
inline constexpr std::uint64_t rows_per_page = 20'000;

class Rows {
public:
  /// Begins behind `after`, or at the start.
  Rows(Loan& session, Retries retries, mysql::ReadSpec spec, std::optional<Position> after);

  /// As mysql::Reader::next; a lost connection is replaced and the read goes on behind its last row
  /// (in one stream: from its beginning, or from the last cursor value).
  std::optional<Row> next();
  /// Of the last row returned; empty before the first, or when the read has no order.
  Position position() const;

private:
  void open();

  Loan* session_;
  Retries retries_;
  mysql::ReadSpec spec_;
  std::optional<Position> after_;
  std::optional<mysql::Reader> reader_;
};

} // namespace mysync::sync
