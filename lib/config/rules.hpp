#pragma once
// How a value of a configuration is read and where it lands: the vocabulary of the table in
// keys.cpp.

#include "config/config.hpp"
#include "config/node.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace mysync::config {

/// What is asked for and does not stand in Config as it was written.
struct Asked {
  Secret password;
  std::string password_file;
  std::vector<std::string> password_command;
  std::string charset;
};

/// What a value lands in. `table` is set for the keys of [[table]].
struct Target {
  Config& config;
  Asked& asked;
  Table* table = nullptr;
};

/// What a key takes; tells the environment how to read the text of a variable.
enum class Kind : std::uint8_t { text, secret, whole, real, flag, duration, list, map };

/// Why a value does not fit: what to write instead.
struct Complaint {
  std::string hint;
};

template <class T> struct Reader {
  Kind kind;
  std::function<std::variant<T, Complaint>(Node const&)> read;
};

struct Rule {
  Kind kind = Kind::text;
  /// Empty: the key is known and not supported yet.
  std::function<std::optional<Complaint>(Target const&, Node const&)> land;
};

/// The part of the target that a member belongs to.
template <class Part> Part& part(Target const& target)
{
  if constexpr (std::is_same_v<Part, Asked>)
    return target.asked;
  else if constexpr (std::is_same_v<Part, Mysql>)
    return target.config.mysql;
  else if constexpr (std::is_same_v<Part, Tls>)
    return target.config.mysql.tls;
  else if constexpr (std::is_same_v<Part, Pool>)
    return target.config.mysql.pool;
  else if constexpr (std::is_same_v<Part, Mongodb>)
    return target.config.mongodb;
  else if constexpr (std::is_same_v<Part, Sync>)
    return target.config.sync;
  else
    return *target.table;
}

/// Reads with `reader` into `member`, which a misfit leaves as it was.
template <class T, class Part, class Member> Rule into(Reader<T> reader, Member Part::*member)
{
  return {reader.kind,
          [read = std::move(reader.read), member](Target const& target,
                                                  Node const& node) -> std::optional<Complaint> {
            auto result = read(node);
            if (auto* complaint = std::get_if<Complaint>(&result)) return std::move(*complaint);
            part<Part>(target).*member = std::get<T>(std::move(result));
            return std::nullopt;
          }};
}

inline Rule not_yet() { return {}; }

Reader<std::string> text();
/// Text that is never shown.
Reader<Secret> secret();
/// A MongoDB URI, never shown either: it may hold a password.
Reader<Secret> uri();
/// A file's name; one that is not absolute starts at the directory of the file it was written in.
Reader<std::string> path();
/// The only character set there is.
Reader<std::string> charset();
/// A pipeline's or a collection's name, which becomes part of a name or an id in MongoDB: not
/// empty, and without any of `refused`.
Reader<std::string> name(std::string_view refused);
Reader<bool> flag();
Reader<double> percent_number();
/// "1%"
Reader<double> percent_text();
Reader<Duration> duration(Duration least, Duration most = Duration::max());
/// "auto", which is none, or a duration.
Reader<std::optional<Duration>> duration_or_auto();
Reader<std::vector<std::string>> list();
/// One text, or a list of at most `most`.
Reader<std::vector<std::string>> one_or_list(std::size_t most);
/// Text by text. Fields with dots, which nest, are not supported yet.
Reader<std::map<std::string, std::string>> fields();
/// Columns and the types that `field_types` names.
Reader<std::map<std::string, FieldType>> types();
/// Every type that `columns.type` takes, with its word there.
std::span<std::pair<std::string_view, FieldType> const> field_types() noexcept;
Reader<std::int64_t> whole_number(std::int64_t least, std::int64_t most);

template <class T> Reader<T> whole(T least, T most)
{
  auto reader = whole_number(static_cast<std::int64_t>(least), static_cast<std::int64_t>(most));
  return {reader.kind,
          [read = std::move(reader.read)](Node const& node) -> std::variant<T, Complaint> {
            auto const result = read(node);
            if (auto const* number = std::get_if<std::int64_t>(&result))
              return static_cast<T>(*number);
            return std::get<Complaint>(result);
          }};
}

/// `a | b | c`, as the message lists them.
std::string alternatives(std::vector<std::string> const& words);

/// One of some words. `later`: a word that is known and not supported yet.
template <class T>
Reader<T> choice(std::vector<std::pair<std::string, T>> choices, std::string_view later = {})
{
  return {Kind::text,
          [choices = std::move(choices), later](Node const& node) -> std::variant<T, Complaint> {
            auto const* word = node.as<std::string>();
            std::vector<std::string> words;
            for (auto const& [name, value] : choices) {
              if (word != nullptr && *word == name) return value;
              words.push_back(name);
            }
            auto const known = word != nullptr && !later.empty() && *word == later;
            return Complaint{(known ? "it is not supported yet; write " : "write ") +
                             alternatives(words)};
          }};
}

} // namespace mysync::config
