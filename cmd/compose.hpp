#pragma once
// The composition root: from what was typed to a configuration, a log and a way to be stopped.

#include "cmd/screen.hpp"
#include "cmd/signals.hpp"
#include "cmd/streams.hpp"
#include "config/config.hpp"
#include "config/credentials.hpp"
#include "config/load.hpp"
#include "core/log.hpp"
#include "core/stop.hpp"
#include "report/layout.hpp"
#include "sync/operations.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mysync::cmd {

enum class When : std::uint8_t { automatic, always, never };

/// The options that stand before or after every command.
struct GlobalOptions {
  std::vector<std::string> config_files;
  std::string env_file;
  std::optional<LogLevel> log_level; ///< none: info, and errors alone with `quiet`
  LogFormat log_format = LogFormat::text;
  bool quiet = false;
  When colour = When::automatic;
};

/// What every command works with.
class Composition {
public:
  /// Reads the configuration, with its secrets, before anything else starts. Throws Error
  /// (Fault::config) with everything that is wrong with it.
  Composition(GlobalOptions const& options, Streams const& streams, Stop& stop);

  sync::Context context() { return {config_, credentials_, log_, stop_}; }
  /// Shows progress on a terminal; elsewhere does nothing.
  sync::ShowProgress progress();
  void stop_after(std::chrono::milliseconds limit) { signals_.stop_after(limit); }
  Stop const& stop() const noexcept { return stop_; }

  Streams const& streams() const noexcept { return streams_; }
  bool quiet() const noexcept { return options_.quiet; }
  LogFormat log_format() const noexcept { return options_.log_format; }
  report::Colour colour() const noexcept { return colour_; }

  /// A result, on standard output. One that cannot be written is complained about.
  void print(std::string_view text);
  /// `status`, unless all was well but the result could not be written.
  int ended(int status) const noexcept;
  /// Trouble, on standard error.
  void complain(char const* component, std::string_view message);

private:
  GlobalOptions options_;
  Streams streams_;
  Stop& stop_;
  config::LoadRequest configured_;
  config::Config config_;
  config::Credentials credentials_;
  report::Colour colour_;
  Signals signals_;
  std::optional<Screen> screen_;
  Log log_;
  bool unwritten_ = false;
};

} // namespace mysync::cmd
