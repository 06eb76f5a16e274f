#pragma once
// The passwords of a process that may outlive them.

#include "config/config.hpp"

#include <functional>
#include <mutex>

namespace mysync::config {

/// Shared by all threads. What was read at the start, until a server refuses it: then everything
/// that passwords come from (files, commands, the configuration itself) is read again, so that a
/// rotation needs no restart. All other settings stay as they were, and what was meant for another
/// server is never offered to this one.
class Credentials {
public:
  /// `reload` reads the whole configuration again; may throw Error.
  Credentials(Config const& config, std::function<Config()> reload);

  /// As configured, but for the account, which may be another one after a rotation.
  Mysql mysql() const;
  Secret uri() const;
  /// Grows with every change.
  unsigned version() const;
  /// To be called when those of `version` were refused: reads them again, unless another thread has
  /// done so meanwhile; true when there are others to try.
  bool renew(unsigned version);

private:
  bool replace(Config const& now);

  std::function<Config()> reload_;
  std::mutex reloading_; ///< one at a time; a command may take its time, and nobody else waits
  mutable std::mutex mutex_;
  Mysql mysql_;
  Secret uri_;
  unsigned version_ = 0;
};

} // namespace mysync::config
