#include "sync/sessions.hpp"

#include "core/error.hpp"
#include "core/text.hpp"

namespace mysync::sync {

void Sessions::warm_up()
{
  std::vector<std::unique_ptr<mysql::Session>> opened;
  while (opened.size() < options_->pool.min) {
    opened.push_back(std::make_unique<mysql::Session>(*options_, "pool"));
  }
  std::lock_guard const lock(mutex_);
  for (auto& session : opened) free_.push_back(std::move(session));
}

std::unique_ptr<mysql::Session> Sessions::take(std::string_view context)
{
  std::unique_lock lock(mutex_);
  bool const room =
      returned_.wait_for(lock, options_->pool.timeout, [&] { return out_ < options_->pool.max; });
  if (!room) {
    throw failure(Fault::source, "no session became free within {}; raise mysql.pool.max",
                  duration_text(options_->pool.timeout));
  }
  ++out_;
  while (!free_.empty()) {
    auto session = std::move(free_.back());
    free_.pop_back();
    auto const age = std::chrono::steady_clock::now() - session->opened();
    if (age < options_->pool.recycle) return session;
  }
  lock.unlock();
  try {
    return std::make_unique<mysql::Session>(*options_, context);
  } catch (...) {
    drop(nullptr);
    throw;
  }
}

std::unique_ptr<mysql::Session> Sessions::open(std::string_view context)
{
  {
    std::lock_guard const lock(mutex_);
    ++out_;
    if (out_ + free_.size() > options_->pool.max && !free_.empty()) free_.pop_back();
  }
  try {
    return std::make_unique<mysql::Session>(*options_, context);
  } catch (...) {
    drop(nullptr);
    throw;
  }
}

void Sessions::give(std::unique_ptr<mysql::Session> session)
{
  {
    std::lock_guard const lock(mutex_);
    --out_;
    if (session->usable()) free_.push_back(std::move(session));
  }
  returned_.notify_one();
}

void Sessions::drop(std::unique_ptr<mysql::Session> session)
{
  session.reset();
  {
    std::lock_guard const lock(mutex_);
    --out_;
  }
  returned_.notify_one();
}

void Loan::replace()
{
  if (session_) sessions_->drop(std::move(session_));
  session_ = sessions_->take(context_);
}

} // namespace mysync::sync
