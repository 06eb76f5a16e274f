#include "sync/writers.hpp"

#include <algorithm>
#include <utility>

namespace mysync::sync {

namespace {

std::size_t size_of(Batch const& batch) { return batch.bytes.size() + batch.refused_bytes; }

} // namespace

Writers::Writers(std::vector<WriteBatch> writes, Remember remember, WriterCount& count,
                 std::size_t bytes)
    : remember_(std::move(remember)), count_(count), most_bytes_(bytes), writes_(std::move(writes))
{
  count_.begin(std::chrono::steady_clock::now());
  threads_.reserve(writes_.size());
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
    if (!has_room(batch) && !error_) {
      auto const since = std::chrono::steady_clock::now();
      changed_.wait(lock, [&] { return has_room(batch) || error_; });
      count_.waited(std::chrono::steady_clock::now() - since);
    }
    if (!error_) {
      bytes_on_way_ += size_of(batch);
      queue_.push_back({acknowledged_.submitted(), std::move(batch)});
      start_writers();
    }
    changed_.notify_all();
  }
  if (error_) std::rethrow_exception(error_);
  if (spare_.empty()) return {};
  Batch empty = std::move(spare_.back());
  spare_.pop_back();
  return empty;
}

bool Writers::has_room(Batch const& batch) const
{
  bool const within = busy_ <= count_.least() || bytes_on_way_ + size_of(batch) <= most_bytes_;
  return queue_.empty() && within;
}

void Writers::start_writers()
{
  while (threads_.size() < std::min<std::size_t>(count_.count(), writes_.size())) {
    threads_.emplace_back([this, &write = writes_[threads_.size()]] { work(write); });
  }
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
    changed_.wait(lock, [&] { return closing_ || (!queue_.empty() && busy_ < count_.count()); });
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
    bytes_on_way_ -= size_of(task.batch);
    if (!error_) count_.acknowledged(task.batch.rows, std::chrono::steady_clock::now());
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
