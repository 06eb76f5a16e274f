#include "config/parse.hpp"

#include "drafts.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::config;
using namespace std::chrono_literals;

namespace {

std::string problems_of(std::string const& text) { return parsed({text}).problems.text(); }

} // namespace
TEST_CASE("what is wrong is said with its place and what to write instead")
{
  struct Case {
    char const* text;
    char const* problem;
  };
  auto const c = GENERATE(values<Case>({
      // unknown keys and sections
      {"[[table]]\nname = 'orders'\ncurser = 'x'",
       "a.toml:3:1: unknown key 'curser' in [[table]] orders; did you mean 'cursor'?"},
      {"[mysql]\n  hots = 'x'", "a.toml:2:3: unknown key 'hots' in [mysql]; did you mean 'host'?"},
      {"[mysql]\ntls = { mod = 'off' }",
       "a.toml:2:9: unknown key 'tls.mod' in [mysql]; did you mean 'tls.mode'?"},
      {"[mysql.pool]\nmx = 3",
       "a.toml:2:1: unknown key 'pool.mx' in [mysql]; did you mean 'pool.max'?"},
      {"[sync]\nport = 1", "a.toml:2:1: unknown key 'port' in [sync]; it belongs to [mysql]"},
      {"[sync]\nsomething_else = 1", "a.toml:2:1: unknown key 'something_else' in [sync]"},
      {"[sync]\n\"a\\u001bb\" = 1", "a.toml:2:1: unknown key 'a\\x1bb' in [sync]"},
      {"[mysq]\nhost = 'x'", "a.toml:1:2: unknown section 'mysq'; did you mean 'mysql'?"},
      {"[elsewhere]", "a.toml:1:2: unknown section 'elsewhere'"},
      {"host = 'x'", "a.toml:1:1: key 'host' stands outside of a section; it belongs to [mysql]"},
      {"hello = 'x'", "a.toml:1:1: unknown key 'hello' outside of a section"},
      // shapes
      {"[[mysql]]\nhost = 'x'", "a.toml:1:3: write [mysql] as a section, once"},
      {"mysql = 3", "a.toml:1:1: write [mysql] as a section, once"},
      {"[table]\nname = 'x'",
       "a.toml:1:1: write [[table]] in two pairs of brackets: there may be several"},
      {"[[table]]\ncursor = 'x'",
       "a.toml:1:1: a [[table]] needs its name, such as name = \"orders\""},
      {"[[table]]\nname = 3", "a.toml:2:8: a [[table]] needs its name, such as name = \"orders\""},
      {"[[table]]\nname = ''", "a.toml:2:8: a [[table]] needs its name, such as name = \"orders\""},
      {"table = [1]", "a.toml:1:10: a [[table]] needs its name, such as name = \"orders\""},
      {"[[table]]\nname = 'a'\n[[table]]\nname = 'a'",
       "a.toml:4:8: [[table]] a stands here twice; the first is at a.toml:2:8"},
      {"[mysql]\ntls = 'off'", "a.toml:2:7: tls: write a table such as tls = { mode = … }"},
      // types and values
      {"sync.interval = '10 minutes'", "a.toml:1:17: interval = \"10 minutes\": write a duration "
                                       "of at least \"1s\", such as \"10m\""},
      {"sync.interval = 10",
       "a.toml:1:17: interval = 10: write a duration of at least \"1s\", such as \"10m\""},
      {"sync.interval = '0s'",
       "a.toml:1:17: interval = \"0s\": write a duration of at least \"1s\", such as \"10m\""},
      {"sync.retry_delay = '-1s'",
       "a.toml:1:20: retry_delay = \"-1s\": write a duration such as \"10m\""},
      {"sync.lease = '4s'", "a.toml:1:14: lease = \"4s\": write a duration from \"5s\" to \"1h\""},
      {"sync.lease = '61m'",
       "a.toml:1:14: lease = \"61m\": write a duration from \"5s\" to \"1h\""},
      {"sync.overlap = 'never'",
       "a.toml:1:16: overlap = \"never\": write \"auto\" or a duration such as \"5m\""},
      {"mysql.port = 'x'",
       "a.toml:1:14: port = \"x\": write a whole number from 1 to 65535, without quotes"},
      {"mysql.port = 0", "a.toml:1:14: port = 0: write a whole number from 1 to 65535"},
      {"mysql.port = 65536", "a.toml:1:14: port = 65536: write a whole number from 1 to 65535"},
      {"mysql.port = 1.5", "a.toml:1:14: port = 1.5: write a whole number from 1 to 65535"},
      {"mysql.port = [3306]", "a.toml:1:14: port: write a whole number from 1 to 65535"},
      {"mysql.port = 2026-01-01", "a.toml:1:14: port: write a whole number from 1 to 65535"},
      {"mysql.pool.max = 0", "a.toml:1:18: pool.max = 0: write a whole number from 1 to 1000"},
      {"mysql.host = 3", "a.toml:1:14: host = 3: write text in quotes, not empty"},
      {"mysql.host = ''", "a.toml:1:14: host = \"\": write text in quotes, not empty"},
      {"mysql.host = \"a\\u0000b\"", "a.toml:1:14: a text must not hold a NUL character"},
      {"mysql.compress = 'yes'",
       "a.toml:1:18: compress = \"yes\": write true or false, without quotes"},
      {"mysql.compress = 1", "a.toml:1:18: compress = 1: write true or false"},
      {"mysql.charset = 'latin1'", "a.toml:1:17: charset = \"latin1\": the connection is always "
                                   "utf8mb4, the only character set "
                                   "that carries every text; leave this key out"},
      {"mysql.tls.mode = 'on'",
       "a.toml:1:18: tls.mode = \"on\": write \"off\", \"required\", \"verify-ca\", "
       "\"verify-identity\""},
      {"mysql.tls.ca = ''", "a.toml:1:16: tls.ca = \"\": write the name of a file in quotes"},
      {"sync.batch_size = 0", "a.toml:1:19: batch_size = 0: write a whole number from 1 to 100000"},
      {"sync.batch_size = 100001",
       "a.toml:1:19: batch_size = 100001: write a whole number from 1 to 100000"},
      {"sync.max_retries = 101",
       "a.toml:1:20: max_retries = 101: write a whole number from 0 to 100"},
      {"sync.max_retries = -1",
       "a.toml:1:20: max_retries = -1: write a whole number from 0 to 100"},
      {"sync.max_quarantine = 1",
       "a.toml:1:23: max_quarantine = 1: write a percentage from \"0%\" to \"100%\""},
      {"sync.max_quarantine = '101%'",
       "a.toml:1:23: max_quarantine = \"101%\": write a percentage from \"0%\" to \"100%\""},
      {"sync.max_quarantine = 'nan%'",
       "a.toml:1:23: max_quarantine = \"nan%\": write a percentage from \"0%\" to \"100%\""},
      {"sync.max_quarantine = '1'",
       "a.toml:1:23: max_quarantine = \"1\": write a percentage from \"0%\" to \"100%\""},
      {"sync.tables = 'orders'", "a.toml:1:15: tables = \"orders\": write a list of texts such as "
                                 "[\"a\", \"b\"], none of them "
                                 "empty"},
      {"sync.tables = ['']",
       "a.toml:1:15: tables: write a list of texts such as [\"a\", \"b\"], none of them empty"},
      {"sync.exclude = [1]",
       "a.toml:1:16: exclude: write a list of texts such as [\"a\", \"b\"], none of them empty"},
      {"sync.pipeline = 'a/b'", "a.toml:1:17: pipeline = \"a/b\": write a name without '/'"},
      {"sync.pipeline = '$a'", "a.toml:1:17: pipeline = \"$a\": write a name without '$'"},
      {"sync.pipeline = ''", "a.toml:1:17: pipeline = \"\": write a name in quotes"},
      {"mongodb.database = 'a.b'", "a.toml:1:20: database = \"a.b\": write a name without '.'"},
      {"[[table]]\nname = 'a'\ncollection = '$c'",
       "a.toml:3:14: collection = \"$c\": write a name without '$'"},
      {"[[table]]\nname = 'a'\ncursor = ['a', 'b', 'c']",
       "a.toml:3:10: cursor: write a text, or a list of at most 2"},
      {"[[table]]\nname = 'a'\ncursor = []",
       "a.toml:3:10: cursor: write a text, or a list of at most 2"},
      {"[[table]]\nname = 'a'\nmode = 'fast'",
       "a.toml:3:8: mode = \"fast\": write \"timestamp\", \"append\", \"full\""},
      {"[[table]]\nname = 'a'\nmode = 'binlog'",
       "a.toml:3:8: mode = \"binlog\": it is not supported yet; write \"timestamp\", \"append\", "
       "\"full\""},
      {"[[table]]\nname = 'a'\nnull_cursor = 'x'",
       "a.toml:3:15: null_cursor = \"x\": write \"sweep\", \"refuse\""},
      {"[[table]]\nname = 'a'\nzero_dates = 0",
       "a.toml:3:14: zero_dates = 0: write \"null\", \"string\", \"quarantine\""},
      {"[[table]]\nname = 'a'\nmax_delete_percent = 101",
       "a.toml:3:22: max_delete_percent = 101: write a number from 0 to 100"},
      {"[[table]]\nname = 'a'\nmax_delete_percent = nan",
       "a.toml:3:22: max_delete_percent = nan: write a number from 0 to 100"},
      {"[[table]]\nname = 'a'\ncolumns.rename = { b = 'c.d' }",
       "a.toml:3:18: columns.rename: column 'b': a field with a dot is not supported yet"},
      {"[[table]]\nname = 'a'\ncolumns.rename = { b = 3 }",
       "a.toml:3:18: columns.rename: column 'b': write the field's name in quotes"},
      {"[[table]]\nname = 'a'\ncolumns.rename = ['b']",
       "a.toml:3:18: columns.rename: write columns and fields such as { a = \"b\" }"},
      // URIs
      {"mongodb.uri = 'db1:27017'",
       "a.toml:1:15: uri: write a URI that begins with mongodb:// or mongodb+srv://"},
      {"mongodb.uri = ''",
       "a.toml:1:15: uri: write a URI that begins with mongodb:// or mongodb+srv://"},
      {"mongodb.uri = 'mongodb://'",
       "a.toml:1:15: uri: write a URI that names a host, such as mongodb://db1:27017"},
      {"mongodb.uri = 3", "a.toml:1:15: uri: write text in quotes"},
  }));
  CAPTURE(c.text);
  CHECK(problems_of(c.text) == c.problem);
}

