#include "cmd/exit_status.hpp"
#include "unit/cmd/command_line.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace mysync::cmd;
using Words = std::vector<std::string>;

TEST_CASE("a bad command line exits 2 and names what is wrong")
{
  struct Row {
    Words words;
    std::string says;
  };
  for (auto const& row : std::vector<Row>{
           {{"rnu"}, "unknown command 'rnu'; did you mean 'run'?\n  see mysync --help"},
           {{"rnu", "--full"}, "unknown command 'rnu'; did you mean 'run'?\n  see mysync --help"},
           {{"--quiet", "stauts"},
            "unknown command 'stauts'; did you mean 'status'?\n  see mysync --help"},
           {{"zzz"}, "unknown command 'zzz'\n  see mysync --help"},
           {{"--quiet"}, "no command was given\n  see mysync --help"},
           {{"run", "--fulll"},
            "unknown option '--fulll'; did you mean '--full'?\n  see mysync run --help"},
           {{"run", "--conifg=x"},
            "unknown option '--conifg'; did you mean '--config'?\n  see mysync run --help"},
           {{"--bogus"}, "unknown option '--bogus'\n  see mysync --help"},
           {{"run", "--format", "xml"},
            "--format: 'xml' is none of text, json\n  see mysync run --help"},
           {{"discover", "--format", "yaml"},
            "--format: 'yaml' is none of table, json, toml\n  see mysync discover --help"},
           {{"--log-level", "loud", "run"},
            "--log-level: 'loud' is none of error, warn, info, debug\n  see mysync run --help"},
           {{"run", "--if-busy", "wait"},
            "--if-busy: 'wait' is none of ok, fail\n  see mysync run --help"},
           {{"run", "--max-duration", "10x"},
            "--max-duration: '10x' is no duration: write one such as 50m or 1h30m\n  see mysync "
            "run --help"},
           {{"verify", "orders", "--sample", "5%", "--seed", "-1"},
            "--seed: '-1' is no seed: write a whole number from 0 to 18446744073709551615\n  see "
            "mysync verify --help"},
           {{"verify", "--window", "200%"},
            "--window: '200%' is no share: write more than 0% and at most 100%, such as 5% or "
            "0.5%\n  see mysync verify --help"},
           {{"run", ""}, "TABLE: a table's name is empty\n  see mysync run --help"},
           {{"reset-watermark"}, "TABLE is required\n  see mysync reset-watermark --help"},
           {{"reset-watermark", "orders", "--to", ""},
            "--to: is empty; leave it out to forget the watermark\n  see mysync reset-watermark "
            "--help"}}) {
    auto const result = ran(row.words);
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    CHECK(result.err == "mysync: " + row.says + '\n');
  }
}

TEST_CASE("text that is not UTF-8 is refused wherever text is taken, before anything is asked")
{
  for (auto const& words : std::vector<Words>{{"pause", "--reason", "caf\xe9"},
                                              {"pause", "caf\xe9"},
                                              {"resume", "caf\xe9"},
                                              {"run", "caf\xe9"},
                                              {"status", "caf\xe9"},
                                              {"check", "caf\xe9"},
                                              {"discover", "caf\xe9"},
                                              {"verify", "caf\xe9"},
                                              {"verify", "orders", "--keys", "1,caf\xe9"},
                                              {"quarantine", "list", "caf\xe9"},
                                              {"quarantine", "drop", "--yes", "--key", "caf\xe9"},
                                              {"reset-watermark", "caf\xe9"},
                                              {"reset-watermark", "orders", "--to", "caf\xe9"}}) {
    auto const result = ran_with(nowhere(), words);
    CAPTURE(words);
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    CHECK(result.err.find("caf\\xe9' is not UTF-8, as all text must be\n  see mysync " +
                          words.front() + " --help") != std::string::npos);
  }
}

TEST_CASE("names of files may be any octets")
{
  auto const result = ran({"-c", "caf\xe9.toml", "run"});
  CHECK(result.status == 4);
}

TEST_CASE("an option without its value exits 2")
{
  for (auto const* const option : {"--config", "--env-file", "--max-duration", "--format"}) {
    auto const result = ran({"run", option});
    CHECK(result.status == 2);
    CHECK(result.err.find(option) != std::string::npos);
  }
}

TEST_CASE("without a word the program says what there is, and exits 2")
{
  auto const result = ran({});
  CHECK(result.status == 2);
  CHECK(result.out.empty());
  CHECK(result.err.starts_with("usage: mysync "));
  for (auto const* const name : {"run ", "discover ", "status ", "reset-watermark "})
    CHECK(result.err.find(std::string("\n  ") + name) != std::string::npos);
}

