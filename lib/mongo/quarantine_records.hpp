#pragma once
// The records of rows that were set aside, as they are looked at, tried again and dropped.

#include "core/batch.hpp"
#include "mongo/session.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mysync::mongo {

struct QuarantineRecord {
  std::vector<std::uint8_t> record; ///< the record's own `_id` element
  std::vector<std::uint8_t> id;     ///< the row's `_id` element; empty: its key has no BSON value
  Position row;                     ///< the key's values, to look the row up; empty: not known
  std::string table, key, reason, message, run;
  std::uint64_t attempts = 0;
  std::optional<TimePoint> first_seen, last_seen;
  std::vector<std::pair<std::string, std::string>> cells; ///< column and cell as text
};

/// Which records of a pipeline; an empty list takes all.
struct RecordFilter {
  std::string pipeline;
  std::vector<std::string> tables, keys; ///< keys as the records tell them
  std::string not_of_run;                ///< leaves out what this run made or found again
  /// Only those that no change of the row's cursor may end: refused by the target, or of a row
  /// whose key has no BSON value.
  bool every_run = false;
};

enum class RecordCells : std::uint8_t { left_out, included };

/// The records by table and key, until `each` returns false. They may be written meanwhile.
void for_each_record(Documents const& quarantine, RecordFilter const& filter, RecordCells cells,
                     std::function<bool(QuarantineRecord const&)> const& each);

std::uint64_t count_records(Documents const& quarantine, RecordFilter const& filter);

/// Removes what the filter takes; of them only `records` (`_id` elements) when given. Returns how
/// many went.
std::uint64_t remove_records(Documents const& quarantine, RecordFilter const& filter,
                             std::vector<std::vector<std::uint8_t>> const* records = nullptr);

} // namespace mysync::mongo
