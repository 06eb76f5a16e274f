#include "sync/retry.hpp"

#include "core/text.hpp"
#include "sync/operations.hpp"

#include <algorithm>
#include <random>

namespace mysync::sync {

namespace {

constexpr std::chrono::milliseconds longest_delay = std::chrono::minutes(5);

double random_jitter()
{
  thread_local std::mt19937_64 engine{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(engine);
}

} // namespace

std::chrono::milliseconds retry_delay(RetrySchedule const& schedule, unsigned attempt,
                                      double jitter) noexcept
{
  auto delay = std::min(schedule.first_delay, longest_delay);
  for (unsigned i = 0; i < attempt && delay < longest_delay; ++i) {
    delay = std::min(delay * 2, longest_delay);
  }
  auto const off = static_cast<double>(delay.count()) * std::clamp(jitter, 0.0, 1.0) / 4;
  return delay - std::chrono::milliseconds(static_cast<std::int64_t>(off));
}

bool Retries::has_other_credentials()
{
  if (credentials_ == nullptr || !credentials_->renew(version_)) return false;
  version_ = credentials_->version();
  return true;
}

void Retries::wait_or_throw(Error const& error)
{
  if (error.denied() && !renewed_ && !stop_->requested() && has_other_credentials()) {
    renewed_ = true;
    auto const message =
        fmt::format("{}; the credentials have changed since: trying those", error.what());
    log_->write(
        {.level = LogLevel::warn, .table = table_, .operation = "retry", .message = message});
    return;
  }
  if (!error.transient() || failures_ >= schedule_.max_retries || stop_->requested()) throw error;
  auto const delay = retry_delay(schedule_, failures_, random_jitter());
  ++failures_;
  auto const message = fmt::format("{}; trying again in {} ({} of {})", error.what(),
                                   duration_text(delay), failures_, schedule_.max_retries);
  log_->write({.level = LogLevel::warn, .table = table_, .operation = "retry", .message = message});
  if (stop_->wait_for(delay)) throw error;
}

Retries retries_of(Context const& context, std::string table)
{
  auto const& sync = context.config.sync;
  return {{sync.max_retries, sync.retry_delay},
          context.log,
          context.stop,
          std::move(table),
          &context.credentials};
}

} // namespace mysync::sync
