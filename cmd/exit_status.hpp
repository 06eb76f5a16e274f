#pragma once
// The only table of exit statuses; --help, the man page and the README are checked against it.

#include "core/error.hpp"
#include "core/stop.hpp"
#include "sync/result.hpp"
#include "sync/verify.hpp"

#include <array>
#include <string_view>

namespace mysync::cmd {

struct ExitStatus {
  int code;
  std::string_view meaning;
};

inline constexpr std::array exit_statuses{
    ExitStatus{0, "done, or nothing to do (also: paused, disabled, nothing due)"},
    ExitStatus{1, "internal error: a bug"},
    ExitStatus{2, "bad command line"},
    ExitStatus{3, "some tables synced or compared, some failed"},
    ExitStatus{4, "bad configuration, or a secret that cannot be read"},
    ExitStatus{5, "records were quarantined (only with --strict)"},
    ExitStatus{6, "the source (MySQL) failed"},
    ExitStatus{7, "the target (MongoDB) failed"},
    ExitStatus{8, "check, verify, status --check or discover --strict found a problem"},
    ExitStatus{11, "another run holds the lease"},
    ExitStatus{130, "stopped by SIGINT; everything written is remembered"},
    ExitStatus{143, "stopped by SIGTERM; everything written is remembered"},
};

enum : int {
  status_done = 0,
  status_internal = 1,
  status_usage =
      2, ///< also a standard output that cannot be written: how we were called is at fault
  status_some_failed = 3,
  status_config = 4,
  status_quarantined = 5,
  status_source = 6,
  status_target = 7,
  status_unwell = 8,
  status_busy = 11,
  status_interrupt = 130,
  status_terminate = 143,
};

/// The status of an error that ended a command. `data` counts as the source's: it is its rows that
/// cannot be carried over, and whoever owns them must act. (What is wrong with the target's own
/// documents or state is Fault::target.)
int exit_status(Fault fault) noexcept;

/// The status of work that was stopped on request and ended in order; a time limit is no failure.
int exit_status(StopReason reason) noexcept;

/// The status of a run: 0 when all its tables succeeded, 3 when some failed, the first failed
/// table's when all did; with `strict`, 5 when rows were quarantined and nothing failed.
int exit_status(sync::RunResult const& result, bool strict) noexcept;

/// The same for a run that may have been stopped: what a signal or a lost lease left undone
/// decides; a time limit does not. A signal that came when all was done changes nothing.
int exit_status(sync::RunResult const& result, bool strict, StopReason reason) noexcept;

/// The status of a verification: 8 when a difference is still there, whatever else failed; without
/// one as a run's.
int exit_status(sync::Verification const& result, StopReason reason) noexcept;

} // namespace mysync::cmd
