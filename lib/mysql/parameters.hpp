#pragma once
// Position values on their way back to the server, each in its column's own type.

#include "mysql/client.hpp"
#include "mysql/sql.hpp"

#include <cstdint>
#include <vector>

namespace mysync::mysql {

/// Values for the `?` of one statement. The comparison happens in the column's own type, and so by
/// its index, only when the value arrives in that type; text compared with a number would become a
/// double.
class Parameters {
public:
  /// Throws Error (Fault::data) for a text that is no value of its column.
  explicit Parameters(std::vector<Parameter> const& values);
  Parameters(Parameters const&) = delete;
  Parameters& operator=(Parameters const&) = delete;

  /// For mysql_stmt_bind_param, which keeps the pointers until the statement was executed.
  MYSQL_BIND* binds() noexcept { return binds_.data(); }
  std::size_t size() const noexcept { return binds_.size(); }

private:
  struct Value {
    union {
      std::int64_t integer = 0;
      std::uint64_t natural;
      double real;
    };
    MYSQL_TIME time{};
    unsigned long length = 0;
  };
  static void bind(Parameter const& parameter, Value& value, MYSQL_BIND& bind);

  std::vector<Value> values_;
  std::vector<MYSQL_BIND> binds_;
};

/// `2026-01-02 03:04:05.000006`, `2026-01-02` or `-838:59:59.5` as the library's broken-down time;
/// zero and impossible dates included. `type` tells a TIME from the others. Nothing when it is none
/// of them.
std::optional<MYSQL_TIME> parse_time(std::string_view text, ColumnType type);

} // namespace mysync::mysql
