#pragma once
// As much of MongoDB's wire protocol as a target needs that only says yes.

#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

namespace sink {

constexpr std::size_t header_size = 16;
constexpr std::int32_t op_msg = 2013;
constexpr std::uint8_t type_double = 1, type_string = 2, type_document = 3, type_array = 4,
                       type_int32 = 16, type_int64 = 18;

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

inline bool read_all(int fd, std::uint8_t* to, std::size_t size)
{
  while (size > 0) {
    auto const got = ::recv(fd, to, size, 0);
    if (got <= 0) return false;
    to += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

inline bool write_all(int fd, std::vector<std::uint8_t> const& from)
{
  for (std::size_t at = 0; at < from.size();) {
    auto const sent = ::send(fd, from.data() + at, from.size() - at, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    at += static_cast<std::size_t>(sent);
  }
  return true;
}

inline std::int32_t int_at(std::uint8_t const* at)
{
  std::int32_t value = 0;
  std::memcpy(&value, at, sizeof value);
  return value;
}

inline void add_int(std::vector<std::uint8_t>& out, std::int32_t value)
{
  auto const* const from = reinterpret_cast<std::uint8_t const*>(&value);
  out.insert(out.end(), from, from + sizeof value);
}

/// One whole message into `message`; false at the end of the stream.
inline bool read_message(int fd, std::vector<std::uint8_t>& message)
{
  message.resize(header_size);
  if (!read_all(fd, message.data(), header_size)) return false;
  auto const size = static_cast<std::size_t>(int_at(message.data()));
  if (size < header_size || size > 64U << 20U) return false;
  message.resize(size);
  return read_all(fd, message.data() + header_size, size - header_size);
}

/// The documents in a run of them that fills [at, end).
inline std::int32_t count_documents(std::uint8_t const* at, std::uint8_t const* end)
{
  std::int32_t count = 0;
  while (end - at > 4) {
    at += int_at(at);
    ++count;
  }
  return count;
}

/// The elements of an array value: as many as its last key says, which is cheap to find by walking.
inline std::int32_t count_elements(std::uint8_t const* array)
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

/// Whether reads of data collections are answered here too: there is something, and it is not
/// found.
enum class Reads : std::uint8_t { relayed, answered };

inline bool answered_here(std::string_view verb, Reads reads)
{
  if (verb == "find" || verb == "count") return reads == Reads::answered;
  return verb == "insert" || verb == "update" || verb == "delete";
}

/// What a command's body says: its verb when it is to be answered here, and the statements that
/// stand in the body itself.
inline std::optional<Command> data_command(std::uint8_t const* body, Reads reads)
{
  auto const* const name = reinterpret_cast<char const*>(body + 5);
  std::string_view const verb(name);
  if (body[4] != type_string || !answered_here(verb, reads)) return {};
  auto const* const value = body + 5 + verb.size() + 1;
  if (value[4] == '_') return {};
  Command command{verb, 0};
  auto const* const next = value + 4 + int_at(value);
  for (std::string_view const field : {"documents", "updates", "deletes"}) {
    auto const* const key = reinterpret_cast<char const*>(next + 1);
    if (*next == type_array && field == key)
      command.documents = count_elements(next + 1 + field.size() + 1);
  }
  // With a limit it is asked whether there is anything, else whether there are these.
  std::string_view const whole(reinterpret_cast<char const*>(body),
                               static_cast<std::size_t>(int_at(body)));
  if (verb == "find" && whole.find(std::string_view("limit\0", 6)) != whole.npos)
    command.documents = 1;
  return command;
}

/// The command in an OP_MSG, with the statements of all its sections.
inline std::optional<Command> command_in(std::vector<std::uint8_t> const& message, Reads reads)
{
  if (int_at(message.data() + 12) != op_msg) return {};
  std::optional<Command> command;
  std::int32_t in_sequences = 0;
  auto const* at = message.data() + header_size + 4;
  auto const* const end = message.data() + message.size();
  while (end - at > 5) {
    auto const* const section = at + 1;
    if (*at == 0) {
      command = data_command(section, reads);
    } else {
      auto const* const name = reinterpret_cast<char const*>(section + 4);
      in_sequences +=
          count_documents(section + 4 + std::strlen(name) + 1, section + int_at(section));
    }
    at = section + int_at(section);
  }
  if (command) command->documents += in_sequences;
  return command;
}

inline void put_size(std::vector<std::uint8_t>& body, std::size_t at)
{
  auto const size = static_cast<std::int32_t>(body.size() - at);
  std::memcpy(body.data() + at, &size, sizeof size);
}

inline void add_name(std::vector<std::uint8_t>& out, std::uint8_t type, char const* name)
{
  out.push_back(type);
  out.insert(out.end(), name, name + std::strlen(name) + 1);
}

inline void add_number(std::vector<std::uint8_t>& out, char const* name, std::int32_t value)
{
  add_name(out, type_int32, name);
  add_int(out, value);
}

/// cursor: {id: 0, ns: "…", firstBatch: [ {}, … ]}, at most one
inline void add_cursor(std::vector<std::uint8_t>& out, bool finds_one)
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
  auto const batch = out.size();
  add_int(out, 0); // size, set below
  if (finds_one) {
    add_name(out, type_document, "0");
    add_int(out, 5);
    out.push_back(0);
  }
  out.push_back(0);
  put_size(out, batch);
  out.push_back(0);
  put_size(out, cursor);
}

/// {n: N, nModified: N, ok: 1.0} or {cursor: …, ok: 1.0} in answer to `request`.
inline std::vector<std::uint8_t> acknowledgement(Command const& command, std::int32_t request)
{
  std::vector<std::uint8_t> body;
  add_int(body, 0); // size, set below
  if (command.verb == "find")
    add_cursor(body, command.documents > 0);
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

} // namespace sink
