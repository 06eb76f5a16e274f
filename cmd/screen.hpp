#pragma once
// The lower lines of a terminal, redrawn in place while long work goes on.

#include "core/handle.hpp"
#include "report/progress.hpp"

#include <chrono>
#include <cstdio>
#include <mutex>
#include <string_view>
#include <vector>

namespace mysync::cmd {

/// Draws progress on `terminal`. Whatever else is written there meanwhile must go through
/// `stream()`, which puts it above the progress. Threads may call at once.
class Screen {
public:
  explicit Screen(std::FILE* terminal);
  /// Erases the progress: what it showed is on standard output by then.
  ~Screen();
  Screen(Screen const&) = delete;
  Screen& operator=(Screen const&) = delete;

  void show(sync::Progress const& progress);
  void erase();
  /// Lives as long as the screen.
  std::FILE* stream() const noexcept { return stream_ ? stream_.get() : terminal_; }
  /// What `stream()` does with text.
  void write(std::string_view text);

private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    report::Work work;
    Clock::time_point since, counted_since;
  };

  void note(sync::Progress const& progress, Clock::time_point now);
  void put(std::string_view text);
  void draw();
  void remove();

  std::FILE* terminal_;
  Handle<std::FILE, &std::fclose> stream_;
  std::mutex mutex_;
  std::vector<Entry> entries_;
  std::size_t drawn_ = 0; ///< lines on the terminal, above the cursor
  Clock::time_point drawn_at_;
};

} // namespace mysync::cmd
