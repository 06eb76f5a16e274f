#pragma once
// Owners of C objects. Each library's adapter names its aliases in its own handle.hpp.

#include <memory>

namespace mysync {

template <auto destroy> struct Destroy {
  template <class T> void operator()(T* p) const noexcept { static_cast<void>(destroy(p)); }
};

/// One word wide; frees with `destroy`, typed access and nothing else.
template <class T, auto destroy> using Handle = std::unique_ptr<T, Destroy<destroy>>;

} // namespace mysync
