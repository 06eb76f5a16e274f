#pragma once
// A password in memory: it cannot be formatted, compared or logged by accident.

#include <string>
#include <utility>

namespace mysync {

class Secret {
public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  Secret(Secret const&) = default;
  Secret(Secret&&) noexcept = default;
  /// By swapping, so that the value before is wiped too.
  Secret& operator=(Secret other) noexcept
  {
    value_.swap(other.value_);
    return *this;
  }
  ~Secret();

  bool empty() const noexcept { return value_.empty(); }
  /// The one way out; for handing to a client library only.
  char const* reveal() const noexcept { return value_.c_str(); }

private:
  std::string value_;
};

/// `text` with the password of every `scheme://user:password@` in it, and of every `password=…`,
/// replaced by `***`. For messages that quote a URI or a server that quotes one.
std::string scrubbed(std::string text);

} // namespace mysync
