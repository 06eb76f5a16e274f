#include "sync/writers.hpp"

#include <utility>

namespace mysync::sync {

Writers::Writers(std::vector<WriteBatch> writes, Remember remember) : remember_(std::move(remember))
{
  threads_.reserve(writes.size());
  for (auto& write : writes) {
    threads_.emplace_back([this, write = std::move(write)] { work(write); });
  }
}

Writers::~Writers()
{
  {
    std::lock_guard const lock(mutex_);
    closing_ = true;
    queue_.clear();
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
}

Batch Writers::submit(Batch batch)
{
  std::unique_lock lock(mutex_);
  if (!batch.empty()) {
    changed_.wait(lock, [&] { return queue_.empty() || error_; });
    if (!error_) queue_.push_back({acknowledged_.submitted(), std::move(batch)});
    changed_.notify_all();
  }
  if (error_) std::rethrow_exception(error_);
  if (spare_.empty()) return {};
  Batch empty = std::move(spare_.back());
  spare_.pop_back();
  return empty;
}

void Writers::finish()
{
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return error_ || (queue_.empty() && busy_ == 0); });
  if (error_) std::rethrow_exception(error_);
}

void Writers::work(WriteBatch const& write)
{
  for (;;) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closing_ || !queue_.empty(); });
    if (queue_.empty()) return;
    Task task = std::move(queue_.front());
    queue_.pop_front();
    ++busy_;
    lock.unlock();
    changed_.notify_all();
    try {
      write(task.batch);
      acknowledge(task);
    } catch (...) {
      fail(std::current_exception());
    }
    lock.lock();
    --busy_;
    task.batch.clear();
    spare_.push_back(std::move(task.batch));
    lock.unlock();
    changed_.notify_all();
  }
}

/// `remember_mutex_` is taken first and kept, so that positions are remembered in their order.
void Writers::acknowledge(Task& task)
{
  std::lock_guard const in_order(remember_mutex_);
  std::optional<Position> moved;
  {
    std::lock_guard const lock(mutex_);
    moved = acknowledged_.acknowledged(task.ticket, std::move(task.batch.position));
  }
  if (moved) remember_(*moved);
}

void Writers::fail(std::exception_ptr error)
{
  std::lock_guard const lock(mutex_);
  if (!error_) error_ = std::move(error);
  queue_.clear();
}

} // namespace mysync::sync
