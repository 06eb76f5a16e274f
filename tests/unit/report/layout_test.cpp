#include "report/layout.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace mysync::report;

TEST_CASE("a column is as wide as its widest cell and aligned as asked")
{
  constexpr std::array aligns{Align::left, Align::right, Align::left};
  std::vector<std::vector<std::string>> const rows{
      {"orders", "1,204", "ok"}, {"übersee", "3", ""}, {"a"}};
  CHECK(columns(aligns, rows) ==
        std::vector<std::string>{"orders   1,204  ok", "übersee      3", "a"});
  CHECK(columns(aligns, rows, 2).front() == "  orders   1,204  ok");
}

TEST_CASE("a column of empty cells takes no room")
{
  constexpr std::array aligns{Align::left, Align::right, Align::left};
  std::vector<std::vector<std::string>> const rows{{"a", "", "x"}, {"bc", "", "y"}};
  CHECK(columns(aligns, rows) == std::vector<std::string>{"a   x", "bc  y"});
}

TEST_CASE("colours take no room and are left out when off")
{
  CHECK(painted("failed", Tone::failure, Colour::off) == "failed");
  CHECK(painted("failed", Tone::failure, Colour::on) == "\x1b[31mfailed\x1b[0m");
  CHECK(painted("1 quarantined", Tone::caution, Colour::on) == "\x1b[33m1 quarantined\x1b[0m");
  CHECK(painted("", Tone::failure, Colour::on).empty());
  CHECK(display_width(painted("failed", Tone::failure, Colour::on)) == 6);
  CHECK(display_width("→ ü") == 3);
  CHECK(display_width("\xff\xfe") == 2);
  CHECK(display_width("\x1b[31") == 4);
}

TEST_CASE("numbers are counted in words")
{
  CHECK(counted(0, "table", "tables") == "0 tables");
  CHECK(counted(1, "table", "tables") == "1 table");
  CHECK(counted(1204, "table", "tables") == "1,204 tables");
}

TEST_CASE("a list leaves out what is empty")
{
  CHECK(listed(std::array<std::string, 3>{"a", "", "b"}) == "a, b");
  CHECK(listed(std::array<std::string, 1>{""}).empty());
}
