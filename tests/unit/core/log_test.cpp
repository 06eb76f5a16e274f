#include "core/log.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <regex>
#include <thread>
#include <vector>

using namespace mysync;
using Json = nlohmann::ordered_json;

namespace {

LogRecord finished()
{
  LogRecord record;
  record.table = "products";
  record.operation = "catch_up";
  record.message = "150 rows";
  record.counts = LogCounts{150, 125, 25, 1, 2, 3, 12.50049};
  return record;
}

std::vector<std::string> names(Json const& object)
{
  std::vector<std::string> out;
  for (auto const& [name, value] : object.items()) out.push_back(name);
  return out;
}

/// What `use` wrote to a log.
template <class Use> std::string written(LogFormat format, LogLevel level, Use const& use)
{
  auto* const file = std::tmpfile();
  REQUIRE(file != nullptr);
  Log log(file, format, level);
  use(log);
  std::rewind(file);
  std::string out;
  std::array<char, 4096> buffer{};
  while (auto const size = std::fread(buffer.data(), 1, buffer.size(), file))
    out.append(buffer.data(), size);
  std::fclose(file);
  return out;
}

} // namespace

TEST_CASE("a JSON line has the fields of the log contract, in their order")
{
  auto const line = Json::parse(log_line(finished(), LogFormat::json));
  CHECK(names(line) == std::vector<std::string>{"timestamp", "level", "component", "table",
                                                "operation", "records_processed", "records_created",
                                                "records_updated", "records_deleted",
                                                "records_skipped", "duration_seconds", "errors",
                                                "message"});
  CHECK(line["level"] == "INFO");
  CHECK(line["component"] == "sync");
  CHECK(line["table"] == "products");
  CHECK(line["operation"] == "catch_up");
  CHECK(line["records_processed"] == 150);
  CHECK(line["records_created"] == 125);
  CHECK(line["records_updated"] == 25);
  CHECK(line["records_deleted"] == 1);
  CHECK(line["records_skipped"] == 2);
  CHECK(line["errors"] == 3);
  CHECK(line["duration_seconds"] == 12.5);
  CHECK(line["message"] == "150 rows");
  CHECK(std::regex_match(line["timestamp"].get<std::string>(),
                         std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z)")));
}

TEST_CASE("without counts a JSON line has none, and what is empty is null")
{
  auto const line = Json::parse(log_line({}, LogFormat::json));
  CHECK(names(line) == std::vector<std::string>{"timestamp", "level", "component", "table",
                                                "operation", "message"});
  CHECK(line["table"].is_null());
  CHECK(line["operation"].is_null());
}

TEST_CASE("every level has its name in both formats")
{
  struct Case {
    LogLevel level;
    char const* json;
    char const* text;
  };
  auto const c = GENERATE(values<Case>({{LogLevel::error, "ERROR", " error m"},
                                        {LogLevel::warn, "WARN", " warn  m"},
                                        {LogLevel::info, "INFO", " info  m"},
                                        {LogLevel::debug, "DEBUG", " debug m"}}));
  LogRecord record;
  record.level = c.level;
  record.message = "m";
  CHECK(Json::parse(log_line(record, LogFormat::json))["level"] == c.json);
  CHECK_THAT(log_line(record, LogFormat::text), Catch::EndsWith(c.text));
}

TEST_CASE("bytes that are no UTF-8 do not break a JSON line")
{
  LogRecord record;
  record.table = "a\xC3";
  record.message = "b\xFF\n\x1b";
  auto const text = log_line(record, LogFormat::json);
  CHECK(text.find('\n') == std::string::npos);
  auto const line = Json::parse(text);
  CHECK(line["table"] == "a\uFFFD");
  CHECK(line["message"] == "b\uFFFD\n\x1b");
}

TEST_CASE("a text line is a time, a level, a table and a message, and stays a line")
{
  LogRecord record;
  record.level = LogLevel::warn;
  record.table = "orders";
  record.message = "one\ntwo\x1b[31m\xFF";
  auto const line = log_line(record, LogFormat::text);
  CAPTURE(line);
  CHECK(std::regex_match(
      line,
      std::regex(R"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d warn  orders: one\\ntwo\\x1b\[31m\\xff)")));
}

TEST_CASE("a password never reaches a log line")
{
  LogRecord record;
  record.message = "cannot reach mongodb://sync:hunter2@db1 with password=hunter2";
  CHECK(log_line(record, LogFormat::text).find("hunter2") == std::string::npos);
  CHECK(log_line(record, LogFormat::json).find("hunter2") == std::string::npos);
}

TEST_CASE("a log writes its level and what is graver")
{
  struct Case {
    LogLevel level;
    int lines;
  };
  auto const c = GENERATE(values<Case>(
      {{LogLevel::error, 1}, {LogLevel::warn, 2}, {LogLevel::info, 3}, {LogLevel::debug, 4}}));
  auto const text = written(LogFormat::text, c.level, [](Log& log) {
    LogRecord record;
    for (auto const level : {LogLevel::error, LogLevel::warn, LogLevel::info, LogLevel::debug}) {
      record.level = level;
      log.write(record);
    }
  });
  CHECK(std::count(text.begin(), text.end(), '\n') == c.lines);
}

TEST_CASE("lines of several threads are written whole")
{
  auto const text = written(LogFormat::json, LogLevel::info, [](Log& log) {
    auto const write = [&log] {
      for (int i = 0; i < 200; ++i) log.write(finished());
    };
    std::thread first(write), second(write);
    first.join();
    second.join();
  });
  std::istringstream lines(text);
  int whole = 0;
  for (std::string line; std::getline(lines, line);) whole += Json::accept(line) ? 1 : 0;
  CHECK(whole == 400);
}
