#include "sync/result.hpp"

namespace mysync::sync {

char const* phase_name(Phase phase) noexcept
{
  return phase == Phase::snapshot ? "snapshot" : "steady";
}

char const* status_name(TableStatus status) noexcept
{
  switch (status) {
  case TableStatus::success: return "success";
  case TableStatus::failed: return "failed";
  case TableStatus::skipped: return "skipped";
  case TableStatus::stopped: return "stopped";
  }
  return "?";
}

char const* status_name(RunStatus status) noexcept
{
  switch (status) {
  case RunStatus::success: return "success";
  case RunStatus::partial: return "partial";
  case RunStatus::failed: return "failed";
  case RunStatus::skipped: return "skipped";
  }
  return "?";
}

} // namespace mysync::sync
