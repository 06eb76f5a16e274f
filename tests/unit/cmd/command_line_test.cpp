#include "unit/cmd/command_line.hpp"

#include "cmd/app.hpp"
#include "core/handle.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <cstdlib>

#include <unistd.h>

namespace mysync::cmd {
namespace {

using File = Handle<std::FILE, &std::fclose>;

std::string content(std::FILE* file)
{
  std::string text;
  std::rewind(file);
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
  return text;
}

void forget_configuration()
{
  std::vector<std::string> names;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    std::string const name(*variable, std::string_view(*variable).find('='));
    for (auto const* const prefix : {"MYSQL_", "MONGODB_", "SYNC_"})
      if (name.starts_with(prefix)) names.push_back(name);
  }
  for (auto const& name : names) ::unsetenv(name.c_str());
  // No configuration of whoever runs the tests.
  ::setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
}

} // namespace

Ran ran_with(std::vector<std::pair<std::string, std::string>> const& environment,
             std::vector<std::string> arguments)
{
  forget_configuration();
  for (auto const& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
  arguments.insert(arguments.begin(), "mysync");
  std::vector<char*> argv;
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  File const out(std::tmpfile()), err(std::tmpfile());
  REQUIRE((out && err));
  auto const status =
      run_app(static_cast<int>(arguments.size()), argv.data(), out.get(), err.get());
  return {status, content(out.get()), content(err.get())};
}

Ran ran(std::vector<std::string> arguments) { return ran_with({}, std::move(arguments)); }

std::vector<std::pair<std::string, std::string>> nowhere()
{
  return {{"MYSQL_HOST", "127.0.0.1"},
          {"MYSQL_PORT", "1"},
          {"MYSQL_USER", "nobody"},
          {"MYSQL_PASSWORD", "canary7"},
          {"MYSQL_DATABASE", "shop"},
          {"SYNC_MAX_RETRIES", "0"},
          {"MONGODB_URI", "mongodb://nobody:canary8@127.0.0.1:1/?serverSelectionTimeoutMS=100"}};
}

} // namespace mysync::cmd
