#include "mysql/statement_kind.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using mysync::mysql::may_write;

TEST_CASE("statements that only read, or end a transaction, write nothing")
{
  for (std::string const& statement : std::vector<std::string>{"SELECT 1",
                                                               "select 1",
                                                               "  \n\tSELECT 1",
                                                               "(SELECT 1) UNION (SELECT 2)",
                                                               "((SELECT 1))",
                                                               "/* app:shop */ SELECT 1",
                                                               "/* a *//* b */SELECT 1",
                                                               "-- note\nSELECT 1",
                                                               "# note\n  SELECT 1",
                                                               "/*!40001 SELECT */ 1",
                                                               "/*M!100100 SELECT */ 1",
                                                               "SELECT/**/1",
                                                               "SHOW STATUS",
                                                               "EXPLAIN UPDATE t SET a = 1",
                                                               "DESC t",
                                                               "COMMIT",
                                                               "ROLLBACK",
                                                               "TABLE t",
                                                               "VALUES ROW(1)",
                                                               "KILL 5",
                                                               "USE shop"}) {
    CAPTURE(statement);
    CHECK_FALSE(may_write(statement));
  }
}

TEST_CASE("everything else may write, and so may what is not understood")
{
  for (std::string const& statement :
       std::vector<std::string>{"UPDATE t SET a = 1",
                                "insert into t values (1)",
                                "REPLACE t VALUES (1)",
                                "DELETE FROM t",
                                "LOAD DATA INFILE 'x' INTO TABLE t",
                                "CALL p()",
                                "DO f()",
                                "SET @x = f()",
                                "EXECUTE s",
                                "WITH c AS (SELECT 1) UPDATE t SET a = 1",
                                "/* SELECT */ UPDATE t SET a = 1",
                                "-- SELECT\nUPDATE t SET a = 1",
                                "# SELECT\nUPDATE t SET a = 1",
                                "/*! UPDATE t SET a = 1 */",
                                "ALTER TABLE t ADD b INT",
                                "BEGIN NOT ATOMIC UPDATE t SET a = 1; END",
                                "ANALYZE UPDATE t SET a = 1",
                                "XA COMMIT 'x'",
                                "SELECTED",
                                "select_x",
                                "",
                                "   ",
                                "/* never closed",
                                "-- no line end",
                                "(",
                                "\xff\xfe"}) {
    CAPTURE(statement);
    CHECK(may_write(statement));
  }
}
