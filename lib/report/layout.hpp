#pragma once
// Words and numbers in columns, the way every screen of the program has them: no boxes, two spaces
// between, nothing trailing.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mysync::report {

enum class Colour : std::uint8_t { off, on };
enum class Tone : std::uint8_t { failure, caution };

/// `text` in the tone's colour; as it is without colour or when empty. Colour only repeats what the
/// words say.
std::string painted(std::string_view text, Tone tone, Colour colour);

enum class Align : std::uint8_t { left, right };

/// The columns a text takes on a terminal: characters, colours not counted. (East Asian wide
/// characters count as one: names of tables rarely have them, and a table that is off by one is
/// still read.)
std::size_t display_width(std::string_view text) noexcept;

/// One line for each row, without its end. A column is as wide as its widest cell; `aligns` has an
/// entry for each column, rows may be shorter. A column of empty cells takes no room.
std::vector<std::string> columns(std::span<Align const> aligns,
                                 std::span<std::vector<std::string> const> rows,
                                 std::size_t indent = 0);

/// `1 table`, `2 tables`, `1,204 tables`.
std::string counted(std::uint64_t number, std::string_view one, std::string_view many);

/// The parts that are not empty, with `, ` between.
std::string listed(std::span<std::string const> parts);

} // namespace mysync::report
