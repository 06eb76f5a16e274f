#pragma once
// Holds the pipeline's lease for as long as the run lasts, and notices when it does not hold it any
// more.

#include "core/log.hpp"
#include "core/stop.hpp"
#include "mongo/lease.hpp"
#include "sync/hold.hpp"
#include "sync/retry.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

namespace mysync::sync {

struct LeaseRequest {
  std::string state_collection, pipeline, run;
  std::chrono::milliseconds duration;
  RetrySchedule retrying = {.max_retries = 0}; ///< when the target cannot be asked for the moment
  config::Credentials* credentials = nullptr;  ///< read again when they are refused
};

class LeaseKeeper final : public Hold {
public:
  /// Takes the lease, from a dead holder too; throws Error (Fault::busy) naming the holder when it
  /// is alive. From then on a thread renews it; when it is lost, `stop` is requested with
  /// lease_lost.
  LeaseKeeper(mongo::Target const& target, LeaseRequest const& request, Log& log, Stop& stop);
  /// Releases it, if it is still held; after a write in doubt, with a warning to who comes next.
  ~LeaseKeeper() override;
  LeaseKeeper(LeaseKeeper const&) = delete;
  LeaseKeeper& operator=(LeaseKeeper const&) = delete;

  std::int64_t token() const noexcept override { return token_; }
  /// Throws Error (Fault::busy) unless the last renewal is younger than the lease lasts, by a clock
  /// that goes on while the machine sleeps. Asked before every write.
  void check() const override;
  bool held() const noexcept override;
  void doubt() const noexcept override { doubtful_ = true; }
  std::int64_t careful() const noexcept override { return careful_; }

private:
  void acquire();
  bool is_dead(mongo::LeaseView const& view) const;
  void renew_until_closed();
  void renewed() noexcept;

  mongo::LeaseDocument document_; ///< the heartbeat's, while it lives
  mongo::Holder holder_;
  LeaseRequest request_;
  Log* log_;
  Stop* stop_;
  std::int64_t token_ = 0;
  std::int64_t careful_ = 0;
  std::atomic<std::int64_t> renewed_ms_{0};
  std::atomic<bool> lost_{false};
  mutable std::atomic<bool> doubtful_{false};
  bool closing_ = false;
  std::mutex mutex_;
  std::condition_variable close_;
  std::thread heartbeat_;
};

/// This machine's name, for leases and the audit trail.
std::string host_name();

} // namespace mysync::sync
