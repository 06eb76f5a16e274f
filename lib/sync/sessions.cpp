#include "sync/sessions.hpp"

#include "core/error.hpp"
#include "core/text.hpp"

namespace mysync::sync {

Sessions::Sessions(config::Mysql const& options, config::Credentials const& credentials, Stop& stop)
    : options_(&options), credentials_(&credentials), impatience_(stop, [this] { cut(); })
{}

std::unique_ptr<mysql::Session> Sessions::connect(std::string_view context) const
{
  auto options = *options_;
  options.password = credentials_->password();
  return std::make_unique<mysql::Session>(options, context);
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
}

/// Some bear the loss of a session and ask for another.
void Sessions::check_uncut() const
{
  if (is_cut_) throw transient_failure(Fault::source, "the run was stopped");
}

void Sessions::warm_up()
{
  std::vector<std::unique_ptr<mysql::Session>> opened;
  while (opened.size() < options_->pool.min) {
    opened.push_back(connect("pool"));
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
  check_uncut();
  ++out_;
  while (!free_.empty()) {
    auto session = std::move(free_.back());
    free_.pop_back();
    auto const age = std::chrono::steady_clock::now() - session->opened();
    if (age >= options_->pool.recycle) continue;
    lent_.insert(session.get());
    return session;
  }
  lock.unlock();
  return lend_new(context);
}

std::unique_ptr<mysql::Session> Sessions::open(std::string_view context)
{
  {
    std::lock_guard const lock(mutex_);
    check_uncut();
    ++out_;
    if (out_ + free_.size() > options_->pool.max && !free_.empty()) free_.pop_back();
  }
  return lend_new(context);
}

void Sessions::give(std::unique_ptr<mysql::Session> session)
{
  {
    std::lock_guard const lock(mutex_);
    --out_;
    lent_.erase(session.get());
    if (session->usable()) free_.push_back(std::move(session));
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
