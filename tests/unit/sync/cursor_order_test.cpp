#include "sync/cursor_order.hpp"

#include "support/cells.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;

TEST_CASE("a time cell is covered when it is not above the remembered time")
{
  struct Example {
    char const* value;
    Time cell;
    bool covered;
  };
  for (auto const& [value, cell, covered] : std::vector<Example>{
           {"2026-01-02 03:04:05", {2026, 1, 2, 3, 4, 5}, true},
           {"2026-01-02 03:04:05", {2026, 1, 2, 3, 4, 6}, false},
           {"2026-01-02 03:04:05", {2026, 1, 2, 3, 4, 4, 999'999}, true},
           {"2026-01-02 03:04:05", {2026, 1, 2, 3, 4, 5, 1}, false},
           {"2026-01-02 03:04:05.000006", {2026, 1, 2, 3, 4, 5, 6}, true},
           {"2026-01-02 03:04:05.000006", {2026, 1, 2, 3, 4, 5, 7}, false},
           {"2026-01-31 23:59:59", {2026, 2, 1}, false},
           {"2026-12-31 23:59:59", {2027, 1, 1}, false},
           {"2026-02-01 00:00:00", {2026, 1, 31, 23, 59, 59, 999'999}, true},
           {"2026-01-02", {2026, 1, 2}, true},
           {"2026-01-02", {2026, 1, 3}, false},
           {"2026-01-02 03:04:05", {}, true},            // 0000-00-00
           {"2026-03-01 00:00:00", {2026, 2, 31}, true}, // impossible, yet before March
       }) {
    CAPTURE(value, cell.month, cell.day, cell.microsecond);
    CHECK(CursorOrder(value).covers(time_cell(cell)) == covered);
  }
}

TEST_CASE("a number is covered when it is not above the remembered number")
{
  CursorOrder const five("5");
  CHECK(five.covers(integer_cell(5)));
  CHECK(five.covers(integer_cell(-1)));
  CHECK_FALSE(five.covers(integer_cell(6)));
  CHECK(five.covers(natural_cell(5)));
  CHECK_FALSE(five.covers(natural_cell(6)));

  CursorOrder const below("-5");
  CHECK(below.covers(integer_cell(-5)));
  CHECK_FALSE(below.covers(integer_cell(-4)));

  CursorOrder const largest("18446744073709551615");
  CHECK(largest.covers(natural_cell(UINT64_MAX)));
  CursorOrder const next("18446744073709551614");
  CHECK_FALSE(next.covers(natural_cell(UINT64_MAX)));
  CHECK(next.covers(natural_cell(1ULL << 63U)));
}

TEST_CASE("NULL is covered by nothing, and an empty value covers nothing")
{
  Time const old{2000, 1, 1};
  CHECK_FALSE(CursorOrder("2026-01-02").covers(Cell{}));
  CHECK_FALSE(CursorOrder("5").covers(Cell{}));
  for (auto const* const value : {"", "yesterday", "5x", "0x5"}) {
    CAPTURE(value);
    CursorOrder const order(value);
    CHECK_FALSE(order.covers(integer_cell(-1)));
    CHECK_FALSE(order.covers(natural_cell(0)));
    CHECK_FALSE(order.covers(time_cell(old)));
  }
}
