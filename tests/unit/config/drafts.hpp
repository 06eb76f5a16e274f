#pragma once
// Configurations for tests: from text, without touching the machine.

#include "config/load.hpp"
#include "config/parse.hpp"
#include "core/error.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace mysync::config {

inline Variables variables(std::map<std::string, std::string> const& values)
{
  Variables out;
  for (auto const& [name, value] : values) {
    Place place;
    place.variable = name;
    out[name] = {value, place};
  }
  return out;
}

/// Files a.toml, b.toml, … with these texts laid over each other.
inline Draft parsed(std::vector<std::string> const& texts,
                    std::map<std::string, std::string> const& environment = {})
{
  Draft draft;
  Place place;
  for (auto const& text : texts) {
    place.file = std::string(1, static_cast<char>('a' + place.rank)) + ".toml";
    ++place.rank;
    parse(draft, text, place, variables(environment));
  }
  return draft;
}

/// A folder of its own, gone at the end.
class Folder {
public:
  Folder()
  {
    auto pattern = (std::filesystem::temp_directory_path() / "mysync-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~Folder()
  {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;

  std::string path(std::string const& name) const { return (path_ / name).string(); }

  /// Writes a file and returns its path.
  std::string write(std::string const& name, std::string const& text, mode_t mode = 0600) const
  {
    auto const file = path(name);
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    std::ofstream(file, std::ios::binary) << text;
    ::chmod(file.c_str(), mode);
    return file;
  }

private:
  std::filesystem::path path_;
};

/// What `load` says is wrong; empty when nothing is.
inline std::string load_error(LoadRequest const& request)
{
  try {
    static_cast<void>(load(request));
    return {};
  } catch (Error const& error) {
    return error.fault() == Fault::config ? error.what() : "another fault";
  }
}

} // namespace mysync::config
