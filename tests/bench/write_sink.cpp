// A target that is never the limit: it acknowledges insert, update and delete on data collections
// and forgets them; everything else (handshake, reads, collections whose names begin with `_`) it
// relays to a real server. With `replaces` it also says that every data collection holds something,
// and finds nothing in it: then all that comes is compared first and replaced. With `delay` every
// answer comes that long after its question, as from a target far away. Prints "documents N bytes
// N" when it is told to end; its first line of output is the port it listens on.
//   write_sink UPSTREAM_PORT [replaces] [delay=MILLISECONDS]
//
// One thread and one upstream connection for each client connection, since MongoDB's protocol
// answers in order on every connection.

#include "wire.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace {

using namespace sink;

std::atomic<std::uint64_t> documents{0}, bytes{0};
Reads reads = Reads::relayed;
std::chrono::milliseconds delay{0};

sockaddr_in loopback(std::uint16_t port)
{
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void at_once(int fd)
{
  int const on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void serve(Socket client, std::uint16_t upstream_port)
{
  Socket const upstream(::socket(AF_INET, SOCK_STREAM, 0));
  auto const address = loopback(upstream_port);
  if (::connect(upstream.get(), reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0)
    return;
  at_once(client.get());
  at_once(upstream.get());
  std::vector<std::uint8_t> message;
  while (read_message(client.get(), message)) {
    auto const due = std::chrono::steady_clock::now() + delay;
    if (auto const command = command_in(message, reads)) {
      if (command->verb != "find") documents += static_cast<std::uint64_t>(command->documents);
      bytes += message.size();
      message = acknowledgement(*command, int_at(message.data() + 4));
    } else if (!write_all(upstream.get(), message) || !read_message(upstream.get(), message)) {
      return;
    }
    std::this_thread::sleep_until(due);
    if (!write_all(client.get(), message)) return;
  }
}

void report(int)
{
  char line[80];
  auto const size = std::snprintf(line, sizeof line, "documents %llu bytes %llu\n",
                                  static_cast<unsigned long long>(documents.load()),
                                  static_cast<unsigned long long>(bytes.load()));
  if (size > 0 && ::write(STDOUT_FILENO, line, static_cast<std::size_t>(size)) < 0) ::_exit(1);
  ::_exit(0);
}

} // namespace

int main(int argc, char** argv)
{
  for (int i = 2; i < argc; ++i) {
    std::string_view const option(argv[i]);
    if (option == "replaces") reads = Reads::answered;
    if (option.starts_with("delay=")) delay = std::chrono::milliseconds(std::atoi(argv[i] + 6));
  }
  if (argc < 2) {
    std::fputs("usage: write_sink UPSTREAM_PORT [replaces] [delay=MILLISECONDS]\n", stderr);
    return 2;
  }
  auto const upstream = static_cast<std::uint16_t>(std::atoi(argv[1]));
  Socket const listener(::socket(AF_INET, SOCK_STREAM, 0));
  auto address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listener.get(), reinterpret_cast<sockaddr const*>(&address), size) != 0 ||
      ::listen(listener.get(), 64) != 0 ||
      ::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::perror("write_sink");
    return 1;
  }
  std::printf("%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  std::signal(SIGTERM, report);
  for (;;) {
    Socket client(::accept(listener.get(), nullptr, nullptr));
    if (client.get() >= 0) std::thread(serve, std::move(client), upstream).detach();
  }
}
