#include "bson/writer.hpp"

#include <algorithm>
#include <bit>

namespace mysync::bson {

static_assert(std::endian::native == std::endian::little,
              "BSON is little endian, and so is store()");

Field::Field(std::string_view name) : size_(name.size() + 2)
{
  auto const in_head = std::min(name.size(), head_size - 1);
  std::copy_n(name.begin(), in_head, head_.begin() + 1);
  if (size_ <= head_size) return;
  rest_.assign(name.begin() + static_cast<std::ptrdiff_t>(in_head), name.end());
  rest_.push_back(0);
}

Writer::Writer(std::vector<std::uint8_t>& out, std::size_t room) : out_(out), start_(out.size())
{
  out_.resize(start_ + room);
  at_ = out_.data() + start_;
  end_ = out_.data() + out_.size();
}

Writer::~Writer()
{
  if (!finished_) out_.resize(start_); // never grows, so never throws
}

void Writer::finish()
{
  out_.resize(used());
  finished_ = true;
}

void Writer::grow(std::size_t octets)
{
  // The vector itself doubles its capacity; this only keeps small fields from asking one by one.
  constexpr std::size_t least = 256;
  constexpr std::size_t most = 1U << 20U;
  auto const at = used();
  out_.resize(at + octets + std::clamp(size(), least, most));
  at_ = out_.data() + at;
  end_ = out_.data() + out_.size();
}

} // namespace mysync::bson
