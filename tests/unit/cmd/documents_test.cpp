// The README and the man page say what the program does: where they quote it, they quote it
// exactly.

#include "cmd/exit_status.hpp"
#include "config/load.hpp"
#include "unit/cmd/command_line.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

using namespace mysync;
using namespace mysync::cmd;

namespace {

std::string content(std::string const& path)
{
  std::ifstream file(std::string(MYSYNC_SOURCE_DIR "/") + path);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// What stands between `begin` and the next `end`; the test fails when it is not there.
std::string between(std::string const& text, std::string const& begin, std::string const& end)
{
  auto const from = text.find(begin);
  REQUIRE(from != std::string::npos);
  auto const to = text.find(end, from + begin.size());
  REQUIRE(to != std::string::npos);
  return text.substr(from + begin.size(), to - from - begin.size());
}

/// The man page's source as it is read: without the escapes of hyphens.
std::string man_page()
{
  return std::regex_replace(content("cmd/mysync.1"), std::regex(R"(\\-)"), "-");
}

std::set<std::string> options_in(std::string const& help)
{
  std::set<std::string> options;
  std::regex const option("--[a-z][a-z-]*");
  for (std::sregex_iterator at(help.begin(), help.end(), option), end; at != end; ++at)
    options.insert(at->str());
  return options;
}

std::vector<std::vector<std::string>> const commands{{"--help"},
                                                     {"run", "--help"},
                                                     {"discover", "--help"},
                                                     {"status", "--help"},
                                                     {"verify", "--help"},
                                                     {"pause", "--help"},
                                                     {"resume", "--help"},
                                                     {"quarantine", "--help"},
                                                     {"check", "--help"},
                                                     {"reset-watermark", "--help"}};

} // namespace

TEST_CASE("the README's help is the program's")
{
  CHECK(between(content("README.md"), "$ mysync --help\n", "```") == ran({"--help"}).out);
}

TEST_CASE("the README is read in one sitting")
{
  auto const text = content("README.md");
  CHECK(std::count(text.begin(), text.end(), '\n') <= 250);
}

TEST_CASE("the README's configuration is accepted")
{
  config::LoadRequest request;
  request.environment = {{"MYSQL_PASSWORD", "secret"}};
  std::string folder = (std::filesystem::temp_directory_path() / "mysync-XXXXXX").string();
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  request.files = {folder + "/sync.toml"};
  std::ofstream(request.files[0]) << between(content("README.md"), "```toml\n", "```");
  config::Config config;
  CHECK_NOTHROW(config = config::load(request));
  std::filesystem::remove_all(folder);
  CHECK(config.tables.size() == 1);
  CHECK(config.warnings.empty());
}

TEST_CASE("the examples' configurations are accepted")
{
  for (auto const* const example : {"soft-delete"}) {
    CAPTURE(example);
    config::LoadRequest request;
    request.files = {fmt::format(MYSYNC_SOURCE_DIR "/examples/{}/sync.toml", example)};
    CHECK_NOTHROW(config::load(request));
  }
}

TEST_CASE("the man page has the one table of exit statuses")
{
  auto const section = between(man_page(), ".SH EXIT STATUS\n", "\n.PP\n");
  std::string expected;
  for (auto const& status : exit_statuses)
    expected += fmt::format(".TP\n.B {}\n{}\n", status.code, status.meaning);
  CHECK(section + '\n' == expected);
}

TEST_CASE("the man page and the command tree know the same options")
{
  std::set<std::string> known;
  for (auto const& words : commands) known.merge(options_in(ran(words).out));
  CHECK(options_in(man_page()) == known);
}

TEST_CASE("the man page tells of every command's options under its name")
{
  auto const page = man_page();
  for (auto const& words : commands) {
    if (words.size() < 2) continue;
    auto const told = between(page, ".SS " + words[0] + "\n", "\n.S");
    auto const help = ran(words).out;
    if (help.find("\nOPTIONS\n") == std::string::npos) continue; // it has none of its own
    for (auto const& option : options_in(between(help, "\nOPTIONS\n", "\nGLOBAL OPTIONS"))) {
      CAPTURE(words[0], option);
      CHECK(std::regex_search(told, std::regex("\\.BI? " + option + "( |\n)")));
    }
  }
}
