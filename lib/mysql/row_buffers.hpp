#pragma once
// The memory that a statement's rows arrive in, bound once and lent as cells.

#include "core/row.hpp"
#include "core/schema.hpp"
#include "mysql/client.hpp"
#include "mysql/long_columns.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace mysync::mysql {

class RowBuffers {
public:
  /// Columns are borrowed. The cells' kinds follow from their types (core/row.hpp). Behind the
  /// columns a statement gives the measure of each that is long (long_columns.hpp).
  explicit RowBuffers(std::vector<Column const*> columns);
  RowBuffers(RowBuffers&&) noexcept = default;
  RowBuffers& operator=(RowBuffers&&) noexcept = default;

  /// One for each column, for mysql_stmt_bind_result; they point into this object's heap, so that
  /// moving it keeps them right.
  MYSQL_BIND* binds() noexcept { return binds_.data(); }

  /// The first column that the server sends as another type than its Column says: it was altered
  /// after the catalogue was read, and would be converted, cut or wrapped on its way.
  Column const* misfit(MYSQL_FIELD const* fields) const noexcept;

  /// Turns the row that was just fetched into cells. False when a part of a long cell could not be
  /// had from the library; the statement knows the error. Throws Error (Fault::source) when a
  /// number did not fit what it was fetched into.
  bool take(MYSQL_STMT* statement);

  /// The last row that was taken.
  Row row() const noexcept { return cells_; }
  std::vector<Column const*> const& columns() const noexcept { return columns_; }
  /// How many columns the statement gives.
  std::size_t size() const noexcept { return binds_.size(); }

private:
  enum class Arrives : std::uint8_t { signed_integer, unsigned_integer, single, real, time, bytes };
  struct Slot {
    Arrives arrives = Arrives::bytes;
    Flag null = 0;
    Flag error = 0;
    union {
      std::int64_t integer = 0;
      std::uint64_t natural;
      float single;
      double real;
    };
    unsigned long length = 0;
    unsigned long capacity = 0;    ///< of `bytes`
    std::unique_ptr<char[]> bytes; ///< what most cells fit into
    unsigned long long_capacity = 0;
    std::unique_ptr<char[]> long_bytes; ///< for a cell that did not; given back when it was huge
    MYSQL_TIME arrived{};
    Time time;
  };

  static Arrives arrival(Column const& column) noexcept;
  static void bind(Column const& column, Slot& slot, MYSQL_BIND& bind);
  static bool take_bytes(MYSQL_STMT* statement, unsigned index, Slot& slot, Cell& cell);
  static void take_time(Slot& slot, Cell& cell) noexcept;
  void note_beginnings();

  std::vector<Column const*> columns_;
  std::vector<LongColumn> long_columns_;
  std::vector<std::uint64_t> measures_; ///< of the long columns of this row
  std::vector<Slot> slots_;             ///< of the columns, then of the measures
  std::vector<MYSQL_BIND> binds_;
  std::vector<Cell> cells_;
};

} // namespace mysync::mysql
