#include "sync/spill.hpp"

#include "core/error.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <random>
#include <string>

using namespace mysync;
using namespace mysync::sync;

namespace {

std::span<std::uint8_t const> octets(std::string const& text)
{
  return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

std::vector<std::string> texts(Spill const& spill, std::size_t part)
{
  std::vector<std::string> found;
  spill.for_each(part, [&](std::span<std::uint8_t const> string) {
    found.emplace_back(string.begin(), string.end());
  });
  return found;
}

/// TMPDIR is another place for a scope.
class TemporaryDirectory {
public:
  explicit TemporaryDirectory(char const* path)
  {
    if (auto const* const before = std::getenv("TMPDIR")) before_ = before;
    setenv("TMPDIR", path, 1);
  }
  ~TemporaryDirectory()
  {
    if (before_.empty())
      unsetenv("TMPDIR");
    else
      setenv("TMPDIR", before_.c_str(), 1);
  }
  TemporaryDirectory(TemporaryDirectory const&) = delete;
  TemporaryDirectory& operator=(TemporaryDirectory const&) = delete;

private:
  std::string before_;
};

} // namespace

TEST_CASE("what was added to a part is read again in its order, on disk or in memory")
{
  std::mt19937 random(1);
  constexpr std::size_t parts = 7;
  for (int count : {0, 1, 100, 40'000}) {
    CAPTURE(count);
    Spill spill(parts);
    std::vector<std::vector<std::string>> expected(parts);
    for (int i = 0; i < count; ++i) {
      auto const part = random() % parts;
      auto const text = std::to_string(i) + std::string(random() % 40, '\0');
      spill.add(part, octets(text));
      expected[part].push_back(text);
    }
    CHECK(spill.size() == static_cast<std::uint64_t>(count));
    for (std::size_t part = 0; part < parts; ++part) CHECK(texts(spill, part) == expected[part]);
    for (std::size_t part = 0; part < parts; ++part) CHECK(texts(spill, part) == expected[part]);
  }
}

TEST_CASE("a string may be longer than a block, or empty")
{
  Spill spill(1);
  std::vector<std::string> const strings{std::string(100'000, 'x'), "", "y", std::string(8192, 'z'),
                                         ""};
  for (auto const& string : strings) spill.add(0, octets(string));
  CHECK(texts(spill, 0) == strings);
}

TEST_CASE("a few strings need no disk, many that find none are an error that says what to set")
{
  TemporaryDirectory const nowhere("/nowhere/at/all");
  Spill spill(2);
  spill.add(0, octets("one"));
  CHECK(texts(spill, 0) == std::vector<std::string>{"one"});
  try {
    spill.add(1, octets(std::string(1 << 20, 'x')));
    FAIL("there was no place to write it");
  } catch (Error const& error) {
    CHECK(error.fault() == Fault::config);
    CHECK_THAT(error.what(), Catch::Contains("/nowhere/at/all") && Catch::Contains("TMPDIR"));
  }
}
