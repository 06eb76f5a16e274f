#include "report/discover_toml.hpp"

#include "config/load.hpp"
#include "report/toml_lines.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace mysync;
using namespace mysync::report;

namespace {

using namespace std::chrono_literals;

config::Config loaded(std::string const& text)
{
  std::string folder = (std::filesystem::temp_directory_path() / "mysync-XXXXXX").string();
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  config::LoadRequest request;
  request.environment = {{"MYSQL_PASSWORD", "canary-1"},
                         {"MONGODB_URI", "mongodb://u:canary-2@db2/"}};
  request.files = {folder + "/sync.toml"};
  std::ofstream(request.files[0]) << text;
  std::filesystem::permissions(request.files[0], std::filesystem::perms::owner_read);
  config::Config config;
  INFO(text);
  CHECK_NOTHROW(config = config::load(request));
  std::filesystem::remove_all(folder);
  return config;
}

sync::TableChoice choice_of(std::string const& name)
{
  sync::TableChoice choice;
  choice.table.name = choice.collection = choice.options.name = name;
  choice.key = {"id"};
  choice.reason = "key id (primary key)";
  return choice;
}

config::Config minimal()
{
  config::Config config;
  config.mysql.user = "mysync";
  config.mysql.database = config.mongodb.database = config.sync.pipeline = "shop";
  config.mysql.password = Secret("canary-1");
  config.mongodb.uri = Secret("mongodb://u:canary-2@db2/");
  return config;
}

} // namespace

TEST_CASE("what is printed parses, and says all that was configured and chosen")
{
  auto config = minimal();
  config.mysql.host = "db1";
  config.mysql.port = 3307;
  config.mysql.datetime_zone = "Europe/Berlin";
  config.mysql.tls = {.mode = config::TlsMode::verify_ca, .ca = "/ca", .cert = "/c", .key = "/k"};
  config.mysql.compress = true;
  config.mysql.pool = {.min = 2, .max = 7, .timeout = 3s, .recycle = 2h};
  config.sync.tables = {"a*", "b"};
  config.sync.exclude = {"tmp_*"};
  config.sync.interval = 15min;
  config.sync.batch_size = 77;
  config.sync.max_retries = 9;
  config.sync.retry_delay = 7s;
  config.sync.overlap = 90s;
  config.sync.drift = config::Drift::fail;
  config.sync.lease = 45s;
  config.sync.max_quarantine_percent = 2.5;
  config.sync.state_collection = "_my_state";
  auto choice = choice_of("orders");
  choice.collection = "people";
  choice.key = {"a", "b"};
  choice.cursor = {"changed", "created"};
  choice.mode = config::Mode::timestamp;
  auto& options = choice.options;
  options.cursor_zone = "UTC";
  options.datetime_zone = "+05:30";
  options.interval = 2h;
  options.where = "a > \"1\" -- all of\nthem";
  options.null_cursor = config::NullCursor::refuse;
  options.zero_dates = config::ZeroDates::string;
  options.keep_key = true;
  options.max_delete_percent = 12.5;
  options.deletes = config::Deletes{config::Deletes::How::soft, "gone \"at\""};
  options.reconcile_every = 24h;
  options.exclude = {"x"};
  options.rename = {{"y", "z"}, {"odd \"name\"", "w"}};
  auto const text = discover_toml({{choice}, {{}}, {}}, config);
  CHECK(text.find("canary") == std::string::npos);
  auto const back = loaded(text);
  CHECK(back.mysql.host == "db1");
  CHECK(back.mysql.port == 3307);
  CHECK(back.mysql.user == "mysync");
  CHECK(std::string(back.mysql.password.reveal()) == "canary-1");
  CHECK(back.mysql.datetime_zone == "Europe/Berlin");
  CHECK(back.mysql.tls.mode == config::TlsMode::verify_ca);
  CHECK(back.mysql.tls.key == "/k");
  CHECK(back.mysql.compress);
  CHECK(back.mysql.pool.min == 2);
  CHECK(back.mysql.pool.max == 7);
  CHECK(back.mysql.pool.timeout == 3s);
  CHECK(back.mysql.pool.recycle == 2h);
  CHECK(std::string(back.mongodb.uri.reveal()) == "mongodb://u:canary-2@db2/");
  CHECK(back.sync.tables == config.sync.tables);
  CHECK(back.sync.exclude == config.sync.exclude);
  CHECK(back.sync.interval == 15min);
  CHECK(back.sync.batch_size == 77);
  CHECK(back.sync.max_retries == 9);
  CHECK(back.sync.retry_delay == 7s);
  CHECK(back.sync.overlap == config.sync.overlap);
  CHECK(back.sync.lease == 45s);
  CHECK(back.sync.drift == config::Drift::fail);
  CHECK(back.sync.max_quarantine_percent == 2.5);
  CHECK(back.sync.state_collection == "_my_state");
  REQUIRE(back.tables.size() == 1);
  auto const& table = back.tables[0];
  CHECK(table.name == "orders");
  CHECK(table.collection == "people");
  CHECK(table.key == choice.key);
  CHECK(table.cursor == choice.cursor);
  CHECK(table.mode == config::Mode::timestamp);
  CHECK(table.cursor_zone == "UTC");
  CHECK(table.datetime_zone == "+05:30");
  CHECK(table.interval == options.interval);
  CHECK(table.where == options.where);
  CHECK(table.null_cursor == config::NullCursor::refuse);
  CHECK(table.zero_dates == config::ZeroDates::string);
  CHECK(table.keep_key);
  CHECK(table.max_delete_percent == 12.5);
  CHECK(table.deletes == options.deletes);
  CHECK(table.reconcile_every == options.reconcile_every);
  CHECK(table.exclude == options.exclude);
  CHECK(table.rename == options.rename);
}

