#include "cmd/app.hpp"

#include "cmd/exit_status.hpp"
#include "cmd/help.hpp"
#include "cmd/tree.hpp"

#include <cerrno>
#include <cstring>
#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace mysync::cmd {
namespace {

/// Errors are records as well when records are asked for, those of a command line that cannot be
/// parsed included: so this is read before it is.
LogFormat complaint_format(std::span<char*> arguments)
{
  auto format = LogFormat::text;
  std::string_view before;
  for (std::string_view const argument : arguments) {
    if (argument == "--log-format=json" || (before == "--log-format" && argument == "json"))
      format = LogFormat::json;
    before = argument;
  }
  return format;
}

/// --help and --version are results; help that nobody asked for is not.
int print(std::string const& text, Streams const& streams)
{
  if (put(streams.out, text)) return status_done;
  throw failure(Fault::usage, "cannot write to standard output: {}", std::strerror(errno));
}

int obey(int argc, char** argv, Streams const& streams, Stop& stop)
{
  Tree tree;
  if (argc <= 1) {
    put(streams.err, short_help(tree.app()));
    return status_usage;
  }
  auto const parsed = tree.parse(argc, argv);
  if (auto const* const text = std::get_if<std::string>(&parsed)) return print(*text, streams);
  Composition composition(tree.global(), streams, stop);
  return composition.ended(std::get<Command const*>(parsed)->act(composition));
}

/// An error that would have been tried again, had nobody asked to stop, is the stop's.
int status_of(Error const& error, Stop const& stop) noexcept
{
  auto const reason = stop.reason();
  auto const signalled = reason == StopReason::interrupt || reason == StopReason::terminate;
  auto const stopped = error.fault() == Fault::interrupted && stop.requested();
  return stopped || (signalled && error.transient()) ? exit_status(reason)
                                                     : exit_status(error.fault());
}

} // namespace

int run_app(int argc, char** argv, std::FILE* out, std::FILE* err)
{
  keep_standard_streams();
  auto const format = complaint_format({argv, static_cast<std::size_t>(argc)});
  Stop stop;
  try {
    return obey(argc, argv, {out, err}, stop);
  } catch (Error const& error) {
    complain(err, format, component_of(error.fault()), error.what());
    return status_of(error, stop);
  } catch (std::exception const& error) {
    complain(err, format, "sync", std::string("internal error: ") + error.what());
  } catch (...) {
    complain(err, format, "sync", "internal error: something that is no error was thrown");
  }
  return status_internal;
}

} // namespace mysync::cmd
