#include "cmd/screen.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <thread>

using mysync::Handle;
using mysync::cmd::Screen;
using mysync::sync::Phase;

namespace {

struct Terminal {
  Handle<std::FILE, &std::fclose> file{std::tmpfile()};

  std::string text() const
  {
    std::string all;
    std::rewind(file.get());
    for (int c = std::fgetc(file.get()); c != EOF; c = std::fgetc(file.get()))
      all += static_cast<char>(c);
    return all;
  }
};

/// What is left to see: `ESC [ n A` and `ESC [ J` take back n lines.
std::string seen(std::string const& written)
{
  std::string visible;
  for (std::size_t at = 0; at < written.size(); ++at) {
    if (written.compare(at, 3, "\r\x1b[") != 0) {
      visible += written[at];
      continue;
    }
    auto const lines = std::stoul(written.substr(at + 3));
    for (std::size_t line = 0; line < lines; ++line)
      visible.erase(visible.size() < 2 ? 0 : visible.rfind('\n', visible.size() - 2) + 1);
    at = written.find('J', at);
  }
  return visible;
}

} // namespace

TEST_CASE("progress is redrawn in place and erased at the end")
{
  Terminal terminal;
  {
    Screen screen(terminal.file.get());
    screen.show({"orders", Phase::snapshot, 10, 100, false});
    screen.show({"customers", Phase::steady, 5, 0, true});
    CHECK(seen(terminal.text()) ==
          "orders     snapshot  10 rows  ━━──────────────────  10 %\n"
          "customers  catch-up   5 rows                              done  0.00 s\n");
  }
  CHECK(seen(terminal.text()).empty());
}

TEST_CASE("what is written meanwhile stands above the progress")
{
  Terminal terminal;
  Screen screen(terminal.file.get());
  screen.show({"orders", Phase::steady, 10, 0, true});
  std::fputs("a story\n", screen.stream());
  std::fputs("its next line\n", screen.stream());
  std::fflush(screen.stream());
  CHECK(seen(terminal.text()) ==
        "a story\nits next line\norders  catch-up  10 rows  done  0.00 s\n");
}

TEST_CASE("a terminal is not written to more often than it can be read")
{
  Terminal terminal;
  Screen screen(terminal.file.get());
  for (std::uint64_t rows = 1; rows <= 1000; ++rows)
    screen.show({"orders", Phase::snapshot, rows, 1000, false});
  CHECK(terminal.text().size() < 2000);
}

TEST_CASE("a table that finished its first load is shown with what it did")
{
  Terminal terminal;
  Screen screen(terminal.file.get());
  screen.show({"orders", Phase::snapshot, 10, 10, false});
  screen.show({"orders", Phase::steady, 10, 10, true});
  CHECK(seen(terminal.text()).starts_with("orders  snapshot  10 rows  done"));
}

TEST_CASE("many threads may show progress and write at once")
{
  Terminal terminal;
  {
    Screen screen(terminal.file.get());
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number)
      threads.emplace_back([&screen, name = std::to_string(number)] {
        for (std::uint64_t rows = 0; rows < 200; ++rows) {
          screen.show({name, Phase::snapshot, rows, 200, rows == 199});
          std::fputs("x\n", screen.stream());
        }
      });
    for (auto& thread : threads) thread.join();
  }
  std::string expected;
  for (int line = 0; line < 800; ++line) expected += "x\n";
  CHECK(seen(terminal.text()) == expected);
}

TEST_CASE("more tables than lines never scroll the terminal")
{
  Terminal terminal;
  Screen screen(terminal.file.get());
  for (int number = 0; number < 100; ++number)
    screen.show({"table" + std::to_string(number), Phase::snapshot, 1, 2, number % 2 == 0});
  auto const visible = seen(terminal.text());
  CHECK(std::count(visible.begin(), visible.end(), '\n') == 23);
}
