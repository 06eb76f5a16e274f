#include "config/environment.hpp"

#include "drafts.hpp"

#include <catch2/catch.hpp>

using namespace mysync::config;
using namespace std::chrono_literals;

namespace {

using Names = std::vector<std::string>;

Draft applied(std::map<std::string, std::string> const& environment,
              std::vector<std::string> const& texts = {})
{
  auto draft = parsed(texts);
  apply_environment(draft, variables(environment), texts.size() + 1);
  return draft;
}

} // namespace

TEST_CASE("every variable lands in its place")
{
  auto const draft = applied({{"MYSQL_HOST", "db1"},
                              {"MYSQL_PORT", "3307"},
                              {"MYSQL_USER", "sync"},
                              {"MYSQL_PASSWORD", "hunter2"},
                              {"MYSQL_DATABASE", "shop"},
                              {"MYSQL_CHARSET", "utf8mb4"},
                              {"MYSQL_MIN_POOL_SIZE", "2"},
                              {"MYSQL_MAX_POOL_SIZE", "10"},
                              {"MYSQL_POOL_TIMEOUT", "20"},
                              {"MYSQL_POOL_RECYCLE", "7200"},
                              {"MONGODB_URI", "mongodb://db2"},
                              {"MONGODB_DATABASE", "warehouse"},
                              {"SYNC_ENABLED", "false"},
                              {"SYNC_INTERVAL_MINUTES", "90"},
                              {"SYNC_BATCH_SIZE", "500"},
                              {"SYNC_MAX_RETRIES", "5"},
                              {"SYNC_RETRY_DELAY", "10"},
                              {"SYNC_TABLES", "products, orders ,customers"},
                              {"SYNC_PRODUCTS_COLLECTION", "items"}});
  CHECK(draft.problems.text().empty());
  auto const& [mysql, mongodb, sync, tables, sources, warnings] = draft.config;
  CHECK(mysql.host == "db1");
  CHECK(mysql.port == 3307);
  CHECK(mysql.user == "sync");
  CHECK(std::string(draft.asked.password.reveal()) == "hunter2");
  CHECK(mysql.database == "shop");
  CHECK(mysql.pool.min == 2);
  CHECK(mysql.pool.max == 10);
  CHECK(mysql.pool.timeout == 20s);
  CHECK(mysql.pool.recycle == 2h);
  CHECK(std::string(mongodb.uri.reveal()) == "mongodb://db2");
  CHECK(mongodb.database == "warehouse");
  CHECK_FALSE(sync.enabled);
  CHECK(sync.interval == 90min);
  CHECK(sync.batch_size == 500);
  CHECK(sync.max_retries == 5);
  CHECK(sync.retry_delay == 10s);
  CHECK(sync.tables == Names{"products", "orders", "customers"});
  REQUIRE(tables.size() == 1);
  CHECK(tables[0].name == "products");
  CHECK(tables[0].collection == "items");
  CHECK(tables[0].origin == "SYNC_PRODUCTS_COLLECTION");
  CHECK(sources.empty());
  CHECK(warnings.empty());
  CHECK(draft.holding_passwords.empty());
}

TEST_CASE("the environment wins over a file, and an empty variable is no variable")
{
  auto const draft =
      applied({{"MYSQL_HOST", "db2"}, {"MYSQL_USER", ""}, {"SYNC_TABLES", "a"}},
              {"[mysql]\nhost = 'db1'\nuser = 'sync'\n[sync]\ntables = ['b', 'c']\n"});
  CHECK(draft.config.mysql.host == "db2");
  CHECK(draft.config.mysql.user == "sync");
  CHECK(draft.config.sync.tables == Names{"a"});
  CHECK(place_of(draft, Section::mysql, "host").text() == "MYSQL_HOST");
}

TEST_CASE("MYSQL_HOST wins over a file's socket, MYSQL_PASSWORD over its password_file")
{
  auto draft = applied({{"MYSQL_HOST", "db2"}, {"MYSQL_PASSWORD", "p"}},
                       {"mysql.socket = '/s'\nmysql.password_file = '/p'\n"});
  settle(draft);
  CHECK(draft.problems.text().empty());
  CHECK(draft.config.mysql.socket.empty());
  CHECK(draft.asked.password_file.empty());
}