TEST_CASE("every key that is known and not supported yet is refused, whatever its value")
{
  for (auto const& key : keys()) {
    if (key.supported()) continue;
    auto const name = std::string(key.name);
    CAPTURE(name);
    auto const is_table = key.section == Section::table;
    auto const value = GENERATE("'x'", "3", "{ a = 'b' }");
    auto const text = is_table ? "[[table]]\nname = 'a'\n" + name + " = " + value
                               : "[sync]\n" + name + " = " + value;
    // The place is that of the key's last part.
    auto const column = std::to_string(name.rfind('.') + 2);
    CHECK(problems_of(text) == (is_table ? "a.toml:3:" + column + ": '" + name + "' in [[table]] a"
                                         : "a.toml:2:" + column + ": '" + name + "' in [sync]") +
                                   " is not supported yet");
  }
}

TEST_CASE("all problems of all files are said at once, in the order of their places")
{
  auto const draft = parsed({"[sync]\ntables = 3\n[mysql]\nzzz = 1\nport = 'x'\n",
                             "[mongodb]\nuri = 1\n[[table]]\nname = 'a'\nwrong_key = 2\n"});
  CHECK(
      draft.problems.text() ==
      "a.toml:2:10: tables = 3: write a list of texts such as [\"a\", \"b\"], none of them empty\n"
      "a.toml:4:1: unknown key 'zzz' in [mysql]\n"
      "a.toml:5:8: port = \"x\": write a whole number from 1 to 65535, without quotes\n"
      "b.toml:2:7: uri: write text in quotes\n"
      "b.toml:5:1: unknown key 'wrong_key' in [[table]] a");
}

