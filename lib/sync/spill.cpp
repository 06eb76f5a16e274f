#include "sync/spill.hpp"

#include "core/error.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace mysync::sync {

namespace {

using Octets = std::vector<std::uint8_t>;
using File = Handle<std::FILE, &std::fclose>;

/// Large enough that the disk is asked seldom, small enough that some hundred parts cost little.
constexpr std::size_t block_bytes = 8U << 10U;

std::string directory()
{
  char const* const named = std::getenv("TMPDIR");
  return named != nullptr && *named != '\0' ? named : "/tmp";
}

Error trouble(char const* doing)
{
  return failure(Fault::config, "{} a temporary file in {}: {}; name another place: TMPDIR", doing,
                 directory(), std::strerror(errno));
}

File nameless_file()
{
  auto path = directory() + "/mysync-XXXXXX";
  int const descriptor = ::mkostemp(path.data(), O_CLOEXEC);
  if (descriptor < 0) throw trouble("making");
  static_cast<void>(::unlink(path.c_str()));
  File file(::fdopen(descriptor, "w+"));
  if (file) return file;
  auto const error = trouble("opening");
  static_cast<void>(::close(descriptor));
  throw error;
}

void each_string(Octets const& block,
                 std::function<void(std::span<std::uint8_t const>)> const& each)
{
  for (std::size_t at = 0; at < block.size();) {
    std::uint32_t size = 0;
    std::memcpy(&size, block.data() + at, sizeof size);
    at += sizeof size;
    each({block.data() + at, size});
    at += size;
  }
}

} // namespace

void Spill::add(std::size_t part, std::span<std::uint8_t const> octets)
{
  auto& tail = parts_[part].tail;
  auto const size = static_cast<std::uint32_t>(octets.size());
  auto const* const prefix = reinterpret_cast<std::uint8_t const*>(&size);
  tail.insert(tail.end(), prefix, prefix + sizeof size);
  tail.insert(tail.end(), octets.begin(), octets.end());
  ++size_;
  if (tail.size() >= block_bytes) write(parts_[part]);
}

void Spill::write(Part& part)
{
  if (!file_) file_ = nameless_file();
  std::size_t done = 0;
  while (done < part.tail.size()) {
    auto const count = ::pwrite(fileno(file_.get()), part.tail.data() + done,
                                part.tail.size() - done, static_cast<off_t>(file_size_ + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) throw trouble("writing");
    done += static_cast<std::size_t>(count);
  }
  part.blocks.push_back({file_size_, part.tail.size()});
  file_size_ += part.tail.size();
  part.tail.clear();
}

void Spill::read(Block const& block, Octets& into) const
{
  into.resize(block.size);
  std::size_t done = 0;
  while (done < block.size) {
    auto const count = ::pread(fileno(file_.get()), into.data() + done, block.size - done,
                               static_cast<off_t>(block.offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) throw trouble("reading");
    done += static_cast<std::size_t>(count);
  }
}

void Spill::for_each(std::size_t part,
                     std::function<void(std::span<std::uint8_t const>)> const& each) const
{
  Octets octets;
  for (auto const& block : parts_[part].blocks) {
    read(block, octets);
    each_string(octets, each);
  }
  each_string(parts_[part].tail, each);
}

} // namespace mysync::sync
