#include "config/validate.hpp"

#include "drafts.hpp"

#include <catch2/catch.hpp>

using namespace mysync::config;

namespace {

Draft checked(std::vector<std::string> const& texts)
{
  auto draft = parsed(texts);
  settle(draft);
  fill_in(draft.config);
  validate(draft);
  return draft;
}

} // namespace

TEST_CASE("the target's database and the pipeline are named after the source's database")
{
  auto const draft = checked({"mysql.database = 'shop'"});
  CHECK(draft.config.mongodb.database == "shop");
  CHECK(draft.config.sync.pipeline == "shop");
  auto const named =
      checked({"mysql.database = 'shop'\nmongodb.database = 'm'\nsync.pipeline = 'p'"});
  CHECK(named.config.mongodb.database == "m");
  CHECK(named.config.sync.pipeline == "p");
}

TEST_CASE("combinations that go together are accepted")
{
  auto const text =
      GENERATE("", "mysql.pool = { min = 4, max = 4 }", "mysql.pool = { min = 0, max = 1 }",
               "mysql.tls = { mode = 'verify-ca', ca = 'ca.pem' }",
               "mysql.tls = { mode = 'verify-identity' }", "mysql.tls = { cert = 'c', key = 'k' }",
               "mongodb.uri = 'mongodb://h/?w=1&tlsInsecure=false'",
               "mongodb.uri = 'mongodb://h/?w=0'\nmongodb.allow_insecure = true",
               "mysql.datetime_zone = '+05:30'",
               "[[table]]\nname = 'a'\ncollection = 'b'\n[[table]]\nname = 'b'\ncollection = 'a'",
               "[[table]]\nname = 'a'\nmode = 'append'\ncursor = 'id'",
               "[[table]]\nname = 'a'\nmode = 'timestamp'\ncursor = ['x', 'y']",
               "[[table]]\nname = 'a'\nmode = 'full'\nkey = ['id']\ncolumns.exclude = ['x']",
               "[[table]]\nname = 'a'\ncolumns.exclude = ['x']\ncolumns.rename = { y = 'x' }",
               "[[table]]\nname = 'a'\ncursor = 'u'\ncolumns.exclude = ['u']",
               "mysql.database = 'a.b'\nmongodb.database = 'ab'\nsync.pipeline = 'ab'");
  CAPTURE(text);
  CHECK(checked({text}).problems.text().empty());
}

TEST_CASE("combinations that cannot be are refused at their place")
{
  struct Case {
    char const* text;
    char const* problem;
  };
  auto const c = GENERATE(values<Case>({
      {"mysql.pool = { min = 5 }",
       "a.toml:1:22: pool.min is 5 and pool.max is 4: raise the one or lower the other"},
      {"mysql.pool = { min = 5, max = 3 }",
       "a.toml:1:31: pool.min is 5 and pool.max is 3: raise the one or lower the other"},
      {"mysql.tls = { cert = 'c' }", "a.toml:1:22: tls.cert and tls.key go together"},
      {"mysql.tls = { key = 'k' }", "a.toml:1:21: tls.cert and tls.key go together"},
      {"mysql.tls.ca = 'ca.pem'",
       "a.toml:1:16: tls.ca needs tls.mode: write \"verify-identity\" or \"verify-ca\""},
      {"mysql.datetime_zone = 'Europe/Berln'",
       "a.toml:1:23: unknown time zone \"Europe/Berln\"; did you mean \"Europe/Berlin\"?"},
      {"mongodb.uri = 'mongodb://a:hunter2@h/?w=0&tlsInsecure=true'",
       "a.toml:1:15: the URI has w=0 and tlsInsecure=true, which is refused unless [mongodb] says "
       "allow_insecure = true"},
      {"mysql.database = 'a.b'",
       "a.toml:1:18: the database's name \"a.b\" does not do for [mongodb] database as well; write "
       "that too"},
      {"mysql.database = 'a/b'\nmongodb.database = 'ab'",
       "a.toml:1:18: the database's name \"a/b\" does not do for [sync] pipeline as well; write "
       "that "
       "too"},
      {"[[table]]\nname = 'a'\ncursor_zone = 'Mars'",
       "a.toml:3:15: [[table]] a: unknown time zone \"Mars\"; write a name such as "
       "\"Europe/Berlin\", \"UTC\" or \"+05:30\""},
      {"[[table]]\nname = 'a'\ndatetime_zone = '+25:00'",
       "a.toml:3:17: [[table]] a: unknown time zone \"+25:00\"; write a name such as "
       "\"Europe/Berlin\", \"UTC\" or \"+05:30\""},
      {"[[table]]\nname = 'a'\nmode = 'full'\ncursor = 'x'",
       "a.toml:4:10: [[table]] a: mode = \"full\" reads every row and takes no cursor"},
      {"[[table]]\nname = 'a'\nmode = 'append'\ncursor = ['x', 'y']",
       "a.toml:4:10: [[table]] a: mode = \"append\" takes one cursor"},
      {"[[table]]\nname = 'a'\ncursor = ['x', 'x']",
       "a.toml:3:10: [[table]] a: 'x' stands in cursor twice"},
      {"[[table]]\nname = 'a'\nkey = ['x', 'y', 'x']",
       "a.toml:3:7: [[table]] a: 'x' stands in key twice"},
      {"[[table]]\nname = 'a'\nkey = ['x']\ncolumns.exclude = ['x']",
       "a.toml:4:19: [[table]] a: column 'x' is in key and in columns.exclude"},
      {"[[table]]\nname = 'a'\ncolumns.exclude = ['x']\ncolumns.rename = { x = 'y' }",
       "a.toml:4:18: [[table]] a: column 'x' is in columns.exclude and in columns.rename"},
      {"[[table]]\nname = 'a'\ncolumns.rename = { x = 'z', y = 'z' }",
       "a.toml:3:18: [[table]] a: columns 'x' and 'y' both become 'z'"},
      {"[[table]]\nname = 'a'\ncollection = 'c'\n[[table]]\nname = 'b'\ncollection = 'c'",
       "a.toml:6:14: [[table]] b: collection 'c' belongs to table 'a' already; name another"},
      {"[[table]]\nname = 'a'\ncollection = 'b'\n[[table]]\nname = 'b'",
       "a.toml:5:8: [[table]] b: collection 'b' belongs to table 'a' already; name another"},
      {"[[table]]\nname = 'a'\ncollection = '_sync_state'",
       "a.toml:3:14: [[table]] a: collection '_sync_state' belongs to the state already; name "
       "another"},
      {"[[table]]\nname = '_sync_runs'",
       "a.toml:2:8: [[table]] _sync_runs: collection '_sync_runs' belongs to the audit trail "
       "already; name another"},
      {"sync.state_collection = 'a'\n[[table]]\nname = 'a'",
       "a.toml:3:8: [[table]] a: collection 'a' belongs to the state already; name another"},
  }));
  CAPTURE(c.text);
  CHECK(checked({c.text}).problems.text() == c.problem);
}

TEST_CASE("a combination of several files is refused at the value that came last")
{
  CHECK(checked({"[[table]]\nname = 'a'\ncursor = 'x'", "[[table]]\nname = 'a'\nmode = 'full'"})
            .problems.text() ==
        "a.toml:3:10: [[table]] a: mode = \"full\" reads every row and takes no cursor");
  CHECK(checked({"mysql.pool.max = 2", "mysql.pool.min = 3"}).problems.text() ==
        "b.toml:1:18: pool.min is 3 and pool.max is 2: raise the one or lower the other");
}
