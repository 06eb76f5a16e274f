#pragma once
// Long work on a terminal: how much, how fast, how long still.

#include "sync/operations.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace mysync::report {

/// What is known of one table's work.
struct Work {
  sync::Progress progress;
  std::uint64_t first_rows =
      0;              ///< with which it was first heard of: a resumed load does not begin at 0
  double seconds = 0; ///< since then
};

/// One line for each, none wider than `width`. A total is an estimate: work in progress never shows
/// more than 99 %.
std::vector<std::string> progress_lines(std::span<Work const> works, std::size_t width);

} // namespace mysync::report
