#include "config/rules.hpp"

#include "core/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mysync::config {

std::span<std::pair<std::string_view, FieldType> const> field_types() noexcept
{
  using enum FieldType;
  static constexpr std::array<std::pair<std::string_view, FieldType>, 10> words{{
      {"bool", boolean},
      {"int", int32},
      {"long", int64},
      {"double", real},
      {"decimal", decimal},
      {"string", string},
      {"date", date},
      {"binary", binary},
      {"uuid", uuid},
      {"json", json},
  }};
  return words;
}

Reader<std::map<std::string, FieldType>> types()
{
  using Types = std::map<std::string, FieldType>;
  return {Kind::map, [](Node const& node) -> std::variant<Types, Complaint> {
            auto const* entries = node.as<Node::Table>();
            if (entries == nullptr)
              return Complaint{R"(write columns and types such as { a = "decimal" })"};
            Types out;
            for (auto const& [column, place, value] : *entries) {
              auto const* word = value.as<std::string>();
              auto const words = field_types();
              auto const known = std::ranges::find_if(words, [word](auto const& each) {
                return word != nullptr && each.first == *word;
              });
              if (known == words.end() || column.empty()) {
                std::vector<std::string> names;
                for (auto const& each : words) names.emplace_back(each.first);
                return Complaint{
                    fmt::format("column '{}': write {}", escaped(column), alternatives(names))};
              }
              out[column] = known->second;
            }
            return out;
          }};
}

} // namespace mysync::config
