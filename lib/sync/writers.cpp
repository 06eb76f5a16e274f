#include "sync/writers.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace mysync::sync {

Writers::Writers(std::vector<WriteBatch> writes, Remember remember, Flow& flow, std::size_t bytes)
    : busy_(writes.size()), remember_(std::move(remember)), flow_(flow), most_bytes_(bytes),
      writes_(std::move(writes))
{
  flow_.begin();
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
    if (!queue_.empty() && !error_) {
      auto const since = std::chrono::steady_clock::now();
      changed_.wait(lock, [&] { return queue_.empty() || error_; });
      flow_.waited(std::chrono::steady_clock::now() - since);
    }
    if (!error_) {
      queue_.push_back({acknowledged_.submitted(), std::move(batch)});
      start_writers();
    }
    changed_.notify_all();
  }
  if (error_) std::rethrow_exception(error_);
  if (spare_.empty()) return {};
  Batch empty = std::move(spare_.back());
  spare_.pop_back();
  spare_bytes_ -= empty.bytes.capacity();
  return empty;
}

unsigned Writers::fold()
{
  std::lock_guard const lock(mutex_);
  return flow_.fold();
}

/// Without a bound each of many would grow as large as the largest rows ask for.
void Writers::keep(Batch batch)
{
  batch.clear();
  if (spare_bytes_ + batch.bytes.capacity() > most_bytes_) return;
  spare_bytes_ += batch.bytes.capacity();
  spare_.push_back(std::move(batch));
}

void Writers::start_writers()
{
  while (threads_.size() < std::min<std::size_t>(flow_.writers(), writes_.size())) {
    try {
      threads_.emplace_back([this, number = threads_.size()] { work(number); });
    } catch (std::system_error const&) { // as many as the system lets it have
      if (threads_.empty()) throw;
      return;
    }
  }
}

void Writers::finish()
{
  std::unique_lock lock(mutex_);
  changed_.wait(lock,
                [&] { return error_ || (queue_.empty() && std::ranges::count(busy_, true) == 0); });
  if (error_) std::rethrow_exception(error_);
}

/// The first that is free, so that the others rest, and the memory that they had once.
bool Writers::may_take(std::size_t number) const
{
  bool const is_first = number == first_free();
  if (queue_.empty() || !is_first || number >= flow_.writers()) return false;
  return number < flow_.limits().least_writers ||
         bytes_ + queue_.front().batch.size() <= most_bytes_;
}

std::size_t Writers::first_free() const
{
  return static_cast<std::size_t>(std::ranges::find(busy_, false) - busy_.begin());
}

void Writers::work(std::size_t number)
{
  auto const& write = writes_[number];
  for (;;) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closing_ || may_take(number); });
    if (closing_) return;
    Task task = std::move(queue_.front());
    queue_.pop_front();
    busy_[number] = true;
    auto const bytes = task.batch.size();
    bytes_ += bytes;
    lock.unlock();
    changed_.notify_all();
    try {
      write(task.batch);
      acknowledge(task);
    } catch (...) {
      fail(std::current_exception());
    }
    lock.lock();
    busy_[number] = false;
    bytes_ -= bytes;
    if (!error_) flow_.acknowledged(task.batch.rows, std::chrono::steady_clock::now());
    keep(std::move(task.batch));
    lock.unlock();
    changed_.notify_all();
  }
}

/// To remember may take as long as to write: the others go on meanwhile, and who remembers takes
/// the newest position next.
void Writers::acknowledge(Task& task)
{
  std::unique_lock lock(mutex_);
  auto moved = acknowledged_.acknowledged(task.ticket, std::move(task.batch.position));
  if (moved) to_remember_ = std::move(moved);
  if (remembering_) return;
  remembering_ = true;
  try {
    while (to_remember_) {
      auto const position = *std::exchange(to_remember_, std::nullopt);
      lock.unlock();
      remember_(position);
      lock.lock();
    }
  } catch (...) {
    lock.lock();
    remembering_ = false;
    throw;
  }
  remembering_ = false;
}

void Writers::fail(std::exception_ptr error)
{
  std::lock_guard const lock(mutex_);
  if (!error_) error_ = std::move(error);
  queue_.clear();
}

} // namespace mysync::sync
