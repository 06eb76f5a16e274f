#pragma once
// The pool of source sessions: at most `pool.max`, replaced when old or broken.

#include "config/config.hpp"
#include "config/credentials.hpp"
#include "core/stop.hpp"
#include "mysql/session.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <string_view>
#include <vector>

namespace mysync::sync {

class Sessions {
public:
  /// Sessions are opened as `credentials` says. When `stop` loses its patience, those
  /// that are lent out are cut off, whatever they wait for, and no more are lent.
  Sessions(config::Pool const& pool, config::Credentials const& credentials, Stop& stop);

  /// Opens `pool.min` sessions now.
  void warm_up();
  /// A free session or a new one; waits up to `pool.timeout` when all are taken.
  std::unique_ptr<mysql::Session> take(std::string_view context);
  /// A new one even when another is free, which is closed first if there would be too many.
  std::unique_ptr<mysql::Session> open(std::string_view context);
  void give(std::unique_ptr<mysql::Session> session);
  /// Instead of `give` for one that is of no more use.
  void drop(std::unique_ptr<mysql::Session> session);

private:
  using Free = std::vector<std::unique_ptr<mysql::Session>>;

  std::unique_ptr<mysql::Session> connect(std::string_view context) const;
  std::unique_ptr<mysql::Session> lend_new(std::string_view context);
  void cut();
  void check_uncut() const;

  config::Pool pool_;
  config::Credentials const* credentials_;
  std::mutex mutex_;
  std::condition_variable returned_;
  Free free_;
  std::set<mysql::Session*> lent_;
  unsigned out_ = 0; ///< lent, or being opened
  bool is_cut_ = false;
  Impatience impatience_;
};

/// A session on loan for a scope: given back at its end, dropped when it broke.
class Loan {
public:
  Loan(Sessions& sessions, std::string_view context)
      : sessions_(&sessions), context_(context), session_(sessions.take(context))
  {}
  /// One that has no session until the first `repair`, which may fail and be tried again.
  struct Later {};
  Loan(Sessions& sessions, std::string_view context, Later)
      : sessions_(&sessions), context_(context)
  {}
  ~Loan()
  {
    if (session_) sessions_->give(std::move(session_));
  }
  Loan(Loan const&) = delete;
  Loan& operator=(Loan const&) = delete;

  mysql::Session& operator*() const noexcept { return *session_; }
  mysql::Session* operator->() const noexcept { return session_.get(); }
  /// Closes the session and opens another; has none when that fails.
  void replace();
  /// The same, unless there is one that can be used.
  void repair()
  {
    if (!session_ || !session_->usable()) replace();
  }

private:
  Sessions* sessions_;
  std::string context_;
  std::unique_ptr<mysql::Session> session_;
};

} // namespace mysync::sync
