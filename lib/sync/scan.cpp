#include "sync/scan.hpp"

#include "convert/refusal.hpp"
#include "mysql/reader.hpp"
#include "sync/horizon.hpp"
#include "sync/read_specs.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

constexpr std::uint64_t rows_per_page = 20'000;
/// The clock is looked at this often.
constexpr std::uint64_t rows_between_looks = 256;
constexpr std::size_t batch_bytes = std::size_t{1} << 20U;

bool is_time(Column const& column)
{
  return column.type == ColumnType::date_time || column.type == ColumnType::timestamp ||
         column.type == ColumnType::date;
}

/// East of every zone: a DATETIME above it is in no zone the present.
std::string latest_present(mysql::SourceClock const& clock, Column const& cursor)
{
  constexpr std::chrono::hours easternmost{14};
  constexpr std::chrono::minutes clocks_differ{1};
  auto const ahead = cursor.type == ColumnType::timestamp
                         ? std::chrono::minutes(clocks_differ)
                         : std::chrono::minutes(easternmost) + clocks_differ;
  return wall_text(clock.utc + ahead, cursor);
}

/// Neither a wait for a lock nor a single statement may last longer than the whole.
void limit_statements(mysql::Session& session, std::chrono::milliseconds time)
{
  auto const seconds = std::max<std::int64_t>(1, time.count() / 1000);
  session.query(fmt::format("SET SESSION lock_wait_timeout = {}", seconds));
  session.query(session.server().mariadb
                    ? fmt::format("SET SESSION max_statement_time = {}", seconds)
                    : fmt::format("SET SESSION max_execution_time = {}", seconds * 1000));
}

} // namespace

Scanner::Scanner(TableChoice const& choice, mysql::SourceClock const& clock)
    : choice_(choice), plan_(choice.table, choice.mapping)
{
  watch_columns();
  if (!choice.cursor.empty()) watch_cursor(clock);
}

void Scanner::watch_columns()
{
  constexpr unsigned milliseconds = 3;
  auto const& columns = plan_.columns();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    auto const& column = *columns[i];
    if (choice_.mapping.exclude.contains(column.name)) continue;
    auto& seen = seen_.columns[column.name];
    if (is_time(column)) {
      watches_.push_back({Trap::zero_date, i, &seen.zero_dates});
      if (column.scale > milliseconds)
        watches_.push_back({Trap::microseconds, i, &seen.microseconds});
    }
    if (column.type == ColumnType::tiny_int && column.declared.starts_with("tinyint(1)"))
      watches_.push_back({Trap::not_bool, i, &seen.not_bool});
  }
}

void Scanner::watch_cursor(mysql::SourceClock const& clock)
{
  auto const cell = plan_.index_of(choice_.cursor.front());
  auto const& cursor = *plan_.columns()[cell];
  watches_.push_back({Trap::null_cursor, cell, &seen_.null_cursors});
  if (!is_time(cursor)) return;
  present_ = latest_present(clock, cursor);
  watches_.push_back({Trap::future_cursor, cell, &seen_.future_cursors});
}

bool Scanner::sees(Watch const& watch, Row row) const
{
  auto const& cell = row[watch.cell];
  if (watch.trap == Trap::null_cursor) return cell.kind == Cell::Kind::null;
  if (cell.kind == Cell::Kind::null) return false;
  switch (watch.trap) {
  case Trap::microseconds: return cell.time->microsecond % 1000 != 0;
  case Trap::zero_date: return cell.time->month == 0 || cell.time->day == 0;
  case Trap::not_bool: // both kinds of integer have 0 and 1 in the same place
    return cell.natural > 1;
  case Trap::future_cursor:
    return position_value(*plan_.columns()[watch.cell], cell).value > present_;
  case Trap::null_cursor: break;
  }
  return false;
}

void Scanner::note(Count& count, Row row) const
{
  if (count.rows++ == 0) count.example = convert::key_text(plan_.columns(), row, plan_.key());
}

void Scanner::note_refusals(Row row)
{
  for (auto const& refusal : batch_.refused) {
    if (refusal.reason == Reason::size) {
      note(seen_.too_large, row);
      continue;
    }
    auto& column = seen_.columns[refusal.column];
    if (column.refused.rows == 0) column.refusal = refusal.message;
    note(column.refused, row);
  }
}

void Scanner::look(Row row)
{
  ++seen_.summary.rows;
  for (auto const& watch : watches_) {
    if (sees(watch, row)) note(*watch.count, row);
  }
  plan_.encode(row, batch_);
  if (batch_.refused.empty() && batch_.bytes.size() < batch_bytes) return;
  note_refusals(row);
  batch_.clear();
}

TableScan Scanner::result() const
{
  auto result = seen_;
  for (auto const& [column, count] : plan_.notes().zero_dates)
    result.columns[column].zero_dates.rows =
        std::max(result.columns[column].zero_dates.rows, count);
  for (auto const& [column, count] : plan_.notes().ambiguous)
    result.columns[column].ambiguous = count;
  for (auto const& [column, count] : plan_.notes().skipped) result.columns[column].skipped = count;
  return result;
}

TableScan scan(mysql::Session& session, TableChoice const& choice, mysql::SourceClock const& clock,
               ScanLimit limit, Stop const& stop)
{
  using Clock = std::chrono::steady_clock;
  Scanner scanner(choice, clock);
  auto const began = Clock::now();
  ScanSummary summary;
  try {
    limit_statements(session, limit.time);
    mysql::Reader reader(session, whole_table(choice, scanner.plan()), std::nullopt, rows_per_page);
    for (std::uint64_t rows = 0;; ++rows) {
      auto const row = reader.next();
      summary.complete = !row;
      if (!row) break;
      scanner.look(*row);
      bool const look = rows % rows_between_looks == 0;
      if (look && (Clock::now() - began >= limit.time || stop.requested())) break;
    }
  } catch (Error const& error) {
    if (error.fault() != Fault::source) throw;
    summary.trouble = error.what();
  }
  auto result = scanner.result();
  summary.rows = result.summary.rows;
  summary.seconds = std::chrono::duration<double>(Clock::now() - began).count();
  result.summary = summary;
  return result;
}

} // namespace mysync::sync
