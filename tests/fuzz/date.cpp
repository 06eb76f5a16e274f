// Days, moments and texts of both to dates, in several zones, against the date library.
#include "convert/plan.hpp"
#include "fuzz/check.hpp"

#include <bson/bson.h>
#include <date/tz.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <optional>
#include <string>

namespace {

using namespace mysync;
using fuzz::check;
using std::chrono::milliseconds;

// Offsets of seconds, half hours, a negative and a half-hour daylight saving, a day that never was.
constexpr std::array zones{
    "UTC",           "Europe/Berlin", "America/New_York",  "Australia/Lord_Howe", "Pacific/Apia",
    "Europe/Dublin", "Asia/Kolkata",  "Africa/Casablanca", "America/St_Johns",    "+05:30"};

struct Input {
  std::uint8_t zone = 0;
  std::uint16_t year = 0;
  std::uint8_t month = 0, day = 0, hour = 0, minute = 0, second = 0;
  std::uint32_t microsecond = 0;
  std::string_view text;
};

template <class Number> Number take(std::string_view& octets)
{
  Number number = 0;
  auto const size = std::min(sizeof number, octets.size());
  std::memcpy(&number, octets.data(), size);
  octets.remove_prefix(size);
  return number;
}

Input input_from(std::string_view octets)
{
  Input in;
  in.zone = static_cast<std::uint8_t>(take<std::uint8_t>(octets) % zones.size());
  in.year = take<std::uint16_t>(octets) % 10'000;
  // Just beyond what there is, too.
  in.month = take<std::uint8_t>(octets) % 14;
  in.day = take<std::uint8_t>(octets) % 33;
  in.hour = take<std::uint8_t>(octets) % 24;
  in.minute = take<std::uint8_t>(octets) % 60;
  in.second = take<std::uint8_t>(octets) % 60;
  in.microsecond = take<std::uint32_t>(octets) % 1'000'000;
  in.text = octets;
  return in;
}

Column column(char const* name, ColumnType type, unsigned scale = 0)
{
  Column out;
  out.name = name;
  out.type = type;
  out.scale = scale;
  return out;
}

convert::Plan plan(char const* zone)
{
  Table table;
  table.name = "t";
  table.columns = {column("id", ColumnType::integer), column("day", ColumnType::date),
                   column("moment", ColumnType::date_time, 6), column("text", ColumnType::text)};
  convert::Mapping mapping;
  mapping.key = {"id"};
  mapping.types = {{"text", config::FieldType::date}};
  mapping.datetime_zone = zone;
  return {table, mapping};
}

std::optional<date::local_days> day_of(int year, unsigned month, unsigned day)
{
  date::year_month_day const date{date::year(year), date::month(month), date::day(day)};
  return date.ok() ? std::optional(date::local_days(date)) : std::nullopt;
}

/// The earlier of two instants; one that was skipped, moved forward by the gap.
std::optional<date::sys_time<milliseconds>> instant(char const* zone,
                                                    date::local_time<milliseconds> local)
{
  if (zone == std::string_view("+05:30"))
    return date::sys_time<milliseconds>(local.time_since_epoch() - std::chrono::minutes(330));
  auto const* const table = date::locate_zone(zone);
  // The library knows nothing of the rules after a zone's last listed transition; ours reads them.
  if (zone != zones[0] && local >= date::local_days(date::year(2037) / 1 / 1)) return std::nullopt;
  auto const offset = table->get_info(local).first.offset;
  return date::sys_time<milliseconds>(local.time_since_epoch() - offset);
}

/// A wall clock of the source as the parts of a text or a Time say it.
struct Wall {
  std::optional<date::local_days> day;
  milliseconds clock{};
};

void check_date(bson_iter_t const& have, Wall const& want, char const* zone)
{
  if (!want.day) return check(BSON_ITER_HOLDS_NULL(&have), "what is no day became one");
  auto const wanted = instant(zone, *want.day + want.clock);
  check(BSON_ITER_HOLDS_DATE_TIME(&have), "a day became something else");
  if (wanted)
    check(bson_iter_date_time(&have) == wanted->time_since_epoch().count(),
          "the date library has another instant");
}

/// Nothing when the text is none of our forms.
std::optional<std::pair<Wall, bool>> wall_of(std::string const& text)
{
  int year = 0, end = 0;
  unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0;
  auto const form = [](std::string_view part, std::string_view shape) {
    return part.size() == shape.size() && std::ranges::equal(part, shape, [](char have, char want) {
             return want == '0'   ? have >= '0' && have <= '9'
                    : want == 'T' ? have == 'T' || have == ' '
                                  : have == want;
           });
  };
  if (!form(text.substr(0, 10), "0000-00-00")) return std::nullopt;
  static_cast<void>(std::sscanf(text.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &end));
  auto const real = day_of(year, month, day);
  if (text.size() == 10) return std::pair(Wall{real, {}}, false);
  if (!form(text.substr(10, 9), "T00:00:00")) return std::nullopt;
  static_cast<void>(std::sscanf(text.c_str() + 11, "%2u:%2u:%2u", &hour, &minute, &second));
  if (text.size() > 19) {
    auto const digits = text.substr(19);
    constexpr std::string_view shape = ".000000";
    if (digits.size() < 2 || digits.size() > shape.size() ||
        !form(digits, shape.substr(0, digits.size())))
      return std::nullopt;
    fraction = static_cast<unsigned>(std::stoul((digits.substr(1) + "00").substr(0, 3)));
  }
  auto const clock = std::chrono::hours(hour) + std::chrono::minutes(minute) +
                     std::chrono::seconds(second) + milliseconds(fraction);
  bool const real_clock = hour < 24 && minute < 60 && second < 60;
  return std::pair(Wall{real_clock ? real : std::nullopt, clock}, true);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
  static auto plans = [] {
    std::vector<convert::Plan> all;
    for (auto const* zone : zones) all.push_back(plan(zone));
    return all;
  }();
  auto const in = input_from(fuzz::view(data, size));
  Time const time{in.year, in.month, in.day, in.hour, in.minute, in.second, in.microsecond};
  Time day = time;
  day.hour = day.minute = day.second = day.microsecond = 0;
  std::array<Cell, 4> row;
  row[0].kind = Cell::Kind::signed_integer;
  row[1].kind = row[2].kind = Cell::Kind::time;
  row[1].time = &day;
  row[2].time = &time;
  row[3].kind = Cell::Kind::bytes;
  row[3].bytes = in.text;
  auto const* const zone = zones.at(in.zone);
  auto const text = wall_of(std::string(in.text));
  Batch batch;
  plans[in.zone].encode(row, batch);
  check(batch.documents.size() == (text ? 1U : 0U), "only one of us takes the text");
  if (!text) return 0;
  bson_t owner;
  auto at = fuzz::first_field(owner, batch.bytes);
  auto const next = [&at]() -> bson_iter_t const& {
    check(bson_iter_next(&at), "a field is missing");
    return at;
  };
  auto const real = day_of(in.year, in.month, in.day);
  check_date(next(), {real, {}}, zones[0]);
  check_date(next(),
             {real, std::chrono::hours(in.hour) + std::chrono::minutes(in.minute) +
                        std::chrono::seconds(in.second) + milliseconds(in.microsecond / 1000)},
             zone);
  check_date(next(), text->first, text->second ? zone : zones[0]);
  return 0;
}
