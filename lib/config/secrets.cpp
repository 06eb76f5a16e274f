#include "config/secrets.hpp"

#include "config/command.hpp"
#include "config/files.hpp"
#include "core/text.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace mysync::config {
namespace {

/// Long enough for an agent that must be woken, short enough for cron's next tick.
constexpr std::chrono::seconds command_limit(30);

void take(Draft& draft, std::string_view key, std::variant<Secret, Complaint> result,
          std::string source)
{
  if (auto const* complaint = std::get_if<Complaint>(&result)) {
    draft.problems.add(place_of(draft, Section::mysql, key),
                       fmt::format("{}: {}", key, complaint->hint));
    return;
  }
  draft.config.mysql.password = std::get<Secret>(std::move(result));
  draft.config.mysql.password_source = std::move(source);
}

} // namespace

void read_password(Draft& draft, std::string const& credentials_directory)
{
  auto const& asked = draft.asked;
  if (auto const place = place_of(draft, Section::mysql, "password"); place.rank != 0) {
    if (asked.password_file.empty() && asked.password_command.empty()) {
      take(draft, "password", asked.password, place.text());
      return;
    }
  }
  if (!asked.password_file.empty()) {
    take(draft, "password_file", read_secret_file(asked.password_file), asked.password_file);
  } else if (!asked.password_command.empty()) {
    if (draft.problems.empty())
      take(draft, "password_command", first_line_of(asked.password_command, command_limit),
           fmt::format("the command '{}'", escaped(asked.password_command.front())));
  } else if (!credentials_directory.empty()) {
    auto const path = (std::filesystem::path(credentials_directory) / "mysql_password").string();
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored))
      take(draft, "systemd credential", read_secret_file(path), path);
  }
}

void warn_about_readers(Draft& draft, std::set<std::string> const& readable_by_others)
{
  for (auto const& file : draft.holding_passwords)
    if (readable_by_others.contains(file))
      draft.config.warnings.push_back(
          fmt::format("{0} holds a password and others can read it; run: chmod 600 {0}", file));
}

} // namespace mysync::config
