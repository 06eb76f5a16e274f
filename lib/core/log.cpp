#include "core/log.hpp"

#include "core/secret.hpp"
#include "core/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <chrono>
#include <cmath>
#include <ctime>

namespace mysync {
namespace {

using Json = nlohmann::ordered_json;
using TimePoint = std::chrono::system_clock::time_point;

struct LevelName {
  char const* text; ///< as wide as the widest, so that messages line up
  char const* json;
};

LevelName level_name(LogLevel level) noexcept
{
  constexpr std::array<LevelName, 4> names{
      {{"error", "ERROR"}, {"warn ", "WARN"}, {"info ", "INFO"}, {"debug", "DEBUG"}}};
  return names[static_cast<std::size_t>(level)];
}

Json text_or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }

void add_counts(Json& line, LogCounts const& counts)
{
  line["records_processed"] = counts.processed;
  line["records_created"] = counts.created;
  line["records_updated"] = counts.updated;
  line["records_deleted"] = counts.deleted;
  line["records_skipped"] = counts.skipped;
  line["duration_seconds"] = std::round(counts.duration_seconds * 1000) / 1000;
  line["errors"] = counts.errors;
}

std::string json_line(LogRecord const& record, TimePoint now)
{
  Json line;
  line["timestamp"] = iso8601(now);
  line["level"] = level_name(record.level).json;
  line["component"] = record.component;
  line["table"] = text_or_null(record.table);
  line["operation"] = text_or_null(record.operation);
  if (record.counts) add_counts(line, *record.counts);
  line["message"] = scrubbed(record.message);
  // A message may quote a server or a row: bytes that are no UTF-8 become U+FFFD, never an
  // exception.
  return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string text_line(LogRecord const& record, TimePoint now)
{
  auto const seconds = std::chrono::system_clock::to_time_t(now);
  std::tm local{};
  localtime_r(&seconds, &local);
  std::array<char, sizeof "2026-11-22 10:14:31"> time{};
  std::strftime(time.data(), time.size(), "%Y-%m-%d %H:%M:%S", &local);
  auto const table = record.table.empty() ? "" : escaped(record.table) + ": ";
  return fmt::format("{} {} {}{}", time.data(), level_name(record.level).text, table,
                     escaped(scrubbed(record.message)));
}

} // namespace

void Log::write(LogRecord const& record)
{
  if (record.level > level_) return;
  auto const line = log_line(record, format_) + '\n';
  std::lock_guard const lock(mutex_);
  // A log that cannot be written must not stop the run: the documents matter more.
  static_cast<void>(std::fwrite(line.data(), 1, line.size(), out_));
  static_cast<void>(std::fflush(out_));
}

std::string log_line(LogRecord const& record, LogFormat format)
{
  auto const now = std::chrono::system_clock::now();
  return format == LogFormat::json ? json_line(record, now) : text_line(record, now);
}

} // namespace mysync
