#include "mysql/greeting.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace mysync::mysql;

namespace {

std::vector<std::uint8_t> greeting(std::string const& version, unsigned capabilities)
{
  std::vector<std::uint8_t> packet{60, 0, 0, 0, 10};
  packet.insert(packet.end(), version.begin(), version.end());
  packet.resize(packet.size() + 1 + 4 + 8 + 1); // the version's NUL, the id, salt, a filler
  packet.push_back(capabilities & 255U);
  packet.push_back(capabilities >> 8U & 255U);
  packet.resize(packet.size() + 20);
  return packet;
}

} // namespace

TEST_CASE("a greeting that offers TLS is answered, one that does not is not")
{
  for (std::string const version : {"8.0.36", "5.5.5-10.11.6-MariaDB-log", ""}) {
    CAPTURE(version);
    CHECK(greeting_of(greeting(version, 0xf7ff | 0x0800)) == Greeting::safe);
    CHECK(greeting_of(greeting(version, 0xf7ff)) == Greeting::clear);
  }
}

TEST_CASE("after an error in place of a greeting nothing is sent anyway")
{
  CHECK(greeting_of(std::vector<std::uint8_t>{23, 0, 0, 0, 255, 16, 4}) == Greeting::safe);
}

TEST_CASE("what is no greeting is not answered")
{
  CHECK(greeting_of(std::vector<std::uint8_t>(100, 'x')) == Greeting::clear);
  std::vector<std::uint8_t> endless(4096, 'x');
  endless[4] = 10;
  CHECK(greeting_of(endless) == Greeting::clear);
  CHECK(greeting_of(std::vector<std::uint8_t>{4, 0, 0, 0, 10, '8', 0, 1}) == Greeting::clear);
}

TEST_CASE("of a greeting that arrives in pieces the rest is waited for")
{
  CHECK(greeting_of({}) == Greeting::incomplete);
  auto const whole = greeting("8.0.36", 0xffff);
  for (std::size_t size = 0; size < 4 + 1 + 7 + 13 + 2; ++size)
    CHECK(greeting_of(std::span(whole).first(size)) == Greeting::incomplete);
}