TEST_CASE("tables that cannot be synced are excluded with their reason, and losses are comments")
{
  auto broken = choice_of("bro\"ken");
  broken.problem = "table bro\"ken: no key\nat all";
  auto fine = choice_of("fine");
  sync::TableFindings found;
  found.findings = {{"cascade", sync::Severity::risk, "rows vanish", {}, {}},
                    {"deletes_unseen", sync::Severity::note, "not said", {}, {}}};
  auto const text = discover_toml({{broken, fine}, {{}, found}, {"audit: no key"}}, minimal());
  CHECK(text.find("\n# left out: table bro\"ken: no key\\nat all\n") != std::string::npos);
  CHECK(text.find("\n# left out: audit: no key\n") != std::string::npos);
  CHECK(text.find("\n# risk: rows vanish\n[[table]]\nname = \"fine\"\n") != std::string::npos);
  CHECK(text.find("not said") == std::string::npos);
  auto const back = loaded(text);
  CHECK(back.sync.exclude == std::vector<std::string>{"bro\"ken"});
  REQUIRE(back.tables.size() == 1);
  CHECK(back.tables[0].mode == config::Mode::full);
}

TEST_CASE("secrets stay where they are")
{
  auto config = minimal();
  config.mysql.password_source = "/run/secrets/mysql";
  config.mongodb.uri = Secret("mongodb://db2/?replicaSet=rs0");
  auto const text = discover_toml({{}, {}, {}}, config);
  CHECK(text.find("password_file = \"/run/secrets/mysql\"\n") != std::string::npos);
  CHECK(text.find("uri = \"mongodb://db2/?replicaSet=rs0\"\n") != std::string::npos);
  for (auto const* const uri :
       {"mongodb://u:p@db/", "mongodb://db/?tlsCertificateKeyFilePassword=p",
        "mongodb://db/?authMechanismProperties=AWS_SESSION_TOKEN:p"}) {
    config.mongodb.uri = Secret(uri);
    CHECK(discover_toml({{}, {}, {}}, config).find("uri = \"${MONGODB_URI}\"\n") !=
          std::string::npos);
  }
}

TEST_CASE("any text reads back from TOML as what it was")
{
  for (std::string const text : {"", "plain", "a\"b\\c", "two\nlines\t\x7f", "größe 🙂",
                                 "${HOME}", "$${x", "$", "a#b"}) {
    CAPTURE(text);
    auto config = minimal();
    auto choice = choice_of("t");
    choice.options.where = text;
    auto const back = loaded(discover_toml({{choice}, {{}}, {}}, config));
    REQUIRE(back.tables.size() == 1);
    CHECK(back.tables[0].where == text);
  }
  CHECK(toml_comment("a\nb") == "# a\\nb");
  CHECK(toml_list({"a", "b\""}) == "[\"a\", \"b\\\"\"]");
}
