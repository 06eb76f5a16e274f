#pragma once
// Threads that write batches while the next ones are read.

#include "core/batch.hpp"
#include "sync/acknowledged.hpp"
#include "sync/flow.hpp"

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
  /// As many threads as `flow` says at the time, at most one for each of `writes`, which is called
  /// by that thread alone. More than the least write only while all that is being written stays
  /// within `bytes`; beside it one batch is queued and one is filled, and those kept for their
  /// memory have no more of it.
  Writers(std::vector<WriteBatch> writes, Remember remember, Flow& flow, std::size_t bytes);
  /// Abandons what is queued; waits for what is being sent.
  ~Writers();
  Writers(Writers const&) = delete;
  Writers& operator=(Writers const&) = delete;

  /// Hands over a batch and gets an empty one to fill; waits while all writers are busy and one
  /// more batch is queued. Rethrows the first writer's error.
  Batch submit(Batch batch);
  /// How many times as large as usual the next batch may be.
  unsigned fold();
  /// Waits until everything handed over is acknowledged and remembered; rethrows the first error.
  void finish();

private:
  struct Task {
    Ticket ticket;
    Batch batch;
  };
  void start_writers();
  void keep(Batch batch);
  void work(std::size_t number);
  bool may_take(std::size_t number) const;
  std::size_t first_free() const;
  void acknowledge(Task& task);
  void fail(std::exception_ptr error);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> queue_;
  std::vector<Batch> spare_;
  std::size_t spare_bytes_ = 0; ///< their memory
  std::vector<bool> busy_;      ///< by the writer's number
  std::size_t bytes_ = 0;       ///< being written
  bool closing_ = false;
  std::exception_ptr error_;
  Acknowledged acknowledged_;
  Remember remember_;
  std::optional<Position> to_remember_; ///< acknowledged since
  bool remembering_ = false;
  Flow& flow_;
  std::size_t most_bytes_;
  std::vector<WriteBatch> writes_;
  std::vector<std::thread> threads_;
};

} // namespace mysync::sync
