#pragma once
// The story of a run, told on standard error: text for people, JSON lines for machines.

#include <cstdint>
#include <cstdio>
#include <mutex>
#include <optional>
#include <string>

namespace mysync {

enum class LogLevel : std::uint8_t { error, warn, info, debug };
enum class LogFormat : std::uint8_t { text, json };

/// What a finished piece of work counted; part of a JSON line.
struct LogCounts {
  std::uint64_t processed = 0, created = 0, updated = 0, deleted = 0, skipped = 0, errors = 0;
  double duration_seconds = 0;
};

struct LogRecord {
  LogLevel level = LogLevel::info;
  char const* component = "sync"; ///< sync, mysql, mongodb, config, lease
  std::string table;              ///< empty: the whole pipeline
  char const* operation = "";     ///< snapshot, catch_up, run_completed …
  std::string message;
  std::optional<LogCounts> counts;
};

/// Threads may write at once; a line is written whole. Control characters are escaped.
class Log {
public:
  Log(std::FILE* out, LogFormat format, LogLevel level) : out_(out), format_(format), level_(level)
  {}
  void write(LogRecord const& record);
  LogFormat format() const noexcept { return format_; }

private:
  std::FILE* out_;
  LogFormat format_;
  LogLevel level_;
  std::mutex mutex_;
};

/// One line without its end: JSON with every field of the log contract, or text.
std::string log_line(LogRecord const& record, LogFormat format);

} // namespace mysync
