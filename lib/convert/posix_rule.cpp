#include "convert/posix_rule.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mysync::convert {

using std::chrono::seconds;

/// Takes its parts from the front of the line; `ok` stays false once one was not there.
class PosixRule::Parser {
public:
  explicit Parser(std::string_view line) : rest_(line) {}

  bool ok() const { return ok_; }
  bool done() const { return ok_ && rest_.empty(); }
  bool next_is(char character) const { return rest_.starts_with(character); }
  bool take(char character)
  {
    if (!next_is(character)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char character) { ok_ = take(character) && ok_; }

  /// `CET` or `<-03>`
  void name()
  {
    auto const quoted = take('<');
    auto const size = quoted ? rest_.find('>') : rest_.find_first_of("+-0123456789,");
    ok_ = ok_ && size != std::string_view::npos && size >= 3;
    rest_.remove_prefix(std::min(size, rest_.size()));
    if (quoted) expect('>');
  }

  unsigned number()
  {
    unsigned value = 0;
    std::size_t digits = 0;
    for (; !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9' && digits < 4; ++digits) {
      value = 10 * value + static_cast<unsigned>(rest_[0] - '0');
      rest_.remove_prefix(1);
    }
    ok_ = ok_ && digits != 0;
    return value;
  }

  /// `-1`, `5:30`, `26`
  seconds time()
  {
    auto const negative = take('-');
    if (!negative) take('+');
    auto value = std::chrono::hours(number()) + seconds(0);
    if (take(':')) value += std::chrono::minutes(number());
    if (take(':')) value += seconds(number());
    return negative ? -value : value;
  }

  Moment moment()
  {
    Moment moment;
    expect(',');
    if (take('M')) {
      moment.month = number();
      expect('.');
      moment.week = number();
      expect('.');
      moment.day = number();
      ok_ = ok_ && moment.month >= 1 && moment.month <= 12 && moment.week >= 1 &&
            moment.week <= 5 && moment.day <= 6;
    } else {
      moment.form = take('J') ? Moment::Form::julian : Moment::Form::day_of_year;
      moment.day = number();
      ok_ = ok_ && moment.day <= 365 && (moment.day > 0 || moment.form != Moment::Form::julian);
    }
    if (take('/')) moment.clock = time();
    return moment;
  }

private:
  std::string_view rest_;
  bool ok_ = true;
};

std::optional<PosixRule> PosixRule::parse(std::string_view line)
{
  PosixRule rule;
  Parser parser(line);
  parser.name();
  rule.standard_ = -parser.time(); // POSIX counts westward
  parser.name();
  rule.saving_ = rule.standard_ + std::chrono::hours(1);
  if (!parser.next_is(',')) rule.saving_ = -parser.time();
  rule.start_ = parser.moment();
  rule.end_ = parser.moment();
  if (!parser.done()) return std::nullopt;
  return rule;
}

date::sys_seconds PosixRule::Moment::in(date::year year) const
{
  if (form == Form::month_week_day) {
    auto const in_month = year / date::month(month);
    auto const weekday = date::weekday(day);
    return (week == 5 ? date::sys_days(in_month / weekday[date::last])
                      : date::sys_days(in_month / weekday[week])) +
           clock;
  }
  auto const new_year = date::sys_days(year / 1 / 1);
  if (form == Form::day_of_year) return new_year + date::days(day) + clock;
  // J60 is the first of March in every year.
  return new_year + date::days(day - (year.is_leap() && day >= 60 ? 0U : 1U)) + clock;
}

OffsetSpan PosixRule::at(date::sys_seconds time) const
{
  auto const year = date::year_month_day(date::floor<date::days>(time)).year();
  struct Transition {
    date::sys_seconds at;
    seconds offset;
  };
  std::array<Transition, 6> transitions;
  auto* out = transitions.data();
  for (auto const y : {year - date::years(1), year, year + date::years(1)}) {
    *out++ = {start_.in(y)-standard_, saving_};
    *out++ = {end_.in(y)-saving_, standard_};
  }
  std::ranges::stable_sort(transitions, {}, &Transition::at);
  auto const next = std::ranges::upper_bound(transitions, time, {}, &Transition::at);
  return {std::prev(next)->at, next->at, std::prev(next)->offset};
}

} // namespace mysync::convert
