// What only the process's own standard streams can show.

#include "cmd/app.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

/// Where a standard stream of the program goes; a null path is a stream that the caller closed.
struct Redirected {
  int number;
  char const* path;
};

struct Ended {
  int status = -1;
  std::string said;
};

/// A pipeline that is disabled: its run needs no servers.
void configure()
{
  for (auto const& [name, value] :
       {std::pair{"SYNC_ENABLED", "false"}, std::pair{"MYSQL_HOST", "127.0.0.1"},
        std::pair{"MYSQL_USER", "u"}, std::pair{"MYSQL_DATABASE", "d"},
        std::pair{"MONGODB_URI", "mongodb://127.0.0.1:1/d"},
        std::pair{"XDG_CONFIG_HOME", "/nonexistent"}})
    ::setenv(name, value, 1);
}

/// Runs `mysync WORD` in a child whose standard streams are redirected; `heard` is the stream that
/// is read.
Ended ended(char const* word, std::vector<Redirected> const& redirections, int heard)
{
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  std::fflush(nullptr); // what is buffered now is the parent's to write
  auto const child = ::fork();
  if (child == 0) {
    configure();
    ::dup2(ends[1], heard);
    ::close(ends[1]);
    for (auto const& [number, path] : redirections) {
      ::close(number);
      if (path != nullptr) ::dup2(::open(path, O_WRONLY | O_CLOEXEC), number);
    }
    std::string program = "mysync", argument = word;
    std::array<char*, 3> argv{program.data(), argument.data(), nullptr};
    ::_exit(mysync::cmd::run_app(2, argv.data(), stdout, stderr));
  }
  ::close(ends[1]);
  Ended result;
  std::array<char, 256> buffer{};
  for (auto size = ::read(ends[0], buffer.data(), buffer.size()); size > 0;
       size = ::read(ends[0], buffer.data(), buffer.size()))
    result.said.append(buffer.data(), static_cast<std::size_t>(size));
  ::close(ends[0]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  if (WIFEXITED(status)) result.status = WEXITSTATUS(status);
  return result;
}

} // namespace

TEST_CASE("a standard output that cannot be written is an error, not a crash")
{
  for (auto const* const word : {"--help", "--version", "run"}) {
    CAPTURE(word);
    auto const full = ended(word, {{STDOUT_FILENO, "/dev/full"}}, STDERR_FILENO);
    CHECK(full.status == 2);
    CHECK(full.said == "mysync: cannot write to standard output: No space left on device\n");
    auto const closed = ended(word, {{STDOUT_FILENO, nullptr}}, STDERR_FILENO);
    CHECK(closed.status == 2);
    CHECK(closed.said == "mysync: cannot write to standard output: Bad file descriptor\n");
  }
}

TEST_CASE("other standard streams that are closed change nothing but that nobody hears")
{
  std::vector<Redirected> const closed{{STDIN_FILENO, nullptr}, {STDERR_FILENO, nullptr}};
  auto const run = ended("run", closed, STDOUT_FILENO);
  CHECK(run.status == 0);
  CHECK(run.said == "nothing to do: disabled: sync.enabled = false\n");
  CHECK(ended("rnu", closed, STDOUT_FILENO).status == 2);
}
