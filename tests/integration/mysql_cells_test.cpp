// What each type arrives as.

#include "support/mysql_reads.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace mysync;
using namespace mysync::mysql;
using namespace mysync::test;

namespace {

/// The one row of `table`, each cell as text by column.
std::map<std::string, std::string> only_row(Session& session, Table const& table)
{
  Reader reader(session, all_columns(table, {}), std::nullopt, 10);
  auto const row = reader.next();
  REQUIRE(row);
  std::map<std::string, std::string> cells;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    cells[table.columns[i].name] = shown(table.columns[i], (*row)[i]);
  CHECK_FALSE(reader.next());
  return cells;
}

} // namespace

TEST_CASE("every type arrives as the cell that its column promises")
{
  MysqlDatabase database;
  database.run(
      "CREATE TABLE t (id INT PRIMARY KEY, ti TINYINT, tu TINYINT UNSIGNED, si SMALLINT, "
      "mi MEDIUMINT, mu MEDIUMINT UNSIGNED, iu INT UNSIGNED, bi BIGINT, bu BIGINT UNSIGNED, "
      "de DECIMAL(65,30), fl FLOAT, db DOUBLE, b1 BIT(1), b64 BIT(64), da DATE, "
      "dt DATETIME, d6 DATETIME(6), ts TIMESTAMP(3) NULL, tm TIME(6), ye YEAR, c CHAR(5), "
      "vc VARCHAR(20), l1 VARCHAR(20) CHARACTER SET latin1, tx TEXT, bn BINARY(4), "
      "vb VARBINARY(20), bl BLOB, en ENUM('a','b,c'), st SET('x','y'))");
  database.run("INSERT INTO t VALUES (1, -128, 255, -32768, -8388608, 16777215, 4294967295, "
               "-9223372036854775808, 18446744073709551615, "
               "-12345678901234567890123456789012345.123456789012345678901234567890, 16777216, "
               "0.1, b'1', 18446744073709551615, '2026-01-02', '2026-01-02 03:04:05', "
               "'2026-01-02 03:04:05.000006', '2026-01-02 03:04:05.006', '-838:59:59', 2155, 'ab', "
               "'grüße 🎉', 'grüße', 'text', x'00010200', x'00ff', x'80', 'b,c', 'x,y')");
  Session session(database.options(), "t");
  auto cells = only_row(session, table_named(session, database, "t"));
  CHECK(cells["ti"] == "-128");
  CHECK(cells["tu"] == "255");
  CHECK(cells["si"] == "-32768");
  CHECK(cells["mi"] == "-8388608");
  CHECK(cells["mu"] == "16777215");
  CHECK(cells["iu"] == "4294967295");
  CHECK(cells["bi"] == "-9223372036854775808");
  CHECK(cells["bu"] == "18446744073709551615");
  CHECK(cells["de"] == "-12345678901234567890123456789012345.123456789012345678901234567890");
  CHECK(cells["fl"] == "16777216");
  CHECK(cells["db"] == "0.1");
  CHECK(cells["b1"] == "1");
  CHECK(cells["b64"] == "18446744073709551615");
  CHECK(cells["da"] == "2026-01-02");
  CHECK(cells["dt"] == "2026-01-02 03:04:05");
  CHECK(cells["d6"] == "2026-01-02 03:04:05.000006");
  CHECK(cells["ts"] == "2026-01-02 03:04:05.006");
  CHECK(cells["tm"] == "-838:59:59.000000");
  CHECK(cells["ye"] == "2155");
  CHECK(cells["c"] == "ab");
  CHECK(cells["vc"] == "grüße 🎉");
  CHECK(cells["l1"] == "grüße");
  CHECK(cells["tx"] == "text");
  CHECK(cells["bn"] == std::string("\x00\x01\x02\x00", 4));
  CHECK(cells["vb"] == std::string("\x00\xff", 2));
  CHECK(cells["bl"] == "\x80");
  CHECK(cells["en"] == "b,c");
  CHECK(cells["st"] == "x,y");
}

TEST_CASE("edge values keep their kinds")
{
  MysqlDatabase database;
  database.run("CREATE TABLE t (id INT PRIMARY KEY, f FLOAT, b9 BIT(9), z DATE, p DATETIME(3), "
               "tm TIME, y YEAR, e ENUM('a'), s SET('x'), n CHAR(0))");
  database.run("SET sql_mode = 'ALLOW_INVALID_DATES'");
  database.run("INSERT INTO t VALUES (1, 3.4028235e38, b'100000001', '0000-00-00', "
               "'2010-02-31 00:00:00.5', '-00:00:01', 0, 'not a member', '', '')");
  Session session(database.options(), "t");
  auto const table = table_named(session, database, "t");
  Reader reader(session, all_columns(table, {"id"}), std::nullopt, 10);
  auto const row = *reader.next();
  CHECK(row[1].kind == Cell::Kind::real);
  CHECK(row[1].real == static_cast<double>(3.4028235e38F));
  CHECK(row[2].bytes == std::string_view("\x01\x01", 2));
  CHECK(*row[3].time == Time{});
  CHECK(*row[4].time == Time{.year = 2010, .month = 2, .day = 31, .microsecond = 500000});
  CHECK(*row[5].time == Time{.second = 1, .negative = true});
  CHECK(row[6].kind == Cell::Kind::signed_integer);
  CHECK(row[6].integer == 0);
  CHECK(row[7].kind == Cell::Kind::bytes);
  CHECK(row[7].bytes.empty());
  CHECK(row[8].bytes.empty());
  CHECK(row[9].kind == Cell::Kind::bytes);
}

