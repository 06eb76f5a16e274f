#pragma once
// Small questions about text that several modules ask.

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mysync {

/// True when `bytes` are well-formed UTF-8 (no overlong forms, no surrogates). Fast on ASCII.
bool is_utf8(std::string_view bytes) noexcept;

/// Shell-like: `*` any run, `?` any one character; no escapes.
bool matches_glob(std::string_view pattern, std::string_view text) noexcept;

/// The candidate nearest to `word` by edit distance, when near enough to be a typing slip.
std::optional<std::string> closest(std::string_view word, std::span<std::string const> candidates);

/// The one of `names` that `name` means: itself, else the only one that differs in letter case
/// alone (environment variables and some servers know one case only).
std::optional<std::string> meant(std::string_view name, std::span<std::string const> names);

/// `text` with control characters as `\n`, `\x1b`…, so that a line stays a line and a terminal
/// unharmed.
std::string escaped(std::string_view text);

/// 1204332 → "1,204,332".
std::string grouped(std::uint64_t number);

/// `500ms`, `30s`, `10m`, `1h`, `1d`, `1h30m`; nothing else, and not negative.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept;
/// The shortest of the same forms: 90 s → `1m30s`.
std::string duration_text(std::chrono::milliseconds duration);

/// `2026-11-22T10:14:31.204Z`, milliseconds only when there are any.
std::string iso8601(std::chrono::system_clock::time_point time);

} // namespace mysync
