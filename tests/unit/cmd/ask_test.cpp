#include "cmd/ask.hpp"

#include "core/error.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <string_view>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mysync;

namespace {

enum : int { said_yes = 10, said_no = 11, nobody_to_ask = 12, was_stopped = 13 };

int outcome(Stop const& stop)
{
  auto* const sink = std::fopen("/dev/null", "w");
  try {
    return cmd::confirmed(sink, stop, "go on? [y/N] ", "pass --yes") ? said_yes : said_no;
  } catch (Error const& error) {
    return error.fault() == Fault::interrupted ? was_stopped : nobody_to_ask;
  }
}

/// Asks in a child whose standard input is `input`.
int asked_of(int input, StopReason reason = StopReason::none)
{
  auto const child = ::fork();
  if (child == 0) {
    Stop stop;
    if (reason != StopReason::none) stop.request(reason);
    ::dup2(input, STDIN_FILENO);
    ::_exit(outcome(stop));
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// A terminal at which somebody has typed `text`.
struct Terminal {
  int person = ::posix_openpt(O_RDWR | O_NOCTTY);
  int program = -1;

  explicit Terminal(std::string_view text)
  {
    REQUIRE(::grantpt(person) == 0);
    REQUIRE(::unlockpt(person) == 0);
    program = ::open(::ptsname(person), O_RDWR | O_NOCTTY);
    REQUIRE(program >= 0);
    REQUIRE(::write(person, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  Terminal(Terminal const&) = delete;
  Terminal& operator=(Terminal const&) = delete;
  ~Terminal()
  {
    ::close(program);
    ::close(person);
  }
};

} // namespace

TEST_CASE("only yes is yes")
{
  for (auto const* const answer : {"y\n", "Y\n", "yes\n"})
    CHECK(asked_of(Terminal(answer).program) == said_yes);
  for (auto const* const answer : {"\n", "n\n", "no\n", "yikes\n", "\x04"})
    CHECK(asked_of(Terminal(answer).program) == said_no);
}

TEST_CASE("without a terminal nobody is asked, whatever the input holds")
{
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  REQUIRE(::write(ends[1], "y\n", 2) == 2);
  ::close(ends[1]);
  CHECK(asked_of(ends[0]) == nobody_to_ask);
  ::close(ends[0]);
}

TEST_CASE("a stop ends the wait for an answer")
{
  CHECK(asked_of(Terminal("").program, StopReason::interrupt) == was_stopped);
}