TEST_CASE("every column may be NULL, between rows that are not")
{
  MysqlDatabase database;
  database.run("CREATE TABLE t (id INT PRIMARY KEY, i BIGINT UNSIGNED, f FLOAT, d DOUBLE, "
               "n DECIMAL(5,2), t DATETIME(6), v VARCHAR(10), l LONGTEXT, b BIT(3))");
  database.run("INSERT INTO t VALUES (1, 1, 1, 1, 1, '2026-01-01', 'v', REPEAT('l', 5000), 1)");
  database.run("INSERT INTO t (id) VALUES (2)");
  database.run("INSERT INTO t VALUES (3, 1, 1, 1, 1, '2026-01-01', 'v', 'l', 1)");
  Session session(database.options(), "t");
  auto const table = table_named(session, database, "t");
  Reader reader(session, all_columns(table, {"id"}), std::nullopt, 10);
  for (bool const null : {false, true, false}) {
    auto const row = reader.next();
    REQUIRE(row);
    for (std::size_t i = 1; i < row->size(); ++i)
      CHECK(((*row)[i].kind == Cell::Kind::null) == null);
  }
  CHECK_FALSE(reader.next());
}

TEST_CASE("types that only one server has arrive as text or octets")
{
  MysqlDatabase database;
  bool const mariadb = database.is_mariadb();
  database.run(mariadb ? "CREATE TABLE t (id INT PRIMARY KEY, u UUID, i4 INET4, i6 INET6, j JSON)"
                       : "CREATE TABLE t (id INT PRIMARY KEY, j JSON, v VECTOR(2))");
  database.run(mariadb ? "INSERT INTO t VALUES (1, '123e4567-e89b-12d3-a456-426614174000', "
                         "'10.0.0.1', '::1', '{\"a\": 1}')"
                       : "INSERT INTO t VALUES (1, '{\"a\": 1}', STRING_TO_VECTOR('[1,2]'))");
  Session session(database.options(), "t");
  auto cells = only_row(session, table_named(session, database, "t"));
  CHECK(cells["j"] == "{\"a\": 1}");
  if (mariadb) {
    CHECK(cells["u"] == "123e4567-e89b-12d3-a456-426614174000");
    CHECK(cells["i4"] == "10.0.0.1");
    CHECK(cells["i6"] == "::1");
  } else {
    CHECK(cells["v"] == std::string("\x00\x00\x80\x3f\x00\x00\x00\x40", 8));
  }
}

TEST_CASE("geometry arrives as its SRID and WKB")
{
  MysqlDatabase database;
  database.run("CREATE TABLE t (id INT PRIMARY KEY, g GEOMETRY)");
  database.run("INSERT INTO t VALUES (1, ST_GeomFromText('POINT(1 2)'))");
  Session session(database.options(), "t");
  auto cells = only_row(session, table_named(session, database, "t"));
  CHECK(cells["g"] ==
        std::string("\0\0\0\0\x01\x01\0\0\0\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\0\x40", 25));
}

TEST_CASE("long cells arrive whole, wherever they stand and however they alternate")
{
  MysqlDatabase database;
  database.run("CREATE TABLE t (id INT PRIMARY KEY, b LONGBLOB, v VARCHAR(10), x LONGTEXT)");
  // The first row of a statement is long, then short and long ones take turns.
  for (int i = 0; i < 6; ++i)
    database.run(fmt::format("INSERT INTO t VALUES ({0}, REPEAT(CHAR({0} + 65), {1}), 'v{0}', "
                             "REPEAT('é', {2}))",
                             i, i % 2 == 0 ? 15'000'000 : 10, i % 3 == 0 ? 100'000 : 3));
  Session session(database.options(), "t");
  auto const table = table_named(session, database, "t");
  Reader reader(session, all_columns(table, {"id"}), std::nullopt, 2);
  for (int i = 0; i < 6; ++i) {
    auto const row = reader.next();
    REQUIRE(row);
    std::string const octets(i % 2 == 0 ? 15'000'000 : 10, static_cast<char>('A' + i));
    CHECK(((*row)[1].bytes == octets));
    CHECK((*row)[2].bytes == fmt::format("v{}", i));
    CHECK((*row)[3].bytes.size() == (i % 3 == 0 ? 200'000U : 6U));
    CHECK((*row)[3].bytes.ends_with("é"));
  }
  CHECK_FALSE(reader.next());
}

TEST_CASE("cells of every length around the bound buffer's arrive whole")
{
  MysqlDatabase database;
  database.run("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(5000) CHARACTER SET latin1, "
               "s VARCHAR(30) CHARACTER SET latin1)");
  std::vector<int> const lengths{0, 1, 63, 64, 65, 2047, 2048, 2049, 4095, 4096, 4097, 5000};
  for (auto const length : lengths)
    database.run(fmt::format(
        "INSERT INTO t VALUES ({0}, REPEAT('é', {0}), REPEAT('é', LEAST({0}, 30)))", length));
  Session session(database.options(), "t");
  auto const table = table_named(session, database, "t");
  Reader reader(session, all_columns(table, {"id"}), std::nullopt, 5);
  for (auto const length : lengths) {
    auto const row = reader.next();
    REQUIRE(row);
    CHECK((*row)[0].integer == length);
    CHECK((*row)[1].bytes.size() == static_cast<std::size_t>(length) * 2);
    CHECK((*row)[2].bytes.size() == static_cast<std::size_t>(std::min(length, 30)) * 2);
  }
  CHECK_FALSE(reader.next());
}
