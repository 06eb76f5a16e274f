#include "cmd/streams.hpp"

#include "core/secret.hpp"
#include "core/text.hpp"

#include <cerrno>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace mysync::cmd {
namespace {

/// `text` in lines, without their ends; a last line end begins no further line.
std::string prefixed(std::string_view text)
{
  std::string lines;
  while (!text.empty()) {
    auto const end = text.find('\n');
    auto const line = text.substr(0, end);
    if (!line.starts_with(' ')) lines += "mysync: ";
    lines += escaped(line) + '\n';
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

} // namespace

void keep_standard_streams() noexcept
{
  // open takes the lowest free number, so each closed one gets /dev/null, in the direction in which
  // only a program that should not use it could.
  for (int const number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(number, F_GETFD) != -1 || errno != EBADF) continue;
    static_cast<void>(::open("/dev/null", number == STDERR_FILENO ? O_WRONLY : O_RDONLY));
  }
}

bool put(std::FILE* out, std::string_view text) noexcept
{
  return std::fwrite(text.data(), 1, text.size(), out) == text.size() && std::fflush(out) == 0;
}

std::string complaint(LogFormat format, char const* component, std::string_view message)
{
  if (format == LogFormat::text) return prefixed(scrubbed(std::string(message)));
  LogRecord record;
  record.level = LogLevel::error;
  record.component = component;
  record.message = message;
  return log_line(record, format) + '\n';
}

void complain(std::FILE* err, LogFormat format, char const* component, std::string_view message)
{
  auto const text = complaint(format, component, message);
  // Nobody is left to tell when standard error cannot be written either.
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), err));
  static_cast<void>(std::fflush(err));
}

char const* component_of(Fault fault) noexcept
{
  switch (fault) {
  case Fault::usage:
  case Fault::config: return "config";
  case Fault::source: return "mysql";
  case Fault::target: return "mongodb";
  case Fault::busy: return "lease";
  case Fault::data:
  case Fault::interrupted: break;
  }
  return "sync";
}

} // namespace mysync::cmd
