#pragma once
// More octets than memory should hold, in parts that are read again one by one.

#include "core/handle.hpp"

#include <cstdint>
#include <cstdio>
#include <functional>
#include <span>
#include <vector>

namespace mysync::sync {

/// Strings of octets, each in one of a number of parts. A part's last few kilobytes stay in memory,
/// what was before them goes to a temporary file in $TMPDIR (else /tmp) that has no name, belongs
/// to this process alone and vanishes with it; few strings never touch the disk. Used by one
/// thread.
class Spill {
public:
  explicit Spill(std::size_t parts) : parts_(parts) {}

  /// Throws Error (Fault::config) when the temporary file cannot be made or written.
  void add(std::size_t part, std::span<std::uint8_t const> octets);
  /// Calls `each` with the strings of one part in the order they were added; they are lent until
  /// it returns.
  void for_each(std::size_t part,
                std::function<void(std::span<std::uint8_t const>)> const& each) const;
  std::uint64_t size() const noexcept { return size_; }

private:
  struct Block {
    std::uint64_t offset = 0;
    std::size_t size = 0;
  };
  struct Part {
    std::vector<Block> blocks;
    std::vector<std::uint8_t> tail;
  };
  void write(Part& part);
  void read(Block const& block, std::vector<std::uint8_t>& into) const;

  std::vector<Part> parts_;
  std::uint64_t size_ = 0;
  std::uint64_t file_size_ = 0;
  Handle<std::FILE, &std::fclose> file_;
};

} // namespace mysync::sync
