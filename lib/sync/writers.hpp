#pragma once
// Threads that write batches while the next ones are read; no more batches exist than there are
// writers, one queued, and the one being filled.

#include "core/batch.hpp"
#include "sync/acknowledged.hpp"
#include "sync/writer_count.hpp"

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
  /// As many threads as `count` says at the time, at most one for each of `writes`, which is called
  /// by that thread alone. More than the least only while all batches on their way are within
  /// `bytes`.
  Writers(std::vector<WriteBatch> writes, Remember remember, WriterCount& count, std::size_t bytes);
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
  bool has_room(Batch const& batch) const;
  void start_writers();
  void work(WriteBatch const& write);
  void acknowledge(Task& task);
  void fail(std::exception_ptr error);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> queue_;
  std::vector<Batch> spare_;
  std::size_t busy_ = 0;
  std::size_t bytes_on_way_ = 0; ///< queued or being written
  bool closing_ = false;
  std::exception_ptr error_;
  Acknowledged acknowledged_;
  Remember remember_;
  std::mutex remember_mutex_;
  WriterCount& count_;
  std::size_t most_bytes_;
  std::vector<WriteBatch> writes_;
  std::vector<std::thread> threads_;
};

} // namespace mysync::sync
