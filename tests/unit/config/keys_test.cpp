#include "config/keys.hpp"

#include "drafts.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

using namespace mysync::config;

namespace {

std::string example()
{
  std::ifstream file(MYSYNC_SOURCE_DIR "/sync.toml.example");
  REQUIRE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The example with every `#setting` made a setting, but for the second way to say a thing.
std::string example_with_everything(std::regex const& left_out)
{
  std::istringstream lines(example());
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    auto const setting = std::regex_search(line, std::regex("^#[a-z]"));
    out += (setting && !std::regex_search(line, left_out) ? line.substr(1) : line) + "\n";
  }
  return out;
}

} // namespace

TEST_CASE("the table of keys names each key once and says what it means")
{
  std::set<std::pair<Section, std::string>> names;
  std::set<std::string> variables;
  for (auto const& key : keys()) {
    CAPTURE(std::string(key.name));
    CHECK(names.emplace(key.section, key.name).second);
    CHECK_FALSE(key.meaning.empty());
    CHECK(find_key(key.section, key.name) == &key);
    if (!key.variable.empty()) CHECK(variables.emplace(key.variable).second);
  }
  CHECK(find_key(Section::sync, "port") == nullptr);
}

TEST_CASE("the table of keys has every environment variable")
{
  std::set<std::string> variables;
  for (auto const& key : keys())
    if (!key.variable.empty()) variables.emplace(key.variable);
  CHECK(variables == std::set<std::string>{
                         "MYSQL_HOST", "MYSQL_PORT", "MYSQL_USER", "MYSQL_PASSWORD",
                         "MYSQL_DATABASE", "MYSQL_CHARSET", "MYSQL_MIN_POOL_SIZE",
                         "MYSQL_MAX_POOL_SIZE", "MYSQL_POOL_TIMEOUT", "MYSQL_POOL_RECYCLE",
                         "MONGODB_URI", "MONGODB_DATABASE", "SYNC_ENABLED", "SYNC_INTERVAL_MINUTES",
                         "SYNC_BATCH_SIZE", "SYNC_MAX_RETRIES", "SYNC_RETRY_DELAY", "SYNC_TABLES"});
}

TEST_CASE("sync.toml.example is a configuration as it stands")
{
  auto const draft = parsed({example()});
  CHECK(draft.problems.text().empty());
  CHECK(draft.config.mysql.database == "shop");
  CHECK(draft.config.tables.size() == 2);
  CHECK(draft.holding_passwords.empty());
}

TEST_CASE("everything that sync.toml.example shows can be said")
{
  auto const draft = parsed({example_with_everything(std::regex("^#(socket|password)"))});
  CHECK(draft.problems.text().empty());
  auto other = parsed({example_with_everything(std::regex("^#password(_file|_command)? "))});
  CHECK(other.problems.text().empty());
}

TEST_CASE("sync.toml.example sets every supported key, and its comments hold the defaults")
{
  auto const everything = parsed({example_with_everything(std::regex("^#none"))});
  CHECK(everything.problems.text().empty());
  for (auto const& key : keys()) {
    if (!key.supported()) continue;
    CAPTURE(std::string(section_name(key.section)), std::string(key.name));
    CHECK(place_of(everything, key.section, key.name, key.section == Section::table ? "orders" : "")
              .rank == 1);
  }
  Sync const defaults;
  auto const& sync = everything.config.sync;
  CHECK(sync.tables == defaults.tables);
  CHECK(sync.interval == defaults.interval);
  CHECK(sync.batch_size == 1000); // as in the usual case when it is not set
  CHECK(sync.max_retries == defaults.max_retries);
  CHECK(sync.retry_delay == defaults.retry_delay);
  CHECK(sync.overlap == defaults.overlap);
  CHECK(sync.lease == defaults.lease);
  CHECK(sync.max_quarantine_percent == defaults.max_quarantine_percent);
  CHECK(sync.state_collection == defaults.state_collection);
  Pool const pool;
  auto const& mysql = everything.config.mysql;
  CHECK(mysql.port == Mysql().port);
  CHECK(mysql.pool.min == pool.min);
  CHECK(mysql.pool.max == pool.max);
  CHECK(mysql.pool.timeout == pool.timeout);
  CHECK(mysql.pool.recycle == pool.recycle);
}

TEST_CASE("sync.toml.example mentions every variable and every key that is not supported yet")
{
  auto const text = example();
  for (auto const& key : keys()) {
    CAPTURE(std::string(key.name));
    if (!key.variable.empty()) CHECK(text.find(key.variable) != std::string::npos);
    if (!key.supported()) CHECK(text.find(key.name) != std::string::npos);
  }
}

TEST_CASE("no key is hidden but those of secrets")
{
  std::set<std::string> hidden;
  for (auto const& key : keys())
    if (key.hidden()) hidden.emplace(key.name);
  CHECK(hidden == std::set<std::string>{"password", "password_file", "password_command", "uri"});
}
