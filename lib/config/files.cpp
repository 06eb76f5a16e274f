#include "config/files.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace mysync::config {
namespace {

/// No configuration is this large; somebody named the wrong file, or a device that never ends.
constexpr std::size_t largest_file = 16U << 20U;

class Descriptor {
public:
  Descriptor(std::string const& path, int flags) : value_(::open(path.c_str(), flags | O_CLOEXEC))
  {}
  ~Descriptor()
  {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  int get() const noexcept { return value_; }

private:
  int value_;
};

Complaint system_complaint(std::string const& path, int error)
{
  return {fmt::format("cannot read {}: {}", path, std::strerror(error))};
}

std::variant<std::string, Complaint> read_all(Descriptor const& file, std::string const& path)
{
  std::string text;
  std::array<char, 65536> buffer{};
  for (;;) {
    auto const size = ::read(file.get(), buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return system_complaint(path, errno);
    if (size == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(size));
    if (text.size() > largest_file) return Complaint{fmt::format("{} is too large", path)};
  }
}

std::optional<Complaint> unsafe(std::string const& path, struct stat const& facts)
{
  if (!S_ISREG(facts.st_mode)) return Complaint{fmt::format("{} is not a regular file", path)};
  if (facts.st_uid != 0 && facts.st_uid != ::geteuid())
    return Complaint{
        fmt::format("{} belongs to another user; chown it to the one that runs mysync", path)};
  if ((facts.st_mode & S_IRWXO) != 0)
    return Complaint{fmt::format("others may read or write {}; run: chmod 600 {}", path, path)};
  return std::nullopt;
}

void drop_line_end(std::string& text)
{
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
}

} // namespace

std::variant<FileText, Complaint> read_file(std::string const& path)
{
  Descriptor const file(path, O_RDONLY);
  struct stat facts {};
  if (file.get() < 0 || ::fstat(file.get(), &facts) != 0) return system_complaint(path, errno);
  auto text = read_all(file, path);
  if (auto* complaint = std::get_if<Complaint>(&text)) return std::move(*complaint);
  auto const others = S_ISREG(facts.st_mode) ? facts.st_mode : 0;
  return FileText{std::get<std::string>(std::move(text)), (others & S_IROTH) != 0,
                  (others & S_IWOTH) != 0};
}

std::variant<Secret, Complaint> read_secret_file(std::string const& path)
{
  // Not blocking: opening a pipe that nobody writes to would wait for ever.
  Descriptor const file(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if (file.get() < 0 && errno == ELOOP)
    return Complaint{fmt::format("{} is a symbolic link; name the file it leads to", path)};
  struct stat facts {};
  if (file.get() < 0 || ::fstat(file.get(), &facts) != 0) return system_complaint(path, errno);
  if (auto complaint = unsafe(path, facts)) return *std::move(complaint);
  auto text = read_all(file, path);
  if (auto* complaint = std::get_if<Complaint>(&text)) return std::move(*complaint);
  auto& secret = std::get<std::string>(text);
  drop_line_end(secret);
  if (secret.empty()) return Complaint{fmt::format("{} is empty", path)};
  if (secret.find('\0') != secret.npos) return Complaint{fmt::format("{} holds a NUL", path)};
  return Secret(std::move(secret));
}

} // namespace mysync::config
