#pragma once
// When documents whose rows are gone are looked for, and when they are too many to believe it.

#include "sync/choice.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace mysync::sync {

/// What the command line says: `asked` for --reconcile, `named` when the table stands on it.
struct ReconcileRequest {
  bool asked = false;
  bool named = false;
};

/// Whether this run looks for them. A table that is read whole is reconciled by every run, unless
/// deletes = "ignore" was written; another when it is asked for and either named or so configured,
/// or when `reconcile_every` has passed since `last`.
bool reconcile_wanted(TableChoice const& choice, ReconcileRequest const& request,
                      std::optional<std::chrono::system_clock::time_point> last,
                      std::chrono::system_clock::time_point now);

/// More than 20 and more than `max_percent` of all.
bool too_many_gone(std::uint64_t gone, std::uint64_t documents, double max_percent) noexcept;

} // namespace mysync::sync