TEST_CASE("what is no TOML is said with its place")
{
  CHECK_THAT(problems_of("[mysql]\nhost = db1\n"),
             Catch::StartsWith("a.toml:2:8: this is no TOML: "));
  CHECK_THAT(problems_of("[mysql\n"), Catch::StartsWith("a.toml:1:7: this is no TOML: "));
  CHECK_THAT(problems_of("[mysql]\nhost = 'a'\nhost = 'b'\n"),
             Catch::Contains("cannot redefine existing string 'host'"));
  CHECK_FALSE(problems_of("host = '\xFF'").empty());
  CHECK_FALSE(problems_of(std::string(10000, '[')).empty());
}

TEST_CASE("no message shows a secret, however it is misspelt")
{
  auto const text = GENERATE(
      "[mysql]\npassword = hunter2", "[mysql]\npassword = tunter2", "[mysql]\npassword = 'hunter2",
      "[mysql]\npassword = hunter2'", "[mysql]\npasword = 'hunter2'",
      "mysql.password.x = 'hunter2'", "mysql.password = ['hunter2']",
      "mysql.password_command = 'echo hunter2'", "mysql.password_command = ['echo', 'hunter2', 3]",
      "mysql.password_file = ['hunter2']", "mongodb.uri = mongodb://a:hunter2@h",
      "mongodb.uri = 'a:hunter2@h'", "mongodb.uri = 'mongodb://a:hunter2@'",
      "mongodb.uri = ['mongodb://a:hunter2@h']", "mongodb.uri = 'mongodb://a:hun ter2@h'",
      "mongodb.uri = 'mongodb://a:hunter2@h\nx'", "mysql.password = 'a${hunter2'",
      "password = 'hunter2'", "[sync]\nuri = 'mongodb://a:hunter2@h'",
      "[mysql]\npassword = \"hunter2\\q\"", "[mysql]\npassword = 'x' hunter2",
      "mysql.port = 'mongodb://a:hunter2@h'");
  auto const problems = problems_of(text);
  CAPTURE(text, problems);
  CHECK_FALSE(problems.empty());
  CHECK(problems.find("unter2") == std::string::npos);
  CHECK(problems.find("ter2") == std::string::npos);
}

TEST_CASE("a password that is a number is refused without being shown")
{
  auto const problems = problems_of("[mysql]\npassword = 48151623421234567890123");
  CHECK(problems == "a.toml:2:35: this is no TOML value; write text in quotes");
  CHECK(problems_of("mysql.password = 4815162342") ==
        "a.toml:1:18: password: write text in quotes");
}
