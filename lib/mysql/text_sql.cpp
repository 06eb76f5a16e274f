#include "mysql/text_sql.hpp"

#include "mysql/sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace mysync::mysql {

namespace {

enum class Conversion {
  none,    ///< utf8mb4 is sent as it is, latin1 has a character for every octet, or it is no text
  itself,  ///< utf8mb3: its octets are UTF-8, and sent by the server's conversion only if they are
           ///< sound
  unicode, ///< other forms of Unicode: the way there and back leads to the same octets, or it was
           ///< lost
  marked,  ///< all others
};

Conversion conversion(Column const& column) noexcept
{
  auto const is = [&column](auto const& names) {
    return std::ranges::find(names, column.charset) != names.end();
  };
  constexpr std::array<std::string_view, 4> sound{"", "utf8mb4", "latin1", "binary"};
  constexpr std::array<std::string_view, 2> utf8{"utf8mb3", "utf8"};
  constexpr std::array<std::string_view, 5> wide{"ucs2", "utf16", "utf16le", "utf32", "gb18030"};
  if (is(sound)) return Conversion::none;
  bool const unicode = is(utf8) || is(wide);
  // The members are the server's own, which it checked.
  if (column.type == ColumnType::enumeration || column.type == ColumnType::set)
    return unicode ? Conversion::none : Conversion::marked;
  if (!unicode) return Conversion::marked;
  return is(utf8) ? Conversion::itself : Conversion::unicode;
}

std::string octets_of(std::string_view sql) { return fmt::format("CAST({} AS BINARY)", sql); }
std::string utf8_of(std::string_view sql) { return fmt::format("CONVERT({} USING utf8mb4)", sql); }

// Of what is lost the column's own octets, and one behind them that is in no UTF-8.
std::string there_and_back(Column const& column, std::string const& name)
{
  auto const text = utf8_of(name);
  auto const back = octets_of(fmt::format("CONVERT({} USING {})", text, column.charset));
  return fmt::format("IF({} = {}, {}, CONCAT({}, X'FF'))", back, octets_of(name), octets_of(text),
                     octets_of(name));
}

// What has no Unicode character becomes `?`. There are then more `?` in the text than octets 0x3F
// in the column (no character set uses that octet in any other character), and U+FFFD at the end
// says so to the encoders, which refuse it.
std::string marked_if_lossy(std::string const& name)
{
  return fmt::format("IF(CHAR_LENGTH({0}) - CHAR_LENGTH(REPLACE({0}, '?', '')) = "
                     "LENGTH({1}) - LENGTH(REPLACE({1}, _binary '?', _binary '')), "
                     "{0}, CONCAT({0}, _utf8mb4 X'EFBFBD'))",
                     utf8_of(name), octets_of(name));
}

} // namespace

// A VECTOR, and whatever a later server brings, as the octets it is: libmariadb 3.3 refuses a
// statement with a type that it does not know (242).
std::string selected(Column const& column)
{
  auto const name = quoted(column.name);
  if (column.type == ColumnType::vector || column.type == ColumnType::unknown)
    return octets_of(name);
  switch (conversion(column)) {
  case Conversion::none: return name;
  // Not CAST: MariaDB 10.11 sends its octets as if they were still text, `?` for what is none.
  case Conversion::itself: return fmt::format("CONVERT({} USING binary)", name);
  case Conversion::unicode: return there_and_back(column, name);
  case Conversion::marked: return marked_if_lossy(name);
  }
  return name;
}

bool arrives_as_octets(Column const& column) noexcept
{
  auto const how = conversion(column);
  return how == Conversion::itself || how == Conversion::unicode;
}

} // namespace mysync::mysql
