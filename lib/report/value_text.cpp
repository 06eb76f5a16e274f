#include "report/value_text.hpp"

#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <chrono>

namespace mysync::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t longest = 60;

std::string date_text(Json const& date)
{
  std::int64_t milliseconds = 0;
  if (date.is_object() && date.contains("$numberLong")) {
    auto const& digits = date["$numberLong"].get_ref<std::string const&>();
    std::from_chars(digits.data(), digits.data() + digits.size(), milliseconds);
    return iso8601(std::chrono::system_clock::time_point(std::chrono::milliseconds(milliseconds)));
  }
  return date.dump();
}

std::string text_of(Json const& value)
{
  if (!value.is_object() || value.size() != 1) return value.dump();
  auto const only = value.begin();
  auto const& name = only.key();
  auto const& inner = only.value();
  bool const number = name == "$numberInt" || name == "$numberLong" || name == "$numberDouble" ||
                      name == "$numberDecimal";
  if (number && inner.is_string()) return inner.get<std::string>();
  return name == "$date" ? date_text(inner) : value.dump();
}

} // namespace

std::string value_text(std::string const& extended_json)
{
  auto const value = Json::parse(extended_json, nullptr, false);
  auto text = value.is_discarded() ? extended_json : text_of(value);
  if (text.size() <= longest) return escaped(text);
  text.resize(longest);
  while (!is_utf8(text)) text.pop_back();
  return escaped(text) + "…";
}

} // namespace mysync::report
