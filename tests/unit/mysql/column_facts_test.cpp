#include "mysql/column_facts.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::mysql;

TEST_CASE("a type's word becomes a column type, and an unknown word is unknown")
{
  struct {
    char const* word;
    ColumnType type;
  } const table[] = {
      {"tinyint", ColumnType::tiny_int},
      {"SMALLINT", ColumnType::small_int},
      {"mediumint", ColumnType::medium_int},
      {"int", ColumnType::integer},
      {"bigint", ColumnType::big_int},
      {"decimal", ColumnType::decimal},
      {"float", ColumnType::real_float},
      {"double", ColumnType::real_double},
      {"bit", ColumnType::bit},
      {"date", ColumnType::date},
      {"datetime", ColumnType::date_time},
      {"timestamp", ColumnType::timestamp},
      {"time", ColumnType::time},
      {"year", ColumnType::year},
      {"char", ColumnType::fixed_text},
      {"varchar", ColumnType::text},
      {"tinytext", ColumnType::text},
      {"text", ColumnType::text},
      {"mediumtext", ColumnType::text},
      {"longtext", ColumnType::text},
      {"binary", ColumnType::fixed_binary},
      {"varbinary", ColumnType::binary},
      {"tinyblob", ColumnType::binary},
      {"longblob", ColumnType::binary},
      {"enum", ColumnType::enumeration},
      {"set", ColumnType::set},
      {"json", ColumnType::json},
      {"point", ColumnType::geometry},
      {"geomcollection", ColumnType::geometry},
      {"geometrycollection", ColumnType::geometry},
      {"vector", ColumnType::vector},
      {"uuid", ColumnType::uuid},
      {"inet4", ColumnType::inet4},
      {"inet6", ColumnType::inet6},
      {"xmltype", ColumnType::unknown},
      {"", ColumnType::unknown},
      {"intx", ColumnType::unknown},
  };
  for (auto const& [word, type] : table) {
    INFO(word);
    CHECK(column_type(word) == type);
  }
}

TEST_CASE("the members of ENUM and SET are unquoted")
{
  using Members = std::vector<std::string>;
  struct {
    char const* declared;
    Members expected;
  } const table[] = {
      {"enum('a')", {"a"}},
      {"enum('a','b,c','it''s','back\\\\slash','new\\nline','','ü')",
       {"a", "b,c", "it's", "back\\slash", "new\nline", "", "ü"}},
      {"set('x','y z')", {"x", "y z"}},
      {"enum('''')", {"'"}},
      {"enum('a'')','b')", {"a')", "b"}},
      {"ENUM('unsigned')", {"unsigned"}},
      {"varchar(20)", {}},
      {"int", {}},
      {"", {}},
  };
  for (auto const& [declared, expected] : table) {
    INFO(declared);
    CHECK(members(declared) == expected);
  }
}

TEST_CASE("numbers take their size, sign and digits from the catalogue")
{
  ColumnFacts facts;
  facts.name = "total";
  facts.data_type = "decimal";
  facts.column_type = "decimal(10,3) unsigned zerofill";
  facts.is_nullable = "NO";
  facts.precision = "10";
  facts.scale = "3";
  facts.default_value = "0000001.500";
  auto const column = column_from(facts, DefaultStyle::bare_value);
  CHECK(column.name == "total");
  CHECK(column.type == ColumnType::decimal);
  CHECK(column.declared == "decimal(10,3) unsigned zerofill");
  CHECK(column.is_unsigned);
  CHECK_FALSE(column.nullable);
  CHECK(column.precision == 10);
  CHECK(column.scale == 3);
  CHECK(column.default_value == "0000001.500");
}

TEST_CASE("a column is unsigned by its attributes, not by a member's name")
{
  struct {
    char const *type, *declared;
    bool is_unsigned;
  } const table[] = {
      {"int", "int(10) unsigned", true},   {"int", "int unsigned", true},
      {"int", "int(5) zerofill", true},    {"int", "int(11)", false},
      {"bigint", "bigint unsigned", true}, {"enum", "enum('x unsigned')", false},
      {"varchar", "varchar(10)", false},
  };
  for (auto const& [type, declared, expected] : table) {
    INFO(declared);
    ColumnFacts facts;
    facts.data_type = type;
    facts.column_type = declared;
    CHECK(column_from(facts, DefaultStyle::bare_value).is_unsigned == expected);
  }
}

