#include "cmd/compose.hpp"

#include "cmd/exit_status.hpp"
#include "config/load.hpp"
#include "mongo/handle.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include <sys/prctl.h>
#include <unistd.h>

namespace mysync::cmd {
namespace {

config::LoadRequest where_to_read(GlobalOptions const& options)
{
  config::LoadRequest request;
  request.files = options.config_files;
  if (!options.env_file.empty()) request.env_file = options.env_file;
  request.environment = config::process_environment();
  return request;
}

config::Config read_configuration(config::LoadRequest const& request)
{
  // A core file would hold the passwords that are read now.
  static_cast<void>(::prctl(PR_SET_DUMPABLE, 0));
  return config::load(request);
}

bool is_terminal(std::FILE* stream) noexcept
{
  auto const number = ::fileno(stream);
  if (number < 0 || ::isatty(number) == 0) return false;
  auto const* const terminal = std::getenv("TERM");
  return terminal == nullptr || std::string_view(terminal) != "dumb";
}

report::Colour colour(When when, std::FILE* out) noexcept
{
  // https://no-color.org: set and not empty.
  auto const* const refused = std::getenv("NO_COLOR");
  auto const wanted = is_terminal(out) && (refused == nullptr || *refused == '\0');
  auto const on = when == When::always || (when == When::automatic && wanted);
  return on ? report::Colour::on : report::Colour::off;
}

LogLevel log_level(GlobalOptions const& options) noexcept
{
  return options.log_level.value_or(options.quiet ? LogLevel::error : LogLevel::info);
}

bool shows_progress(GlobalOptions const& options, std::FILE* err) noexcept
{
  return !options.quiet && options.log_format == LogFormat::text && is_terminal(err);
}

/// Said when a server answers so slowly that a stop cannot wait for it.
constexpr char const* abandoned =
    "stopped before a server answered: what it had not acknowledged is not remembered, and the "
    "next run does it again; the lease may have to run out first";

} // namespace

Composition::Composition(GlobalOptions const& options, Streams const& streams, Stop& stop)
    : options_(options), streams_(streams), stop_(stop), configured_(where_to_read(options)),
      config_(read_configuration(configured_)),
      credentials_(config_, [this] { return config::load(configured_); }),
      colour_(cmd::colour(options.colour, streams.out)),
      signals_(stop, complaint(options.log_format, "sync", abandoned)),
      log_(shows_progress(options, streams.err) ? screen_.emplace(streams.err).stream()
                                                : streams.err,
           options.log_format, log_level(options))
{
  // Once for the process: libmongoc cannot be started again after its cleanup.
  static mongo::Library const library;
  for (auto const& warning : config_.warnings) {
    LogRecord record;
    record.level = LogLevel::warn;
    record.component = "config";
    record.message = warning;
    log_.write(record);
  }
}

sync::ShowProgress Composition::progress()
{
  if (!screen_) return [](sync::Progress const&) {};
  return [this](sync::Progress const& progress) { screen_->show(progress); };
}

void Composition::print(std::string_view text)
{
  if (screen_) screen_->erase();
  if (put(streams_.out, text)) return;
  unwritten_ = true;
  complain("sync", std::string("cannot write to standard output: ") + std::strerror(errno));
}

int Composition::ended(int status) const noexcept
{
  return unwritten_ && status == status_done ? status_usage : status;
}

void Composition::complain(char const* component, std::string_view message)
{
  if (screen_) screen_->erase();
  cmd::complain(streams_.err, options_.log_format, component, message);
}

} // namespace mysync::cmd
