#include "config/command.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <pthread.h>

using namespace mysync;
using namespace mysync::config;
using namespace std::chrono_literals;

namespace {

using Command = std::vector<std::string>;

/// What a command printed as a secret, or `!` and the complaint.
std::string outcome(Command const& command, std::chrono::milliseconds limit = 20s)
{
  auto const result = first_line_of(command, limit);
  if (auto const* complaint = std::get_if<Complaint>(&result)) return "!" + complaint->hint;
  return std::get<Secret>(result).reveal();
}

Command shell(std::string const& script) { return {"sh", "-c", script}; }

} // namespace

TEST_CASE("the first line that a command prints is the secret")
{
  CHECK(outcome({"printf", "hunter2"}) == "hunter2");
  CHECK(outcome({"printf", "hunter2\\nsecond\\n"}) == "hunter2");
  CHECK(outcome({"printf", "hunter2\\r\\n"}) == "hunter2");
  CHECK(outcome(shell("sleep 0.05; echo slow")) == "slow");
}

TEST_CASE("a command is run without a shell, and has nothing to read")
{
  CHECK(outcome({"echo", "$HOME; exit 1", "*"}) == "$HOME; exit 1 *");
  CHECK(outcome(shell("cat; echo done")) == "done");
}

TEST_CASE("a command that fails is named, and what it printed is not")
{
  CHECK(outcome(shell("echo hunter2; exit 3")) == "!'sh' ended with status 3");
  CHECK(outcome(shell("echo hunter2; kill -9 $$")) == "!'sh' was killed by signal 9");
  CHECK(outcome({"mysync-no-such-program", "hunter2"}) ==
        "!'mysync-no-such-program' cannot be run: No such file or directory");
  CHECK(outcome({"true"}) == "!'true' printed no password");
  CHECK(outcome({"printf", "\\nhunter2"}) == "!'printf' printed no password");
  CHECK(outcome({"printf", "a\\0b"}) == "!'printf' printed a NUL");
  CHECK(outcome({}) == "!no program is named");
}

TEST_CASE("a command that does not end, or does not stop printing, is not waited for")
{
  auto const before = std::chrono::steady_clock::now();
  CHECK(outcome(shell("echo hunter2; exec sleep 60"), 100ms) == "!'sh' did not end within 100ms");
  CHECK(outcome(shell("exec >&-; exec sleep 60"), 100ms) == "!'sh' did not end within 100ms");
  CHECK(outcome({"yes", "hunter2"}) == "!'yes' printed more than a password");
  CHECK(std::chrono::steady_clock::now() - before < 15s);
}

TEST_CASE("a command starts with no signal blocked, whatever we block")
{
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  CHECK(outcome(shell("kill -TERM $$; echo survived")) == "!'sh' was killed by signal 15");
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}