TEST_CASE("flags and durations of the environment have their usual forms")
{
  struct Flag {
    char const* text;
    bool value;
  };
  auto const flag = GENERATE(values<Flag>({{"true", true},
                                           {"TRUE", true},
                                           {"1", true},
                                           {"yes", true},
                                           {"On", true},
                                           {"false", false},
                                           {"False", false},
                                           {"0", false},
                                           {"no", false},
                                           {"off", false}}));
  CAPTURE(flag.text);
  auto const draft = applied({{"SYNC_ENABLED", flag.text}});
  CHECK(draft.problems.text().empty());
  CHECK(draft.config.sync.enabled == flag.value);
  CHECK(applied({{"SYNC_RETRY_DELAY", "500ms"}}).config.sync.retry_delay == 500ms);
  CHECK(applied({{"SYNC_INTERVAL_MINUTES", "2h"}}).config.sync.interval == 2h);
}

TEST_CASE("a malformed variable is named, with what to write")
{
  struct Case {
    char const* name;
    char const* value;
    char const* problem;
  };
  auto const c = GENERATE(values<Case>({
      {"MYSQL_PORT", "abc", "MYSQL_PORT: port = \"abc\": write a whole number from 1 to 65535"},
      {"MYSQL_PORT", "3306x", "MYSQL_PORT: port = \"3306x\": write a whole number from 1 to 65535"},
      {"MYSQL_PORT", "0", "MYSQL_PORT: port = 0: write a whole number from 1 to 65535"},
      {"SYNC_BATCH_SIZE", "99999999999999999999",
       "SYNC_BATCH_SIZE: batch_size = \"99999999999999999999\": write a whole number from 1 to "
       "100000"},
      {"SYNC_ENABLED", "maybe", "SYNC_ENABLED: enabled = \"maybe\": write true or false"},
      {"SYNC_INTERVAL_MINUTES", "-5",
       "SYNC_INTERVAL_MINUTES: interval = \"-5\": write a duration of at least \"1s\", such as "
       "\"10m\""},
      {"MYSQL_POOL_TIMEOUT", "0",
       "MYSQL_POOL_TIMEOUT: pool.timeout = \"0s\": write a duration of at least \"1s\", such as "
       "\"10m\""},
      {"SYNC_TABLES", "a,,b",
       "SYNC_TABLES: tables: write a list of texts such as [\"a\", \"b\"], none of them empty"},
      {"SYNC_TABLES", " ",
       "SYNC_TABLES: tables: write a list of texts such as [\"a\", \"b\"], none of them empty"},
      {"MYSQL_CHARSET", "latin1",
       "MYSQL_CHARSET: charset = \"latin1\": the connection is always utf8mb4, the only character "
       "set that carries every text; leave this key out"},
      {"MONGODB_URI", "hunter2",
       "MONGODB_URI: uri: write a URI that begins with mongodb:// or mongodb+srv://"},
      {"MYSQL_USER", "\xFF", "MYSQL_USER: it is not UTF-8"},
      {"SYNC_ORDERS_COLLECTION", "\xFF", "SYNC_ORDERS_COLLECTION: it is not UTF-8"},
      {"SYNC_ORDERS_COLLECTION", "$x",
       "SYNC_ORDERS_COLLECTION: collection = \"$x\": write a name without '$'"},
  }));
  CAPTURE(c.name, c.value);
  CHECK(applied({{c.name, c.value}}).problems.text() == c.problem);
}

TEST_CASE(
    "a collection's variable finds its table among those configured, those listed, then by name")
{
  struct Case {
    char const* file;
    char const* tables;
    char const* expected;
  };
  auto const c = GENERATE(values<Case>({
      {"", "", "order_items"},
      {"[[table]]\nname = 'Order_Items'\n", "", "Order_Items"},
      {"", "Order_items", "Order_items"},
      {"", "order*", "order_items"},
  }));
  CAPTURE(c.file, c.tables);
  auto const draft =
      applied({{"SYNC_ORDER_ITEMS_COLLECTION", "items"}, {"SYNC_TABLES", c.tables}}, {c.file});
  CHECK(draft.problems.text().empty());
  REQUIRE(draft.config.tables.size() == 1);
  CHECK(draft.config.tables[0].name == c.expected);
  CHECK(draft.config.tables[0].collection == "items");
}

