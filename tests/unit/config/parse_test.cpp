#include "config/parse.hpp"

#include "drafts.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::config;
using namespace std::chrono_literals;

namespace {

using Names = std::vector<std::string>;

std::string problems_of(std::string const& text) { return parsed({text}).problems.text(); }

} // namespace

TEST_CASE("an empty file says nothing, and every default holds")
{
  auto const draft = parsed({"# nothing\n"});
  CHECK(draft.problems.empty());
  CHECK(draft.config.mysql.port == 3306);
  CHECK(draft.config.sync.tables == Names{"*"});
  CHECK(draft.config.tables.empty());
}

TEST_CASE("every setting of [mysql] lands in its place")
{
  auto const draft = parsed({R"(
[mysql]
host = "db1"
port = 3307
user = "sync"
password = "hunter2"
database = "shop"
charset = "utf8mb4"
datetime_zone = "Europe/Berlin"
tls = { mode = "verify-identity", ca = "/ca.pem", cert = "/cert.pem", key = "/key.pem" }
compress = true
pool = { min = 2, max = 8, timeout = "10s", recycle = "30m" }
)"});
  CHECK(draft.problems.text().empty());
  auto const& mysql = draft.config.mysql;
  CHECK(mysql.host == "db1");
  CHECK(mysql.port == 3307);
  CHECK(mysql.user == "sync");
  CHECK(std::string(draft.asked.password.reveal()) == "hunter2");
  CHECK(mysql.database == "shop");
  CHECK(mysql.datetime_zone == "Europe/Berlin");
  CHECK(mysql.tls.mode == TlsMode::verify_identity);
  CHECK(mysql.tls.ca == "/ca.pem");
  CHECK(mysql.tls.cert == "/cert.pem");
  CHECK(mysql.tls.key == "/key.pem");
  CHECK(mysql.compress);
  CHECK(mysql.pool.min == 2);
  CHECK(mysql.pool.max == 8);
  CHECK(mysql.pool.timeout == 10s);
  CHECK(mysql.pool.recycle == 30min);
}

TEST_CASE("every setting of [mongodb] and [sync] lands in its place")
{
  auto const draft = parsed({R"(
[mongodb]
uri = "mongodb://db2"
database = "warehouse"
allow_insecure = true
[sync]
pipeline = "p"
enabled = false
tables = ["a*", "b"]
exclude = ["tmp_*"]
interval = "15m"
batch_size = 500
max_retries = 7
retry_delay = "1s"
overlap = "2m"
lease = "10s"
max_quarantine = "2.5%"
state_collection = "_state"
)"});
  CHECK(draft.problems.text().empty());
  CHECK(std::string(draft.config.mongodb.uri.reveal()) == "mongodb://db2");
  CHECK(draft.config.mongodb.database == "warehouse");
  CHECK(draft.config.mongodb.allow_insecure);
  auto const& sync = draft.config.sync;
  CHECK(sync.pipeline == "p");
  CHECK_FALSE(sync.enabled);
  CHECK(sync.tables == Names{"a*", "b"});
  CHECK(sync.exclude == Names{"tmp_*"});
  CHECK(sync.interval == 15min);
  CHECK(sync.batch_size == 500);
  CHECK(sync.max_retries == 7);
  CHECK(sync.retry_delay == 1s);
  CHECK(sync.overlap == Duration(2min));
  CHECK(sync.lease == 10s);
  CHECK(sync.max_quarantine_percent == 2.5);
  CHECK(sync.state_collection == "_state");
}

TEST_CASE("every setting of [[table]] lands in its place")
{
  auto const draft = parsed({R"(
[[table]]
name = "orders"
collection = "sales"
key = ["tenant", "id"]
cursor = ["updated_at", "created_at"]
cursor_zone = "+02:00"
datetime_zone = "Asia/Tokyo"
mode = "timestamp"
interval = "5m"
where = "tenant_id = 7"
null_cursor = "refuse"
zero_dates = "quarantine"
keep_key = true
max_delete_percent = 12.5
columns.exclude = ["note"]
columns.rename = { cust_no = "customer" }
[[table]]
name = "log"
cursor = "id"
max_delete_percent = 5
[table.columns]
rename = { a = "b" }
)"});
  CHECK(draft.problems.text().empty());
  REQUIRE(draft.config.tables.size() == 2);
  auto const& orders = draft.config.tables[0];
  CHECK(orders.name == "orders");
  CHECK(orders.origin == "a.toml:2:1");
  CHECK(orders.collection == "sales");
  CHECK(orders.key == Names{"tenant", "id"});
  CHECK(orders.cursor == Names{"updated_at", "created_at"});
  CHECK(orders.cursor_zone == "+02:00");
  CHECK(orders.datetime_zone == "Asia/Tokyo");
  CHECK(orders.mode == Mode::timestamp);
  CHECK(orders.interval == Duration(5min));
  CHECK(orders.where == "tenant_id = 7");
  CHECK(orders.null_cursor == NullCursor::refuse);
  CHECK(orders.zero_dates == ZeroDates::quarantine);
  CHECK(orders.keep_key);
  CHECK(orders.max_delete_percent == 12.5);
  CHECK(orders.exclude == Names{"note"});
  CHECK(orders.rename == std::map<std::string, std::string>{{"cust_no", "customer"}});
  auto const& log = draft.config.tables[1];
  CHECK(log.cursor == Names{"id"});
  CHECK(log.max_delete_percent == 5);
  CHECK(log.rename == std::map<std::string, std::string>{{"a", "b"}});
}

TEST_CASE("overlap is a duration or left to the program")
{
  CHECK_FALSE(parsed({"sync.overlap = 'auto'"}).config.sync.overlap);
  CHECK(parsed({"sync.overlap = '0s'"}).config.sync.overlap == Duration(0));
}

TEST_CASE("a later file replaces single values of an earlier one and continues its tables")
{
  auto const draft = parsed({R"(
[mysql]
host = "db1"
tls = { mode = "required", ca = "/ca.pem" }
[sync]
tables = ["a", "b"]
[[table]]
name = "orders"
cursor = "updated_at"
where = "x = 1"
[[table]]
name = "log"
)",
                             R"(
mysql.host = "db2"
mysql.tls.mode = "verify-ca"
sync.tables = ["c"]
[[table]]
name = "new"
[[table]]
name = "orders"
where = "x = 2"
)"});
  CHECK(draft.problems.text().empty());
  auto const& config = draft.config;
  CHECK(config.mysql.host == "db2");
  CHECK(config.mysql.tls.mode == TlsMode::verify_ca);
  CHECK(config.mysql.tls.ca == "/ca.pem");
  CHECK(config.sync.tables == Names{"c"});
  REQUIRE(config.tables.size() == 3);
  CHECK(config.tables[0].name == "orders");
  CHECK(config.tables[0].cursor == Names{"updated_at"});
  CHECK(config.tables[0].where == "x = 2");
  CHECK(config.tables[0].origin == "a.toml:7:1");
  CHECK(config.tables[1].name == "log");
  CHECK(config.tables[2].name == "new");
  CHECK(place_of(draft, Section::table, "where", "orders").text() == "b.toml:9:9");
  CHECK(place_of(draft, Section::table, "cursor", "orders").text() == "a.toml:9:10");
}

TEST_CASE("names of files start at the directory of the file they are written in")
{
  Draft draft;
  Place place;
  place.rank = 1;
  place.file = "/etc/mysync/sync.toml";
  parse(draft, "mysql.tls.ca = 'ca.pem'\nmysql.password_file = '/run/secret'", place, {});
  CHECK(draft.config.mysql.tls.ca == "/etc/mysync/ca.pem");
  CHECK(draft.asked.password_file == "/run/secret");
  CHECK(parsed({"mysql.tls.ca = 'ca.pem'"}).config.mysql.tls.ca == "ca.pem");
}

TEST_CASE("variables stand in every text, and those missing are named where they are used")
{
  auto const draft = parsed({R"(
[mysql]
host = "${HOST}"
user = "${USER:-sync}"
[sync]
tables = ["${A}", "b_${A}"]
[[table]]
name = "${T}"
columns.rename = { x = "${F}" }
)"},
                            {{"HOST", "db1"}, {"A", "a"}, {"T", "orders"}, {"F", "f"}});
  CHECK(draft.problems.text().empty());
  CHECK(draft.config.mysql.host == "db1");
  CHECK(draft.config.mysql.user == "sync");
  CHECK(draft.config.sync.tables == Names{"a", "b_a"});
  CHECK(draft.config.tables.at(0).name == "orders");
  CHECK(draft.config.tables.at(0).rename.at("x") == "f");
  CHECK(problems_of("[mysql]\nport = '${PORT}'\ndatabase = \"${DB\"\n[[table]]\nname = '${T}'") ==
        "a.toml:2:8: the variable PORT is not set; set it or write ${PORT:-default}\n"
        "a.toml:3:12: '${' without its '}'; $${ stands for ${\n"
        "a.toml:5:8: the variable T is not set; set it or write ${T:-default}");
}

TEST_CASE("a file is known to hold a password when one stands in it in clear")
{
  struct Case {
    char const* text;
    bool holds;
  };
  auto const c = GENERATE(values<Case>({
      {"mysql.password = 'hunter2'", true},
      {"mysql.password = 'x${A}'", true},
      {"mysql.password = '${A}'", false},
      {"mysql.password = '${A:-hunter2}'", true},
      {"mysql.password = '${A:-}'", false},
      {"mysql.password = ''", false},
      {"mysql.password_file = '/run/secret'", false},
      {"mongodb.uri = 'mongodb://h'", false},
      {"mongodb.uri = 'mongodb://h:27017/db'", false},
      {"mongodb.uri = 'mongodb://a@h:27017'", false},
      {"mongodb.uri = 'mongodb://a:hunter2@h:27017'", true},
      {"mongodb.uri = 'mongodb://a:${A}@h'", false},
      {"mongodb.uri = 'mongodb://${A}:${A}@h'", false},
      {"mongodb.uri = 'mongodb://a:x${A}@h'", true},
  }));
  CAPTURE(c.text);
  auto const draft = parsed({c.text}, {{"A", "a"}});
  CHECK(draft.problems.text().empty());
  CHECK(draft.holding_passwords.contains("a.toml") == c.holds);
}

TEST_CASE("of two ways to say a thing the later file's counts")
{
  auto draft = parsed({"mysql.host = 'db1'\nmysql.password = 'a'\n",
                       "mysql.socket = '/s'\nmysql.password_file = '/p'\n",
                       "mysql.password_command = ['pass']\n"});
  settle(draft);
  CHECK(draft.problems.text().empty());
  CHECK(draft.config.mysql.socket == "/s");
  CHECK(draft.asked.password.empty());
  CHECK(draft.asked.password_file.empty());
  CHECK(draft.asked.password_command == Names{"pass"});

  auto back = parsed({"mysql.socket = '/s'\nmysql.password_file = '/p'\n",
                      "mysql.host = 'db1'\nmysql.password = 'a'\n"});
  settle(back);
  CHECK(back.config.mysql.socket.empty());
  CHECK(back.asked.password_file.empty());
  CHECK(std::string(back.asked.password.reveal()) == "a");
}

TEST_CASE("two ways to say a thing in one file exclude each other")
{
  auto draft = parsed({"[mysql]\nhost = 'db1'\nsocket = '/s'\npassword = 'a'\n"
                       "password_command = ['b']\npassword_file = 'c'\n"});
  settle(draft);
  CHECK(
      draft.problems.text() ==
      "a.toml:3:10: 'socket' and 'host' in [mysql] exclude each other; keep one of them\n"
      "a.toml:5:20: 'password_command' and 'password_file' in [mysql] exclude each other; keep one "
      "of them\n"
      "a.toml:6:17: 'password_file' and 'password' in [mysql] exclude each other; keep one of "
      "them");
}
