#pragma once
// Tables of every form of key, cursor and filter that a read can meet, and large enough that the
// optimizer has a choice.

#include "support/mysql_server.hpp"
#include "sync/read_specs.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace mysync::test {

inline constexpr int table_rows = 20'000;

struct Shape {
  char const *name, *columns, *fill;
  std::vector<std::string> cursor{"c"};
  char const* where = "";
  config::Mode mode = config::Mode::timestamp;
};

inline Shape const shapes[] = {
    {"single", "k BIGINT UNSIGNED PRIMARY KEY, c TIMESTAMP(6) NOT NULL, v INT, KEY c (c)",
     "n, '2026-01-01' + INTERVAL n DIV 150 SECOND, n"},
    {"pair", "a INT, k VARCHAR(20), c DATETIME NOT NULL, v INT, PRIMARY KEY (a, k), KEY c (c)",
     "n DIV 500, CONCAT('k', n), '2026-01-01' + INTERVAL n DIV 150 SECOND, n"},
    {"three",
     "a INT, b DATE, k DECIMAL(12,3), c DATETIME(3) NOT NULL, v INT, PRIMARY KEY (a, b, k), "
     "KEY c (c)",
     "n DIV 5000, '2020-01-01' + INTERVAL n DIV 150 DAY, n / 8, '2026-01-01' + INTERVAL n SECOND, "
     "n"},
    {"folded",
     "k VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PRIMARY KEY, "
     "c TIMESTAMP NOT NULL, v INT, KEY c (c)",
     "CONCAT(IF(n % 2, 'Row ', 'rÖW '), n), '2026-01-01' + INTERVAL n DIV 150 SECOND, n"},
    {"keyed", // the key stands in the cursor's index, and others hold it too
     "k INT PRIMARY KEY, c TIMESTAMP(6) NOT NULL, v INT, KEY c (c, k), KEY v (v), KEY vc (v, c)",
     "n, '2026-01-01' + INTERVAL n DIV 150 SECOND, n % 10"},
    {"reversed", // an index that begins with the cursor, but goes on otherwise than the key
     "a INT, k INT, c DATETIME NOT NULL, v INT, PRIMARY KEY (a, k), KEY c (c, v)",
     "n DIV 100, n, '2026-01-01' + INTERVAL n DIV 150 SECOND, n"},
    {"unset", "k INT PRIMARY KEY, c DATETIME(6) NULL, v INT, KEY c (c)",
     "n, IF(n % 200, '2026-01-01' + INTERVAL n DIV 150 SECOND, NULL), n"},
    {"two",
     "k INT PRIMARY KEY, c DATETIME NULL, d DATETIME NOT NULL, v INT, KEY c (c), KEY d (d)",
     "n, IF(n % 200, '2026-01-01' + INTERVAL n DIV 150 SECOND, NULL), '2025-01-01' + INTERVAL n "
     "SECOND, n",
     {"c", "d"}},
    {"filtered",
     "k INT PRIMARY KEY, c TIMESTAMP NULL, v INT, KEY c (c), KEY v (v)",
     "n, IF(n % 200, '2026-01-01' + INTERVAL n DIV 150 SECOND, NULL), n % 7",
     {"c"},
     "v = 3"},
    {"appended",
     "k BIGINT PRIMARY KEY AUTO_INCREMENT, v INT",
     "n, n",
     {"k"},
     "",
     config::Mode::append},
    {"unindexed", "k INT PRIMARY KEY, c DATETIME NOT NULL, v INT",
     "n, '2026-01-01' + INTERVAL n DIV 150 SECOND, n"},
};

/// A table of one of the shapes, what is chosen about it, and its plan.
struct Chosen {
  Shape const& shape;
  sync::TableChoice choice;
  convert::Plan plan;

  Chosen(Shape const& made, Table const& found)
      : shape(made), choice(choose(made, found)), plan(choice.table, choice.mapping)
  {}

  static sync::TableChoice choose(Shape const& made, Table const& found)
  {
    config::Table options;
    options.name = made.name;
    options.cursor = made.cursor;
    options.where = made.where;
    options.mode = made.mode;
    config::Config config;
    config.tables = {options};
    auto choice = sync::choose_tables(config, {found}, {}).tables.front();
    REQUIRE(choice.problem.empty());
    return choice;
  }
};

inline void fill(MysqlDatabase& database, Shape const& shape)
{
  database.run("CREATE TABLE IF NOT EXISTS digits (d INT PRIMARY KEY)");
  database.run("INSERT IGNORE INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
  database.run(fmt::format("CREATE TABLE `{}` ({})", shape.name, shape.columns));
  database.run(fmt::format(
      "INSERT INTO `{}` SELECT {} FROM (SELECT 1 + d0.d + 10 * d1.d + 100 * d2.d + 1000 * d3.d + "
      "10000 * d4.d AS n FROM digits d0, digits d1, digits d2, digits d3, digits d4 WHERE d4.d < "
      "{}) numbers",
      shape.name, shape.fill, table_rows / 10'000));
  database.run(fmt::format("ANALYZE TABLE `{}`", shape.name));
}

} // namespace mysync::test
