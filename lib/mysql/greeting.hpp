#pragma once
// The first words of a server, looked at before ours: a client library may notice that there is no
// TLS only after it has sent the account in clear, which whoever stands in between can bring about.

#include <cstdint>
#include <span>

namespace mysync::mysql {

/// `safe`: it offers TLS, or is an error, after which nothing is sent. `incomplete`: more has to
/// arrive before it can be judged.
enum class Greeting { safe, clear, incomplete };
Greeting greeting_of(std::span<std::uint8_t const> packet) noexcept;

/// Looks at the greetings of the servers that this thread connects to, while it lives.
class GreetingWatch {
public:
  GreetingWatch() noexcept;
  ~GreetingWatch();
  GreetingWatch(GreetingWatch const&) = delete;
  GreetingWatch& operator=(GreetingWatch const&) = delete;

  /// Whether one offered no TLS, and was left before anything was sent.
  bool refused() const noexcept;
};

/// Waits in the place of the client library: 1 when the socket is ready, 0 after so many
/// milliseconds, -1 to give up. The first time it also waits for the greeting, and looks at it. On
/// a network every connection is waited for; one to this machine, where nobody stands in between,
/// may stand and be greeted at once.
int wait_for_greeting(int socket, bool to_read, int timeout_ms) noexcept;

} // namespace mysync::mysql
