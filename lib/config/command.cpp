#include "config/command.hpp"

#include "config/handle.hpp"
#include "core/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mysync::config {
namespace {

using Clock = std::chrono::steady_clock;

/// A password is a line; more than this is no password.
constexpr std::size_t longest_output = 65536;

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe()
  {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) ends = {-1, -1};
  }
  ~Pipe()
  {
    close_writer();
    if (ends[0] >= 0) ::close(ends[0]);
  }
  Pipe(Pipe const&) = delete;
  Pipe& operator=(Pipe const&) = delete;
  void close_writer()
  {
    if (ends[1] >= 0) ::close(std::exchange(ends[1], -1));
  }
};

/// Reads up to the end; false when the deadline passed first or there was no end in sight.
bool read_until(int descriptor, Clock::time_point deadline, std::string& out)
{
  std::array<char, 4096> buffer{};
  while (out.size() <= longest_output) {
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd ready{descriptor, POLLIN, 0};
    auto const polled = ::poll(&ready, 1, static_cast<int>(std::max<std::int64_t>(left, 0)));
    if (polled < 0 && errno == EINTR) continue;
    if (polled <= 0) return false;
    auto const size = ::read(descriptor, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return size == 0;
    out.append(buffer.data(), static_cast<std::size_t>(size));
  }
  return false;
}

/// The status of the child when it ended before the deadline; else it is killed.
std::optional<int> wait_until(pid_t child, Clock::time_point deadline)
{
  int status = 0;
  for (;;) {
    auto const ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return status;
    if (ended < 0 && errno != EINTR) return std::nullopt;
    if (Clock::now() >= deadline) break;
    ::usleep(1000);
  }
  ::kill(child, SIGKILL);
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  return std::nullopt;
}

std::string ending(int status)
{
  if (WIFSIGNALED(status)) return fmt::format("was killed by signal {}", WTERMSIG(status));
  return fmt::format("ended with status {}", WEXITSTATUS(status));
}

/// Starts the command with its output into the pipe; returns why it could not, or nothing.
std::optional<std::string> start(std::vector<std::string> const& command, Pipe& output,
                                 pid_t& child)
{
  if (output.ends[0] < 0) return std::strerror(errno);
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (auto const& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  SpawnSettings const settings(output.ends[1]);
  auto const error = ::posix_spawnp(&child, arguments[0], &settings.actions, &settings.attributes,
                                    arguments.data(), environ);
  output.close_writer();
  if (error != 0) return std::strerror(error);
  return std::nullopt;
}

/// The first line of what was printed; the complaint goes on after the program's name.
std::variant<Secret, Complaint> first_line(std::string text)
{
  text.resize(std::min(text.find('\n'), text.size()));
  if (text.ends_with('\r')) text.pop_back();
  if (text.empty()) return Complaint{"printed no password"};
  if (text.find('\0') != text.npos) return Complaint{"printed a NUL"};
  return Secret(std::move(text));
}

std::variant<Secret, Complaint> run(std::vector<std::string> const& command,
                                    std::chrono::milliseconds limit)
{
  Pipe output;
  pid_t child = 0;
  if (auto const why = start(command, output, child)) return Complaint{"cannot be run: " + *why};
  auto const deadline = Clock::now() + limit;
  std::string text;
  auto const complete = read_until(output.ends[0], deadline, text);
  auto const status = wait_until(child, complete ? deadline : Clock::now());
  if (text.size() > longest_output) return Complaint{"printed more than a password"};
  if (!complete || !status)
    return Complaint{fmt::format("did not end within {}", duration_text(limit))};
  if (*status != 0) return Complaint{ending(*status)};
  return first_line(std::move(text));
}

} // namespace

std::variant<Secret, Complaint> first_line_of(std::vector<std::string> const& command,
                                              std::chrono::milliseconds limit)
{
  if (command.empty()) return Complaint{"no program is named"};
  auto result = run(command, limit);
  if (auto* complaint = std::get_if<Complaint>(&result))
    complaint->hint = fmt::format("'{}' {}", escaped(command.front()), complaint->hint);
  return result;
}

} // namespace mysync::config
