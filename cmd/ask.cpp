#include "cmd/ask.hpp"

#include "core/error.hpp"

#include <array>
#include <string>

#include <poll.h>
#include <unistd.h>

namespace mysync::cmd {
namespace {

/// Signals arrive in a thread of their own and do not wake a read: so we look whether there is one.
constexpr int look_every_milliseconds = 100;

/// The line, or what there is of it at the end of the input.
std::string answer(std::FILE* err, Stop const& stop)
{
  std::string line;
  while (!line.ends_with('\n')) {
    if (stop.requested()) {
      std::fputc('\n', err); // the question's line has no end yet
      throw failure(Fault::interrupted, "stopped, nothing was changed");
    }
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (::poll(&input, 1, look_every_milliseconds) <= 0) continue;
    std::array<char, 64> buffer{};
    auto const size = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (size <= 0) break;
    line.append(buffer.data(), static_cast<std::size_t>(size));
  }
  return line;
}

} // namespace

bool confirmed(std::FILE* err, Stop const& stop, std::string_view question,
               std::string_view instead)
{
  if (::isatty(STDIN_FILENO) == 0)
    throw failure(Fault::usage, "there is no terminal to ask on: {}", instead);
  std::fwrite(question.data(), 1, question.size(), err);
  std::fflush(err);
  auto const said = answer(err, stop);
  return said == "y\n" || said == "Y\n" || said == "yes\n";
}

} // namespace mysync::cmd
