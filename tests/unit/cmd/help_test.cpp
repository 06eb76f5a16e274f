#include "cmd/exit_status.hpp"
#include "report/layout.hpp"
#include "unit/cmd/command_line.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <sstream>

using namespace mysync::cmd;
using Words = std::vector<std::string>;

namespace {

std::vector<Words> const commands{{}, {"run"}, {"discover"}, {"status"}, {"reset-watermark"}};

std::string help_of(Words words, char const* flag = "--help")
{
  words.emplace_back(flag);
  auto const result = ran(words);
  CHECK(result.status == 0);
  CHECK(result.err.empty());
  return result.out;
}

bool has(std::string const& text, std::string const& part)
{
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("every help lists the exit statuses of the one table")
{
  for (auto const& words : commands) {
    auto const help = help_of(words);
    REQUIRE(has(help, "\nEXIT STATUS\n"));
    auto const section = help.substr(help.find("\nEXIT STATUS\n"));
    for (auto const& status : exit_statuses)
      CHECK(has(section, fmt::format("\n  {:<3}  {}\n", status.code, status.meaning)));
  }
}

TEST_CASE("every help has examples and the global options, and -h is --help")
{
  for (auto const& words : commands) {
    auto const help = help_of(words);
    CHECK(has(help, "\nEXAMPLES\n  mysync "));
    for (auto const* const option :
         {"-c, --config FILE ", "--env-file FILE ", "--log-level LEVEL ", "--log-format FORMAT ",
          "--quiet ", "--color WHEN ", "--version ", "-h, --help "})
      CHECK(has(help, std::string("\n  ") + option));
    CHECK(help_of(words, "-h") == help);
  }
}

TEST_CASE("a command's help lists its options once and nobody else's")
{
  auto const run = help_of({"run"});
  for (auto const* const option : {"--full ", "--due ", "--dry-run ", "--strict ",
                                   "--if-busy WHAT ", "--max-duration TIME ", "--format FORMAT "})
    CHECK(has(run, std::string("\n  ") + option));
  CHECK(run.find("--help ") == run.rfind("--help "));
  CHECK_FALSE(has(run, "\n  --check"));
  CHECK(has(help_of({"status"}), "\n  --check "));
  CHECK(has(help_of({"discover"}), "\n  --strict "));
  CHECK(has(help_of({"reset-watermark"}), "\n  --to VALUE "));
  CHECK(has(help_of({"reset-watermark"}), "usage: mysync reset-watermark TABLE… [OPTION…]\n"));
  CHECK(has(run, "usage: mysync run [TABLE…] [OPTION…]\n"));
}

TEST_CASE("no line of a help is wider than a terminal")
{
  for (auto const& words : commands) {
    std::istringstream lines(help_of(words));
    for (std::string line; std::getline(lines, line);)
      CHECK(mysync::report::display_width(line) <= 80);
  }
}

TEST_CASE("help is given whatever else is on the line")
{
  CHECK(ran({"run", "--help", "--bogus"}).out == help_of({"run"}));
}