TEST_CASE("the version names the program and both client libraries")
{
  for (Words const& words : {Words{"--version"}, Words{"run", "--version"}}) {
    auto const result = ran(words);
    CHECK(result.status == 0);
    CHECK(result.err.empty());
    CHECK(result.out.starts_with("mysync 0."));
    CHECK(result.out.find("\nlibm") != std::string::npos);
    CHECK(result.out.find("\nlibmongoc ") != std::string::npos);
  }
}

TEST_CASE("a configuration that cannot be read exits 4")
{
  auto const result = ran({"run", "-c", "/nonexistent/sync.toml"});
  CHECK(result.status == 4);
  CHECK(result.out.empty());
  CHECK(result.err.starts_with("mysync: "));
  CHECK(result.err.find("/nonexistent/sync.toml") != std::string::npos);
  CHECK(ran({"run"}).status == 4);
}

TEST_CASE("global options stand before or after the command")
{
  for (Words const& words :
       {Words{"-c", "/nonexistent/a", "status"}, Words{"status", "-c", "/nonexistent/a"},
        Words{"status", "orders", "--config=/nonexistent/a", "customers"}}) {
    auto const result = ran(words);
    CHECK(result.status == 4);
    CHECK(result.err.find("/nonexistent/a") != std::string::npos);
  }
}

TEST_CASE("each line of an error about the configuration is told as one")
{
  std::string folder = (std::filesystem::temp_directory_path() / "mysync-XXXXXX").string();
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  auto const file = folder + "/sync.toml";
  std::ofstream(file) << "[mysql]\nhots = \"db1\"\nprot = 1\n";
  auto const result = ran({"run", "-c", file});
  std::filesystem::remove_all(folder);
  CHECK(result.status == 4);
  CHECK(result.err.find("mysync: " + file + ":2:1: ") != std::string::npos);
  CHECK(result.err.find("mysync: " + file + ":3:1: ") != std::string::npos);
}

TEST_CASE("an unreachable source exits 6 and keeps the password to itself")
{
  auto const result = ran_with(nowhere(), {"run"});
  CHECK(result.status == 6);
  CHECK(result.out.empty());
  CHECK(result.err.find("mysql 127.0.0.1:1: ") != std::string::npos);
  CHECK(result.err.find("canary") == std::string::npos);
}

TEST_CASE("an unreachable target exits 7 and keeps the password to itself")
{
  auto const result = ran_with(nowhere(), {"status"});
  CHECK(result.status == 7);
  CHECK(result.out.empty());
  CHECK(result.err.find("mysync: mongodb 127.0.0.1:1") != std::string::npos);
  CHECK(result.err.find("canary") == std::string::npos);
}

TEST_CASE("a check of unreachable servers is a result: it exits 8 and says both")
{
  auto const result = ran_with(nowhere(), {"status", "--check"});
  CHECK(result.status == 8);
  CHECK(result.out.find("2 problems\n") != std::string::npos);
  CHECK(result.out.find("mysql 127.0.0.1:1: ") != std::string::npos);
  CHECK(result.out.find("\n  mongodb 127.0.0.1:1") != std::string::npos);
  auto const json = nlohmann::json::parse(
      ran_with(nowhere(), {"status", "--check", "--format", "json", "--quiet"}).out);
  CHECK(json["healthy"] == false);
  CHECK(json["problems"].size() == 2);
}

TEST_CASE("errors are JSON records when records are asked for, those of the command line too")
{
  for (Words const& words :
       {Words{"run", "--log-format", "json"}, Words{"--log-format=json", "run"}}) {
    auto const result = ran_with(nowhere(), words);
    CHECK(result.status == 6);
    REQUIRE(result.err.find('\n') == result.err.size() - 1);
    auto const record = nlohmann::json::parse(result.err);
    CHECK(record["level"] == "ERROR");
    CHECK(record["component"] == "mysql");
    CHECK(record["message"].get<std::string>().find("127.0.0.1:1") != std::string::npos);
  }
  auto const usage = nlohmann::json::parse(ran({"--log-format", "json", "rnu"}).err);
  CHECK(usage["message"].get<std::string>().starts_with("unknown command 'rnu'"));
}

TEST_CASE("a disabled pipeline does nothing, and says so unless told to be quiet")
{
  auto environment = nowhere();
  environment.emplace_back("SYNC_ENABLED", "false");
  auto const result = ran_with(environment, {"run"});
  CHECK(result.status == 0);
  CHECK(result.out == "nothing to do: disabled: sync.enabled = false\n");
  auto const json = nlohmann::json::parse(ran_with(environment, {"run", "--format", "json"}).out);
  CHECK(json["status"] == "skipped");
  CHECK(json["exit"] == 0);
  auto const quiet = ran_with(environment, {"run", "--quiet"});
  CHECK(quiet.status == 0);
  CHECK((quiet.out + quiet.err).empty());
  auto const log =
      nlohmann::json::parse(ran_with(environment, {"run", "--log-format", "json"}).err);
  CHECK(log["operation"] == "run_completed");
  CHECK(log["records_processed"] == 0);
}
