#include "sync/sessions.hpp"

#include "core/error.hpp"
#include "core/text.hpp"

namespace mysync::sync {

Sessions::Sessions(config::Pool const& pool, config::Credentials const& credentials, Stop& stop)
    : pool_(pool), credentials_(&credentials), impatience_(stop, [this] { cut(); })
{}

std::unique_ptr<mysql::Session> Sessions::connect(std::string_view context) const
{
  return std::make_unique<mysql::Session>(credentials_->mysql(), context);
}

/// One that was counted in `out_` already.
std::unique_ptr<mysql::Session> Sessions::lend_new(std::string_view context)
{
  try {
    auto session = connect(context);
    std::lock_guard const lock(mutex_);
    check_uncut();
    lent_.insert(session.get());
    return session;
  } catch (...) {
    drop(nullptr);
    throw;
  }
}

void Sessions::cut()
{
  std::lock_guard const lock(mutex_);
  is_cut_ = true;
  for (auto* const session : lent_) session->cut();
  returned_.notify_all();
}

/// Some bear the loss of a session and ask for another.
void Sessions::check_uncut() const
{
  if (is_cut_) throw transient_failure(Fault::source, "the run was stopped");
}

void Sessions::warm_up()
{
  Free opened;
  while (opened.size() < pool_.min) {
    opened.push_back(connect("pool"));
  }
  std::lock_guard const lock(mutex_);
  for (auto& session : opened) free_.push_back(std::move(session));
}

std::unique_ptr<mysql::Session> Sessions::take(std::string_view context)
{
  std::unique_lock lock(mutex_);
  bool const room =
      returned_.wait_for(lock, pool_.timeout, [&] { return is_cut_ || out_ < pool_.max; });
  check_uncut();
  if (!room) {
    throw failure(Fault::source, "no session became free within {}; raise mysql.pool.max",
                  duration_text(pool_.timeout));
  }
  ++out_;
  Free old; // closed without the lock: each says goodbye to the server
  while (!free_.empty()) {
    auto session = std::move(free_.back());
    free_.pop_back();
    auto const age = std::chrono::steady_clock::now() - session->opened();
    if (age >= pool_.recycle) {
      old.push_back(std::move(session));
      continue;
    }
    lent_.insert(session.get());
    lock.unlock();
    return session;
  }
  lock.unlock();
  old.clear(); // before there is one more
  return lend_new(context);
}

std::unique_ptr<mysql::Session> Sessions::open(std::string_view context)
{
  std::unique_ptr<mysql::Session> surplus;
  {
    std::lock_guard const lock(mutex_);
    check_uncut();
    ++out_;
    if (out_ + free_.size() > pool_.max && !free_.empty()) {
      surplus = std::move(free_.back());
      free_.pop_back();
    }
  }
  surplus.reset(); // before there is one more
  return lend_new(context);
}

void Sessions::give(std::unique_ptr<mysql::Session> session)
{
  if (!session->usable()) return drop(std::move(session));
  {
    std::lock_guard const lock(mutex_);
    --out_;
    lent_.erase(session.get());
    free_.push_back(std::move(session));
  }
  returned_.notify_one();
}

void Sessions::drop(std::unique_ptr<mysql::Session> session)
{
  {
    std::lock_guard const lock(mutex_);
    lent_.erase(session.get());
  }
  session.reset(); // before there is room for another
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
