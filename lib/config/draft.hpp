#pragma once
// A configuration while it is being put together: layers laid over each other, the place of every
// value, and what is wrong so far.

#include "config/keys.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace mysync::config {

/// The environment: what `${…}` and the variables of the key table are looked up in.
struct VariableValue {
  std::string value;
  Place place;
};
using Variables = std::map<std::string, VariableValue, std::less<>>;

struct Draft {
  Config config;
  Asked asked;
  Problems problems;
  /// By `place_key`: where the value that holds was written.
  std::map<std::string, Place> places;
  /// Files that hold a password in clear.
  std::set<std::string> holding_passwords;
};

/// Lands the value of `key` in the draft, with its place, or adds what is wrong with it.
/// `table`: an index into the configuration's tables, for the keys of [[table]].
void land(Draft& draft, Key const& key, Node const& node, std::optional<std::size_t> table = {});

/// The place of a value; one without a place when nobody wrote it.
Place place_of(Draft const& draft, Section section, std::string_view key,
               std::string_view table = {});

/// Settles what can be said in two ways: the later source wins (`socket` over an earlier `host`);
/// two ways in one source are a problem.
void settle(Draft& draft);

/// True when `text` is a password in clear, or a URI with one: not only `${…}`.
bool holds_password(Key const& key, std::string_view text);

} // namespace mysync::config
