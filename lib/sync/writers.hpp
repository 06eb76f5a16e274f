#pragma once
// Threads that write batches while the next ones are read; as many batches as the limit says exist,
// and no more.

#include "core/batch.hpp"
#include "sync/acknowledged.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace mysync::sync {

/// Writes one batch, its refusals' records included; returns when all of it is acknowledged, else
/// throws.
using WriteBatch = std::function<void(Batch const&)>;
/// Everything up to this position is acknowledged. Called by one thread at a time, in order.
using Remember = std::function<void(Position const&)>;

class Writers {
public:
  /// One thread for each of `writes`, which is called by that thread alone.
  Writers(std::vector<WriteBatch> writes, Remember remember);
  /// Abandons what is queued; waits for what is being sent.
  ~Writers();
  Writers(Writers const&) = delete;
  Writers& operator=(Writers const&) = delete;

  /// Hands over a batch and gets an empty one to fill; waits while all writers are busy and one
  /// more batch is queued. Rethrows the first writer's error.
  Batch submit(Batch batch);
  /// Waits until everything handed over is acknowledged and remembered; rethrows the first error.
  void finish();

private:
  struct Task {
    Ticket ticket;
    Batch batch;
  };
  void work(WriteBatch const& write);
  void acknowledge(Task& task);
  void fail(std::exception_ptr error);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> queue_;
  std::vector<Batch> spare_;
  std::size_t busy_ = 0;
  bool closing_ = false;
  std::exception_ptr error_;
  Acknowledged acknowledged_;
  Remember remember_;
  std::mutex remember_mutex_;
  std::vector<std::thread> threads_;
};

} // namespace mysync::sync
