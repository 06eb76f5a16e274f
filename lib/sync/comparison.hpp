#pragma once
// What takes the writers' place in a verification: batches compared with the collection.

#include "core/batch.hpp"
#include "sync/retry.hpp"
#include "sync/spill.hpp"

#include "mongo/lookup.hpp"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <span>

namespace mysync::sync {

/// What the comparisons of a pass found, shared by their threads.
class Compared {
public:
  std::atomic<std::uint64_t> equal{0}, rows{0};

  void suspect(std::span<std::uint8_t const> id)
  {
    std::lock_guard const lock(mutex_);
    suspects_.add(0, id);
  }
  /// The ids of rows whose document is another or none; read it when the threads are done.
  Spill const& suspects() const noexcept { return suspects_; }

private:
  std::mutex mutex_;
  Spill suspects_{1};
};

class Comparison {
public:
  Comparison(mongo::Target const& target, std::string const& collection, mongo::FieldOrder order,
             Retries retries, Compared& compared)
      : documents_(target, collection), order_(order), retries_(std::move(retries)),
        compared_(&compared)
  {}

  /// For one thread. Throws Error when the documents cannot be read.
  void compare(Batch const& batch);

private:
  mongo::Documents documents_;
  mongo::FieldOrder order_;
  Retries retries_;
  Compared* compared_;
};

} // namespace mysync::sync
