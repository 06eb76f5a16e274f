#include "mysql/greeting.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <thread>

namespace mysync::mysql {

namespace {

// The protocol's "HandshakeV10": a header of 4 octets, the version 10, the server's version up to a
// NUL, 4 octets of connection id, 8 of salt and a filler; then the lower half of the capabilities,
// where this bit is TLS. In an error the version's place holds 255.
constexpr std::size_t header = 4;
constexpr std::uint8_t error_packet = 255;
constexpr std::uint8_t protocol_version = 10;
constexpr std::size_t before_capabilities = 4 + 8 + 1;
constexpr unsigned offers_tls = 0x0800;
// A greeting is some 100 octets; only the server's version is of any length.
constexpr std::size_t enough = 1024;

struct Watched {
  bool on = false, seen = false, refused = false;
};
thread_local Watched watched;

int wait(int socket, short what, int timeout_ms) noexcept
{
  pollfd ready{socket, what, 0};
  return ::poll(&ready, 1, timeout_ms);
}

/// Whether the peer will send no more.
bool is_ended(int socket) noexcept
{
  pollfd ready{socket, POLLRDHUP, 0};
  return ::poll(&ready, 1, 0) != 0;
}

bool is_connected(int socket) noexcept
{
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

/// By the size in its first three octets, the lowest first; what is longer than any greeting is
/// taken for whole.
bool is_whole(std::span<std::uint8_t const> packet) noexcept
{
  auto const octet = [&](std::size_t at) { return std::size_t{packet[at]}; };
  auto const size = octet(0) | octet(1) << 8U | octet(2) << 16U;
  return packet.size() >= std::min(header + size, enough);
}

/// Looks at what has arrived, without taking it, until it can be judged or the time is up; nothing
/// when the peer closed before.
std::optional<Greeting> await_whole(int socket, int timeout_ms) noexcept
{
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds between_looks{2}; // what has arrived keeps poll from waiting
  auto const end = Clock::now() + std::chrono::milliseconds(timeout_ms);
  std::array<std::uint8_t, enough> octets{};
  for (;;) {
    bool const ended = is_ended(socket);
    auto const size = ::recv(socket, octets.data(), octets.size(), MSG_PEEK | MSG_DONTWAIT);
    if (size <= 0) return std::nullopt;
    auto const greeting = greeting_of({octets.data(), static_cast<std::size_t>(size)});
    if (greeting != Greeting::incomplete) return greeting;
    if (ended) return std::nullopt;
    if (timeout_ms >= 0 && Clock::now() >= end) return greeting;
    std::this_thread::sleep_for(between_looks);
  }
}

} // namespace

Greeting greeting_of(std::span<std::uint8_t const> packet) noexcept
{
  if (packet.size() <= header) return Greeting::incomplete;
  if (packet[header] == error_packet) return Greeting::safe;
  if (packet[header] != protocol_version) return Greeting::clear;
  auto const end = std::find(packet.begin() + header + 1, packet.end(), std::uint8_t{0});
  auto const at = static_cast<std::size_t>(end - packet.begin()) + 1 + before_capabilities;
  if (at + 1 >= packet.size()) return is_whole(packet) ? Greeting::clear : Greeting::incomplete;
  unsigned const capabilities = packet[at] | static_cast<unsigned>(packet[at + 1]) << 8U;
  return (capabilities & offers_tls) != 0 ? Greeting::safe : Greeting::clear;
}

GreetingWatch::GreetingWatch() noexcept { watched = {.on = true}; }
GreetingWatch::~GreetingWatch() { watched = {}; }
bool GreetingWatch::refused() const noexcept { return watched.refused; }

int wait_for_greeting(int socket, bool to_read, int timeout_ms) noexcept
{
  auto const ready = wait(socket, to_read ? POLLIN : POLLOUT, timeout_ms);
  if (ready != 1 || !watched.on || watched.seen) return ready;
  if (!to_read && !is_connected(socket)) return ready; // the library finds out what is wrong
  if (auto const greeted = wait(socket, POLLIN, timeout_ms); greeted != 1) return greeted;
  auto const greeting = await_whole(socket, timeout_ms);
  if (!greeting) return ready; // closed: the same
  if (*greeting == Greeting::incomplete) return 0;
  if (*greeting == Greeting::clear) {
    watched.refused = true; // and the next address of the host is looked at as well
    return -1;
  }
  watched.seen = true;
  return ready;
}

} // namespace mysync::mysql
