// A target that is never the limit: it acknowledges insert, update and delete on data collections
// and forgets them; everything else (handshake, reads, collections whose names begin with `_`) it
// relays to a real server. With `replaces` it also says that every data collection holds something,
// and finds nothing in it: then all that comes is compared first and replaced. Prints "documents N
// bytes N" when it is told to end; its first line of output is the port it listens on.
//   write_sink UPSTREAM_PORT [replaces]
//
// One thread and one upstream connection for each client connection, since MongoDB's protocol
// answers in order on every connection.

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

constexpr std::size_t header_size = 16;
constexpr std::int32_t op_msg = 2013;
constexpr std::uint8_t type_double = 1, type_string = 2, type_document = 3, type_array = 4,
                       type_int32 = 16, type_int64 = 18;

std::atomic<std::uint64_t> documents{0}, bytes{0};
bool answers_reads = false;

/// A socket that closes itself.
class Socket {
public:
  explicit Socket(int fd) : fd_(fd) {}
  ~Socket()
  {
    if (fd_ >= 0) ::close(fd_);
  }
  Socket(Socket&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Socket& operator=(Socket&&) = delete;
  int get() const noexcept { return fd_; }

private:
  int fd_;
};

bool read_all(int fd, std::uint8_t* to, std::size_t size)
{
  while (size > 0) {
    auto const got = ::recv(fd, to, size, 0);
    if (got <= 0) return false;
    to += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

bool write_all(int fd, std::vector<std::uint8_t> const& from)
{
  for (std::size_t at = 0; at < from.size();) {
    auto const sent = ::send(fd, from.data() + at, from.size() - at, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    at += static_cast<std::size_t>(sent);
  }
  return true;
}

std::int32_t int_at(std::uint8_t const* at)
{
  std::int32_t value = 0;
  std::memcpy(&value, at, sizeof value);
  return value;
}

void add_int(std::vector<std::uint8_t>& out, std::int32_t value)
{
  auto const* const from = reinterpret_cast<std::uint8_t const*>(&value);
  out.insert(out.end(), from, from + sizeof value);
}

/// One whole message into `message`; false at the end of the stream.
bool read_message(int fd, std::vector<std::uint8_t>& message)
{
  message.resize(header_size);
  if (!read_all(fd, message.data(), header_size)) return false;
  auto const size = static_cast<std::size_t>(int_at(message.data()));
  if (size < header_size || size > 64U << 20U) return false;
  message.resize(size);
  return read_all(fd, message.data() + header_size, size - header_size);
}

/// The documents in a run of them that fills [at, end).
std::int32_t count_documents(std::uint8_t const* at, std::uint8_t const* end)
{
  std::int32_t count = 0;
  while (end - at > 4) {
    at += int_at(at);
    ++count;
  }
  return count;
}

/// The elements of an array value: as many as its last key says, which is cheap to find by walking.
std::int32_t count_elements(std::uint8_t const* array)
{
  auto const* at = array + 4;
  std::int32_t count = 0;
  while (*at == 3) { // each statement is a document
    at += 1;
    at += std::strlen(reinterpret_cast<char const*>(at)) + 1;
    at += int_at(at);
    ++count;
  }
  return count;
}

struct Command {
  std::string_view verb;
  std::int32_t documents = 0;
};

bool answered_here(std::string_view verb)
{
  bool const reads = verb == "find" || verb == "count";
  return verb == "insert" || verb == "update" || verb == "delete" || (answers_reads && reads);
}

/// What a command's body says: its verb when it is to be answered here, and the statements that
/// stand in the body itself.
std::optional<Command> data_command(std::uint8_t const* body)
{
  auto const* const name = reinterpret_cast<char const*>(body + 5);
  std::string_view const verb(name);
  if (body[4] != type_string || !answered_here(verb)) return {};
  auto const* const value = body + 5 + verb.size() + 1;
  if (value[4] == '_') return {};
  Command write{verb, 0};
  auto const* const next = value + 4 + int_at(value);
  for (std::string_view const field : {"documents", "updates", "deletes"}) {
    auto const* const key = reinterpret_cast<char const*>(next + 1);
    if (*next == type_array && field == key)
      write.documents = count_elements(next + 1 + field.size() + 1);
  }
  return write;
}

/// The command in an OP_MSG, with the statements of all its sections.
std::optional<Command> command_in(std::vector<std::uint8_t> const& message)
{
  if (int_at(message.data() + 12) != op_msg) return {};
  std::optional<Command> write;
  std::int32_t in_sequences = 0;
  auto const* at = message.data() + header_size + 4;
  auto const* const end = message.data() + message.size();
  while (end - at > 5) {
    auto const* const section = at + 1;
    if (*at == 0) {
      write = data_command(section);
    } else {
      auto const* const name = reinterpret_cast<char const*>(section + 4);
      in_sequences +=
          count_documents(section + 4 + std::strlen(name) + 1, section + int_at(section));
    }
    at = section + int_at(section);
  }
  if (write) write->documents += in_sequences;
  return write;
}

void put_size(std::vector<std::uint8_t>& body, std::size_t at)
{
  auto const size = static_cast<std::int32_t>(body.size() - at);
  std::memcpy(body.data() + at, &size, sizeof size);
}

void add_name(std::vector<std::uint8_t>& out, std::uint8_t type, char const* name)
{
  out.push_back(type);
  out.insert(out.end(), name, name + std::strlen(name) + 1);
}

void add_number(std::vector<std::uint8_t>& out, char const* name, std::int32_t value)
{
  add_name(out, type_int32, name);
  add_int(out, value);
}

/// cursor: {id: 0, ns: "…", firstBatch: []}
void add_empty_cursor(std::vector<std::uint8_t>& out)
{
  add_name(out, type_document, "cursor");
  auto const cursor = out.size();
  add_int(out, 0); // size, set below
  add_name(out, type_int64, "id");
  out.insert(out.end(), sizeof(std::int64_t), 0);
  add_name(out, type_string, "ns");
  char const name[] = "sink.sink";
  add_int(out, sizeof name);
  out.insert(out.end(), name, name + sizeof name);
  add_name(out, type_array, "firstBatch");
  add_int(out, 5);
  out.push_back(0);
  out.push_back(0);
  put_size(out, cursor);
}

/// {n: N, nModified: N, ok: 1.0} or {cursor: …, ok: 1.0} in answer to `request`.
std::vector<std::uint8_t> acknowledgement(Command const& command, std::int32_t request)
{
  std::vector<std::uint8_t> body;
  add_int(body, 0); // size, set below
  if (command.verb == "find")
    add_empty_cursor(body);
  else
    add_number(body, "n", command.verb == "count" ? 1 : command.documents);
  if (command.verb == "update") add_number(body, "nModified", command.documents);
  add_name(body, type_double, "ok");
  double const one = 1;
  auto const* const octets = reinterpret_cast<std::uint8_t const*>(&one);
  body.insert(body.end(), octets, octets + sizeof one);
  body.push_back(0);
  put_size(body, 0);

  std::vector<std::uint8_t> reply;
  add_int(reply, static_cast<std::int32_t>(header_size + 5 + body.size()));
  add_int(reply, 1);
  add_int(reply, request);
  add_int(reply, op_msg);
  add_int(reply, 0);
  reply.push_back(0);
  reply.insert(reply.end(), body.begin(), body.end());
  return reply;
}

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
    if (auto const command = command_in(message)) {
      documents += static_cast<std::uint64_t>(command->documents);
      bytes += message.size();
      if (!write_all(client.get(), acknowledgement(*command, int_at(message.data() + 4)))) return;
    } else if (!write_all(upstream.get(), message) || !read_message(upstream.get(), message) ||
               !write_all(client.get(), message)) {
      return;
    }
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
  answers_reads = argc == 3 && std::strcmp(argv[2], "replaces") == 0;
  if (argc != 2 && !answers_reads) {
    std::fputs("usage: write_sink UPSTREAM_PORT [replaces]\n", stderr);
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
