#pragma once
// The passwords of a process that may outlive them.

#include "config/config.hpp"

#include <functional>
#include <mutex>

namespace mysync::config {

/// Shared by all threads. What was read at the start, until a server refuses it: then everything
/// that passwords come from (files, commands, the configuration itself) is read again, so that a
/// rotation needs no restart. All other settings stay as they were.
class Credentials {
public:
  /// `reload` reads the whole configuration again; may throw Error.
  Credentials(Config const& config, std::function<Config()> reload);

  Secret password() const;
  Secret uri() const;
  /// Grows with every change.
  unsigned version() const;
  /// To be called when those of `version` were refused: reads them again, unless another thread has
  /// done so meanwhile; true when there are others to try.
  bool renew(unsigned version);

private:
  std::function<Config()> reload_;
  mutable std::mutex mutex_;
  Secret password_, uri_;
  unsigned version_ = 0;
};

} // namespace mysync::config
