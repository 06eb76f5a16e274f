#include "cmd/streams.hpp"

#include "core/handle.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <string>

using namespace mysync;
using namespace mysync::cmd;

namespace {

using File = Handle<std::FILE, &std::fclose>;

std::string complaint(LogFormat format, std::string_view message)
{
  File const file(std::tmpfile());
  complain(file.get(), format, "mysql", message);
  std::rewind(file.get());
  std::string text;
  for (int c = std::fgetc(file.get()); c != EOF; c = std::fgetc(file.get()))
    text += static_cast<char>(c);
  return text;
}

} // namespace

TEST_CASE("each line of trouble has the program's name, what belongs to it is indented")
{
  CHECK(complaint(LogFormat::text, "access denied") == "mysync: access denied\n");
  CHECK(complaint(LogFormat::text, "a:1:1: one\na:2:1: two\n") ==
        "mysync: a:1:1: one\nmysync: a:2:1: two\n");
  CHECK(complaint(LogFormat::text, "access denied\n  the password came from F") ==
        "mysync: access denied\n  the password came from F\n");
}

TEST_CASE("trouble carries no password and no control characters")
{
  CHECK(complaint(LogFormat::text, "mongodb://u:canary@h/ is down\x1b[2J") ==
        "mysync: mongodb://u:***@h/ is down\\x1b[2J\n");
  CHECK(complaint(LogFormat::json, "mongodb://u:canary@h/ is down").find("canary") ==
        std::string::npos);
}

TEST_CASE("as a record trouble is one line whatever it says")
{
  auto const text = complaint(LogFormat::json, "one\ntwo");
  CHECK(text.find('\n') == text.size() - 1);
  auto const record = nlohmann::json::parse(text);
  CHECK(record["level"] == "ERROR");
  CHECK(record["component"] == "mysql");
  CHECK(record["message"] == "one\ntwo");
}

TEST_CASE("a result that cannot be written whole is noticed")
{
  File const full(std::fopen("/dev/full", "w"));
  REQUIRE(full);
  CHECK_FALSE(put(full.get(), "a result\n"));
  CHECK(put(full.get(), ""));
  File const sink(std::fopen("/dev/null", "w"));
  CHECK(put(sink.get(), "a result\n"));
}

TEST_CASE("each fault points to the component that must be looked at")
{
  CHECK(std::string(component_of(Fault::usage)) == "config");
  CHECK(std::string(component_of(Fault::config)) == "config");
  CHECK(std::string(component_of(Fault::data)) == "sync");
  CHECK(std::string(component_of(Fault::source)) == "mysql");
  CHECK(std::string(component_of(Fault::target)) == "mongodb");
  CHECK(std::string(component_of(Fault::busy)) == "lease");
  CHECK(std::string(component_of(Fault::interrupted)) == "sync");
}