TEST_CASE("sizes go to the fields that the type gives them a meaning in")
{
  ColumnFacts facts;
  facts.precision = "3";
  facts.octets = "80";
  facts.time_precision = "6";
  facts.data_type = "bit";
  CHECK(column_from(facts, DefaultStyle::bare_value).length == 3);
  facts.data_type = "varchar";
  CHECK(column_from(facts, DefaultStyle::bare_value).length == 80);
  CHECK(column_from(facts, DefaultStyle::bare_value).scale == 0);
  facts.data_type = "datetime";
  CHECK(column_from(facts, DefaultStyle::bare_value).scale == 6);
  facts.data_type = "time";
  CHECK(column_from(facts, DefaultStyle::bare_value).scale == 6);
}

TEST_CASE("defaults are read as each server writes them")
{
  using Text = std::optional<std::string>;
  struct {
    Text written;
    DefaultStyle style;
    Text expected;
  } const table[] = {
      {std::nullopt, DefaultStyle::bare_value, std::nullopt},
      {"it's\\x", DefaultStyle::bare_value, "it's\\x"},
      {"NULL", DefaultStyle::bare_value, "NULL"},
      {"", DefaultStyle::bare_value, ""},
      {std::nullopt, DefaultStyle::sql_expression, std::nullopt},
      {"NULL", DefaultStyle::sql_expression, std::nullopt},
      {"'NULL'", DefaultStyle::sql_expression, "NULL"},
      {"'it''s\\\\x'", DefaultStyle::sql_expression, "it's\\x"},
      {"''", DefaultStyle::sql_expression, ""},
      {"7", DefaultStyle::sql_expression, "7"},
      {"uuid()", DefaultStyle::sql_expression, "uuid()"},
      {"'a' + 'b'", DefaultStyle::sql_expression, "'a' + 'b'"},
  };
  for (auto const& [written, style, expected] : table) {
    INFO(written.value_or("(none)"));
    ColumnFacts facts;
    facts.data_type = "varchar";
    facts.default_value = written;
    CHECK(column_from(facts, style).default_value == expected);
  }
}

TEST_CASE("extras are told apart in both servers' spellings")
{
  struct {
    char const *type, *default_value, *extra;
    bool default_now, on_update_now, generated, invisible, auto_increment;
  } const table[] = {
      {"datetime", "CURRENT_TIMESTAMP(6)", "DEFAULT_GENERATED on update CURRENT_TIMESTAMP(6)", true,
       true, false, false, false},
      {"datetime", "current_timestamp(6)", "on update current_timestamp(6)", true, true, false,
       false, false},
      {"timestamp", "CURRENT_TIMESTAMP", "DEFAULT_GENERATED", true, false, false, false, false},
      {"timestamp", "current_timestamp()", "", true, false, false, false, false},
      {"varchar", "current_timestamp", "", false, false, false, false, false},
      {"varchar", "uuid()", "DEFAULT_GENERATED", false, false, false, false, false},
      {"int", "", "VIRTUAL GENERATED", false, false, true, false, false},
      {"int", "", "STORED GENERATED", false, false, true, false, false},
      {"timestamp", "", "STORED GENERATED, INVISIBLE", false, false, true, true, false},
      {"bigint", "", "auto_increment INVISIBLE", false, false, false, true, true},
      {"int", "", "INVISIBLE", false, false, false, true, false},
      {"int", "", "auto_increment", false, false, false, false, true},
  };
  for (auto const& expected : table) {
    INFO(expected.type << " " << expected.default_value << " " << expected.extra);
    ColumnFacts facts;
    facts.data_type = expected.type;
    facts.default_value = expected.default_value;
    facts.extra = expected.extra;
    auto const column = column_from(facts, DefaultStyle::sql_expression);
    CHECK(column.default_now == expected.default_now);
    CHECK(column.on_update_now == expected.on_update_now);
    CHECK(column.generated == expected.generated);
    CHECK(column.invisible == expected.invisible);
    CHECK(column.auto_increment == expected.auto_increment);
  }
}
