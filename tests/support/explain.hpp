#pragma once
// What the server would do for a statement.

#include "mysql/parameters.hpp"
#include "mysql/session.hpp"
#include "mysql/sql.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mysync::test {

/// What EXPLAIN says of a statement's one table.
struct Explained {
  std::string access, key, extra;
};

/// EXPLAIN with the parameters bound as a read binds them, since that decides which index serves.
inline Explained explain(mysql::Session& session, mysql::Statement const& statement)
{
  mysql::StatementHandle const explained(mysql_stmt_init(session.get()));
  auto const sql =
      (session.server().mariadb ? "EXPLAIN " : "EXPLAIN FORMAT=TRADITIONAL ") + statement.sql;
  mysql::Parameters parameters(statement.parameters);
  auto const prepared = mysql_stmt_prepare(explained.get(), sql.data(), sql.size());
  INFO(mysql_stmt_error(explained.get()) << ": " << sql.substr(0, 400));
  REQUIRE(prepared == 0);
  REQUIRE(mysql_stmt_param_count(explained.get()) == parameters.size());
  if (parameters.size() != 0) mysql_stmt_bind_param(explained.get(), parameters.binds());
  REQUIRE(mysql_stmt_execute(explained.get()) == 0);
  mysql::Result const described(mysql_stmt_result_metadata(explained.get()));
  auto const count = mysql_num_fields(described.get());
  auto const* const fields = mysql_fetch_fields(described.get());
  std::vector<std::array<char, 512>> cells(count);
  std::vector<unsigned long> lengths(count);
  auto const nulls = std::make_unique<mysql::Flag[]>(count); // not a vector: Flag may be bool
  std::vector<MYSQL_BIND> binds(count);
  for (unsigned i = 0; i < count; ++i) {
    binds[i].buffer_type = MYSQL_TYPE_STRING;
    binds[i].buffer = cells[i].data();
    binds[i].buffer_length = cells[i].size();
    binds[i].length = &lengths[i];
    binds[i].is_null = &nulls[i];
  }
  mysql_stmt_bind_result(explained.get(), binds.data());
  REQUIRE(mysql_stmt_fetch(explained.get()) != 1);
  Explained result;
  for (unsigned i = 0; i < count; ++i) {
    std::string const text(cells[i].data(), nulls[i] != 0 ? 0 : std::min(lengths[i], 512UL));
    if (std::string_view(fields[i].name) == "type") result.access = text;
    if (std::string_view(fields[i].name) == "key") result.key = text;
    if (std::string_view(fields[i].name) == "Extra") result.extra = text;
  }
  while (mysql_stmt_fetch(explained.get()) == 0) {}
  return result;
}

} // namespace mysync::test
