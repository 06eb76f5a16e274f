// What text and octets are dates and UUIDs of, and the other way round.
#include "convert/override_encoders.hpp"

#include "convert/parts.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace mysync::convert {

namespace {

bool is_uuid_text(std::string_view text)
{
  constexpr std::array<std::size_t, 4> hyphens{8, 13, 18, 23};
  constexpr std::size_t size = 36;
  if (text.size() != size || std::ranges::count(text, '-') != 4) return false;
  return std::ranges::all_of(hyphens, [&](std::size_t at) { return text[at] == '-'; });
}

/// Takes numbers of a fixed width and what stands between them from the beginning of a text.
class TimeReader {
public:
  explicit TimeReader(std::string_view text) : rest_(text) {}

  bool number(std::size_t width, auto& value)
  {
    auto const part = rest_.substr(0, width);
    if (part.size() != width || part.find_first_not_of("0123456789") != std::string_view::npos)
      return false;
    std::from_chars(part.data(), part.data() + part.size(), value);
    rest_.remove_prefix(width);
    return true;
  }

  bool any_of(std::string_view characters)
  {
    if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool fraction(std::uint32_t& microsecond)
  {
    constexpr std::size_t most = 6;
    auto const width = rest_.size();
    if (width == 0 || width > most || !number(width, microsecond)) return false;
    for (auto i = width; i < most; ++i) microsecond *= 10;
    return true;
  }

  bool done() const { return rest_.empty(); }

private:
  std::string_view rest_;
};

enum class TimeForm { none, date, date_and_time };

TimeForm read_time(std::string_view text, Time& time)
{
  TimeReader reader(text);
  if (!reader.number(4, time.year) || !reader.any_of("-") || !reader.number(2, time.month) ||
      !reader.any_of("-") || !reader.number(2, time.day))
    return TimeForm::none;
  if (reader.done()) return TimeForm::date;
  if (!reader.any_of(" T") || !reader.number(2, time.hour) || !reader.any_of(":") ||
      !reader.number(2, time.minute) || !reader.any_of(":") || !reader.number(2, time.second))
    return TimeForm::none;
  if (reader.any_of(".") && !reader.fraction(time.microsecond)) return TimeForm::none;
  return reader.done() ? TimeForm::date_and_time : TimeForm::none;
}

// `with_clock`: what a text with a time of day is written by; a day alone has no zone.
Outcome write_date(Encoder const& self, Cell const& cell, bson::Writer& out,
                   Encoder::Function with_clock)
{
  Time time;
  auto const form = read_time(cell.bytes, time);
  if (form == TimeForm::none) return Outcome::malformed_date;
  if (!is_real(time)) return encode_unreal(self, cell.bytes, out);
  Cell parsed;
  parsed.kind = Cell::Kind::time;
  parsed.time = &time;
  return form == TimeForm::date ? encode_date(self, parsed, out) : with_clock(self, parsed, out);
}

} // namespace

Outcome date_from_text(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  return write_date(self, cell, out, encode_date);
}

Outcome zoned_from_text(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  return write_date(self, cell, out, encode_zoned);
}

Outcome uuid_from_text(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  return is_uuid_text(cell.bytes) ? encode_uuid(self, cell, out) : Outcome::malformed_uuid;
}

Outcome uuid_from_small_text(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  auto const capital = cell.bytes.find_first_of("ABCDEF") != std::string_view::npos;
  return capital ? Outcome::malformed_uuid : uuid_from_text(self, cell, out);
}

Outcome uuid_from_binary(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  constexpr std::size_t size = 16;
  if (cell.bytes.size() != size) return Outcome::malformed_uuid;
  out.binary(self.field, bson::Subtype::uuid, cell.bytes);
  return Outcome::written;
}

Outcome text_from_date(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  out.text(self.field, text_of(*self.column, *cell.time).view());
  return Outcome::written;
}

} // namespace mysync::convert
