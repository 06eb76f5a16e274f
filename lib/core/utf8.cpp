#include "core/utf8.hpp"

namespace mysync {
namespace {

bool within(unsigned char c, unsigned low, unsigned high) noexcept { return low <= c && c <= high; }

/// The characters of one length whose second octet has the same range.
struct Form {
  unsigned first_low, first_high, second_low, second_high;
  std::size_t size;
};

// The Unicode standard's table 3-7, "well-formed UTF-8 byte sequences"; every octet behind the
// second is 80..BF.
constexpr Form forms[] = {
    {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
    {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
    {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
};

bool fits(Form const& form, std::string_view bytes) noexcept
{
  if (bytes.size() < form.size) return false;
  if (!within(static_cast<unsigned char>(bytes[1]), form.second_low, form.second_high))
    return false;
  for (std::size_t i = 2; i < form.size; ++i)
    if (!within(static_cast<unsigned char>(bytes[i]), 0x80, 0xBF)) return false;
  return true;
}

} // namespace

std::size_t utf8_size(std::string_view bytes) noexcept
{
  if (bytes.empty()) return 0;
  auto const first = static_cast<unsigned char>(bytes[0]);
  if (first < 0x80) return 1;
  for (Form const& form : forms)
    if (within(first, form.first_low, form.first_high)) return fits(form, bytes) ? form.size : 0;
  return 0;
}

std::string_view cut_utf8(std::string_view text, std::size_t most) noexcept
{
  if (text.size() <= most) return text;
  while (most > 0 && within(static_cast<unsigned char>(text[most]), 0x80, 0xBF)) --most;
  return text.substr(0, most);
}

} // namespace mysync