TEST_CASE("a collection's variable does not bring in a table that nobody asked for")
{
  auto const draft = applied({{"SYNC_CUSTOMERS_COLLECTION", "c"}, {"SYNC_TABLES", "orders"}});
  CHECK(draft.config.tables.empty());
  CHECK(draft.config.warnings ==
        Names{"SYNC_CUSTOMERS_COLLECTION: table customers is not among the tables to sync"});
  auto const excluded = applied({{"SYNC_TMP_A_COLLECTION", "c"}}, {"sync.exclude = ['tmp_*']"});
  CHECK(excluded.config.tables.empty());
}

TEST_CASE("variables that only look like ours are left alone")
{
  auto const draft = applied({{"SYNC_COLLECTION", "x"},
                              {"SYNC__COLLECTION", "x"},
                              {"SYNC_X_COLLECTION", ""},
                              {"MYSQL_PWD", "x"},
                              {"", "x"}});
  CHECK(draft.problems.text().empty());
  CHECK(draft.config.tables.empty());
}

TEST_CASE("an env file's lines are read")
{
  struct Case {
    char const* line;
    char const* value; ///< of A
  };
  auto const c = GENERATE(values<Case>({
      {"A=b", "b"},
      {"A=", ""},
      {"export A=b", "b"},
      {"  A = b  ", "b"},
      {"A=b\r", "b"},
      {"A=b c", "b c"},
      {"A=b # comment", "b"},
      {"A=b#c", "b#c"},
      {"A=#c", ""},
      {"A=\"b # c\" # comment", "b # c"},
      {"A='b $ \\n'", "b $ \\n"},
      {"A=\"b\\n\\t\\\"\\\\\\$x\"", "b\n\t\"\\$x"},
      {"A=\"\"", ""},
      {"A=b=c", "b=c"},
      {"A=mongodb://u:p@h/?a=b&c=d", "mongodb://u:p@h/?a=b&c=d"},
      {"A=first\nA=second", "second"},
      {"# comment\n\n  \nA=b", "b"},
      {"\xEF\xBB\xBF"
       "A=b",
       "b"},
      {"A=b'c", "b'c"},
  }));
  CAPTURE(c.line);
  Problems problems;
  Place file;
  file.file = ".env";
  auto const variables = read_env_file(c.line, file, problems);
  CHECK(problems.text().empty());
  REQUIRE(variables.size() == 1);
  CHECK(variables.at("A").value == c.value);
}

TEST_CASE("a line that is no NAME=value is a problem, and is not shown")
{
  auto const line = GENERATE("hunter2", "hunter2 x=3", "1A=hunter2", "=hunter2", "export",
                             "A='hunter2", "A=\"hunter2", "A=\"hunter2\" x", "A=\"hunter2\\\"");
  CAPTURE(line);
  Problems problems;
  Place file;
  file.file = ".env";
  CHECK(read_env_file(std::string("B=1\n") + line, file, problems).size() == 1);
  CHECK_THAT(problems.text(), Catch::StartsWith(".env:2: "));
  CHECK(problems.text().find("hunter2") == std::string::npos);
}

TEST_CASE("the environment wins over the env file, unless it is empty, and problems name the line")
{
  Problems problems;
  Place file;
  file.file = ".env";
  auto const lines = read_env_file("MYSQL_HOST=a\n\nMYSQL_PORT=x\nMYSQL_USER=c", file, problems);
  auto const all = over({{"MYSQL_HOST", "b"}, {"MYSQL_USER", ""}, {"MYSQL_DATABASE", ""}}, lines);
  Draft draft;
  apply_environment(draft, all, 1);
  CHECK(draft.config.mysql.host == "b");
  CHECK(draft.config.mysql.user == "c");
  CHECK(draft.config.mysql.database.empty());
  CHECK(draft.problems.text() ==
        ".env:3: MYSQL_PORT: port = \"x\": write a whole number from 1 to 65535");
}
