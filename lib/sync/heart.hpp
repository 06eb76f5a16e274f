#pragma once
// Signs of life of a process that reads ranges of a shared load.

#include "sync/claims.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace mysync::sync {

/// Gives signs of life for all workers of a process while it exists.
class Heart {
public:
  /// `prefix`: how the names of its workers begin.
  Heart(LoadShare const& share, std::string prefix);
  ~Heart();
  Heart(Heart const&) = delete;
  Heart& operator=(Heart const&) = delete;

private:
  void run();

  Log& log_;
  Pulse* pulse_;
  Claims claims_;
  std::string prefix_;
  std::chrono::milliseconds interval_;
  std::mutex mutex_;
  std::condition_variable close_;
  bool closing_ = false;
  std::thread thread_;
};

} // namespace mysync::sync
