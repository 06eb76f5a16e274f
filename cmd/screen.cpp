#include "cmd/screen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include <sys/ioctl.h>
#include <unistd.h>

namespace mysync::cmd {
namespace {

/// Often enough to look alive, seldom enough to cost nothing.
constexpr auto redraw_every = std::chrono::milliseconds(100);

struct Size {
  std::size_t lines = 24;
  std::size_t columns = 80;
};

Size size_of(std::FILE* terminal) noexcept
{
  winsize size{};
  if (::ioctl(::fileno(terminal), TIOCGWINSZ, &size) != 0 || size.ws_row < 2 || size.ws_col < 2)
    return {};
  return {size.ws_row, size.ws_col};
}

ssize_t write_to_screen(void* screen, char const* text, std::size_t size)
{
  static_cast<Screen*>(screen)->write({text, size});
  return static_cast<ssize_t>(size);
}

} // namespace

Screen::Screen(std::FILE* terminal) : terminal_(terminal)
{
  cookie_io_functions_t functions{};
  functions.write = &write_to_screen;
  stream_.reset(::fopencookie(this, "w", functions));
  if (stream_) std::setvbuf(stream_.get(), nullptr, _IOLBF, 0);
}

Screen::~Screen()
{
  stream_.reset(); // flushes, so that nothing comes after
  erase();
}

void Screen::show(sync::Progress const& progress)
{
  auto const now = Clock::now();
  std::lock_guard const lock(mutex_);
  note(progress, now);
  if (!progress.done && drawn_ > 0 && now - drawn_at_ < redraw_every) return;
  remove();
  draw();
  drawn_at_ = now;
}

void Screen::erase()
{
  std::lock_guard const lock(mutex_);
  remove();
  entries_.clear();
}

void Screen::write(std::string_view text)
{
  std::lock_guard const lock(mutex_);
  remove();
  put(text);
  // Half a line, as from a stream without a buffer, would be drawn over.
  if (text.ends_with('\n')) draw();
}

void Screen::note(sync::Progress const& progress, Clock::time_point now)
{
  auto entry = std::ranges::find_if(
      entries_, [&](Entry const& other) { return other.work.progress.table == progress.table; });
  if (entry == entries_.end())
    entry = entries_.insert(entries_.end(), {{progress, progress.rows, 0}, now, now});
  auto& known = entry->work.progress;
  auto const phase = known.phase;
  if (!progress.done && phase != progress.phase) entry->work.first_rows = progress.rows;
  if (!progress.done && known.documents != progress.documents) { // others are counted from now on
    entry->work.first_rows = 0;
    entry->counted_since = now;
  }
  known = progress;
  // A table is steady when its first load is done; what it did was the load.
  if (progress.done) known.phase = phase;
  auto const since = progress.done ? entry->since : entry->counted_since;
  entry->work.seconds = std::chrono::duration<double>(now - since).count();
}

void Screen::put(std::string_view text)
{
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), terminal_));
  static_cast<void>(std::fflush(terminal_));
}

void Screen::draw()
{
  auto const size = size_of(terminal_);
  std::vector<report::Work> works;
  for (auto const& entry : entries_) works.push_back(entry.work);
  // More tables than lines: those that are done have nothing to say any more.
  auto const room = size.lines - 1;
  for (auto at = works.begin(); works.size() > room && at != works.end();)
    at = at->progress.done ? works.erase(at) : at + 1;
  if (works.size() > room) works.resize(room);
  std::string text;
  for (auto const& line : report::progress_lines(works, size.columns - 1)) text += line + '\n';
  put(text);
  drawn_ = works.size();
}

void Screen::remove()
{
  if (drawn_ > 0) put(fmt::format("\r\x1b[{}A\x1b[J", drawn_));
  drawn_ = 0;
}

} // namespace mysync::cmd
