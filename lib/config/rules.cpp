#include "config/rules.hpp"

#include "config/uri.hpp"
#include "core/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <cmath>
#include <filesystem>

namespace mysync::config {
namespace {

std::optional<double> number(Node const& node)
{
  if (auto const* real = node.as<double>()) return *real;
  if (auto const* whole = node.as<std::int64_t>()) return static_cast<double>(*whole);
  return std::nullopt;
}

bool is_percentage(double value) noexcept { return value >= 0 && value <= 100; }

std::optional<double> parse_percentage(std::string_view text)
{
  if (!text.ends_with('%')) return std::nullopt;
  text.remove_suffix(1);
  double value = 0;
  auto const [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return is_percentage(value) ? std::optional(value) : std::nullopt;
}

std::optional<std::vector<std::string>> texts(Node const& node)
{
  auto const* list = node.as<Node::List>();
  if (list == nullptr) return std::nullopt;
  std::vector<std::string> out;
  for (auto const& element : *list) {
    auto const* text = element.as<std::string>();
    if (text == nullptr || text->empty()) return std::nullopt;
    out.push_back(*text);
  }
  return out;
}

std::string duration_hint(Duration least, Duration most)
{
  if (least == Duration::zero() && most == Duration::max())
    return R"(write a duration such as "10m")";
  if (most == Duration::max())
    return fmt::format(R"(write a duration of at least "{}", such as "10m")", duration_text(least));
  return fmt::format(R"(write a duration from "{}" to "{}")", duration_text(least),
                     duration_text(most));
}

std::optional<Duration> parsed(Node const& node)
{
  auto const* text = node.as<std::string>();
  return text == nullptr ? std::nullopt : parse_duration(*text);
}

} // namespace

std::string alternatives(std::vector<std::string> const& words)
{
  return fmt::format("\"{}\"", fmt::join(words, "\", \""));
}

Reader<std::string> text()
{
  return {Kind::text, [](Node const& node) -> std::variant<std::string, Complaint> {
            if (auto const* text = node.as<std::string>(); text != nullptr && !text->empty())
              return *text;
            return Complaint{"write text in quotes, not empty"};
          }};
}

Reader<Secret> secret()
{
  return {Kind::secret, [](Node const& node) -> std::variant<Secret, Complaint> {
            if (auto const* text = node.as<std::string>()) return Secret(*text);
            return Complaint{"write text in quotes"};
          }};
}

Reader<Secret> uri()
{
  return {Kind::secret, [](Node const& node) -> std::variant<Secret, Complaint> {
            auto const* text = node.as<std::string>();
            if (text == nullptr) return Complaint{"write text in quotes"};
            if (auto const complaint = uri_complaint(*text)) return Complaint{*complaint};
            return Secret(*text);
          }};
}

Reader<std::string> path()
{
  return {Kind::text, [](Node const& node) -> std::variant<std::string, Complaint> {
            if (auto const* text = node.as<std::string>(); text != nullptr && !text->empty())
              return (std::filesystem::path(node.place.file).parent_path() / *text).string();
            return Complaint{"write the name of a file in quotes"};
          }};
}

Reader<std::string> charset()
{
  return {Kind::text, [](Node const& node) -> std::variant<std::string, Complaint> {
            if (auto const* text = node.as<std::string>(); text != nullptr && *text == "utf8mb4")
              return *text;
            return Complaint{
                "the connection is always utf8mb4, the only character set that carries "
                "every text; leave this key out"};
          }};
}

Reader<std::string> name(std::string_view refused)
{
  return {Kind::text, [refused](Node const& node) -> std::variant<std::string, Complaint> {
            auto const* text = node.as<std::string>();
            if (text == nullptr || text->empty()) return Complaint{"write a name in quotes"};
            auto const at = text->find_first_of(refused);
            if (at == std::string::npos) return *text;
            return Complaint{fmt::format("write a name without '{}'", (*text)[at])};
          }};
}

Reader<bool> flag()
{
  return {Kind::flag, [](Node const& node) -> std::variant<bool, Complaint> {
            if (auto const* flag = node.as<bool>()) return *flag;
            return Complaint{"write true or false"};
          }};
}

Reader<double> percent_number()
{
  return {Kind::real, [](Node const& node) -> std::variant<double, Complaint> {
            if (auto const value = number(node); value && is_percentage(*value)) return *value;
            return Complaint{"write a number from 0 to 100"};
          }};
}

Reader<double> percent_text()
{
  return {Kind::text, [](Node const& node) -> std::variant<double, Complaint> {
            auto const* text = node.as<std::string>();
            if (auto const value = text == nullptr ? std::nullopt : parse_percentage(*text))
              return *value;
            return Complaint{R"(write a percentage from "0%" to "100%")"};
          }};
}

Reader<Duration> duration(Duration least, Duration most)
{
  return {Kind::duration, [least, most](Node const& node) -> std::variant<Duration, Complaint> {
            if (auto const value = parsed(node); value && *value >= least && *value <= most)
              return *value;
            return Complaint{duration_hint(least, most)};
          }};
}

Reader<std::optional<Duration>> duration_or_auto()
{
  using Result = std::variant<std::optional<Duration>, Complaint>;
  return {Kind::duration, [](Node const& node) -> Result {
            if (auto const* text = node.as<std::string>(); text != nullptr && *text == "auto")
              return std::optional<Duration>();
            if (auto const value = parsed(node)) return value;
            return Complaint{R"(write "auto" or a duration such as "5m")"};
          }};
}

Reader<std::vector<std::string>> list()
{
  return {Kind::list, [](Node const& node) -> std::variant<std::vector<std::string>, Complaint> {
            if (auto result = texts(node)) return *std::move(result);
            return Complaint{R"(write a list of texts such as ["a", "b"], none of them empty)"};
          }};
}

Reader<std::vector<std::string>> one_or_list(std::size_t most)
{
  return {Kind::list,
          [most](Node const& node) -> std::variant<std::vector<std::string>, Complaint> {
            if (auto const* text = node.as<std::string>(); text != nullptr && !text->empty())
              return std::vector{*text};
            if (auto result = texts(node); result && !result->empty() && result->size() <= most)
              return *std::move(result);
            return Complaint{fmt::format("write a text, or a list of at most {}", most)};
          }};
}

Reader<std::map<std::string, std::string>> fields()
{
  using Fields = std::map<std::string, std::string>;
  return {Kind::map, [](Node const& node) -> std::variant<Fields, Complaint> {
            auto const* entries = node.as<Node::Table>();
            if (entries == nullptr)
              return Complaint{R"(write columns and fields such as { a = "b" })"};
            Fields out;
            for (auto const& [column, place, value] : *entries) {
              auto const* field = value.as<std::string>();
              if (field == nullptr || field->empty() || column.empty())
                return Complaint{
                    fmt::format("column '{}': write the field's name in quotes", escaped(column))};
              if (field->find('.') != field->npos)
                return Complaint{fmt::format("column '{}': a field with a dot is not supported yet",
                                             escaped(column))};
              out[column] = *field;
            }
            return out;
          }};
}

Reader<std::int64_t> whole_number(std::int64_t least, std::int64_t most)
{
  return {Kind::whole, [least, most](Node const& node) -> std::variant<std::int64_t, Complaint> {
            auto const* value = node.as<std::int64_t>();
            if (value != nullptr && *value >= least && *value <= most) return *value;
            return Complaint{fmt::format("write a whole number from {} to {}", least, most)};
          }};
}

} // namespace mysync::config
