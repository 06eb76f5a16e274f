#include "config/load.hpp"

#include "config/environment.hpp"
#include "config/files.hpp"
#include "config/parse.hpp"
#include "config/secrets.hpp"
#include "config/validate.hpp"
#include "core/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <unistd.h>

namespace mysync::config {
namespace {

std::string variable(LoadRequest const& request, std::string const& name)
{
  auto const found = request.environment.find(name);
  return found == request.environment.end() ? std::string() : found->second;
}

std::vector<std::string> default_files(LoadRequest const& request)
{
  auto const home = variable(request, "HOME");
  auto config_home = variable(request, "XDG_CONFIG_HOME");
  if (config_home.empty() && !home.empty()) config_home = home + "/.config";
  std::vector<std::string> files{request.here};
  if (!config_home.empty()) files.push_back(config_home + "/mysync/sync.toml");
  files.push_back(request.system_wide);
  return files;
}

/// The files to read: those given, else the first that exists.
std::vector<std::string> files_to_read(LoadRequest const& request)
{
  if (!request.files.empty()) return request.files;
  for (auto const& file : default_files(request)) {
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) return {file};
  }
  return {};
}

/// What is being loaded, and whose rights were too wide.
struct Loading {
  Draft draft;
  std::set<std::string> readable_by_others;
};

/// The text of a file, or a problem and nothing. A file that others can write is theirs, not ours:
/// it names servers, SQL and programs that are trusted like our own words.
std::optional<std::string> text_of(Loading& loading, Place const& file)
{
  auto result = read_file(file.file);
  if (auto const* complaint = std::get_if<Complaint>(&result)) {
    Place place;
    place.rank = file.rank;
    loading.draft.problems.add(place, complaint->hint);
    return std::nullopt;
  }
  auto& content = std::get<FileText>(result);
  if (content.others_can_write) {
    loading.draft.problems.add(
        file, fmt::format("others can write this file; run: chmod o-w {}", file.file));
    return std::nullopt;
  }
  if (content.others_can_read) loading.readable_by_others.insert(file.file);
  return std::move(content.text);
}

Variables variables_of(Loading& loading, LoadRequest const& request, std::size_t rank)
{
  Variables variables;
  if (request.env_file) {
    Place file;
    file.rank = rank;
    file.file = *request.env_file;
    if (auto const text = text_of(loading, file))
      variables = read_env_file(*text, file, loading.draft.problems);
  }
  return over(request.environment, std::move(variables));
}

/// The two things that no default can be for, said together with every way to give them.
void check_required(Draft& draft, LoadRequest const& request)
{
  auto const& config = draft.config;
  auto const no_database =
      config.mysql.database.empty() && place_of(draft, Section::mysql, "database").rank == 0;
  auto const no_uri = place_of(draft, Section::mongodb, "uri").rank == 0;
  if (no_database && no_uri && config.sources.empty()) {
    draft.problems.add({}, fmt::format("no configuration: write {}, name a file with -c, or set "
                                       "MYSQL_DATABASE and MONGODB_URI",
                                       fmt::join(default_files(request), " or ")));
    return;
  }
  Place place;
  if (!config.sources.empty()) place.file = config.sources.back();
  if (no_database)
    draft.problems.add(place, "which MySQL database? write database = \"…\" in [mysql], or set "
                              "MYSQL_DATABASE");
  if (no_uri)
    draft.problems.add(place,
                       "where does MongoDB listen? write uri = \"mongodb://…\" in [mongodb], "
                       "or set MONGODB_URI");
}

/// Lays every file over the draft; false when one of them could not be read as TOML at all.
bool read_files(Loading& loading, std::vector<std::string> const& files, Variables const& variables)
{
  auto complete = true;
  Place place;
  for (auto const& file : files) {
    ++place.rank;
    place.file = file;
    auto const text = text_of(loading, place);
    complete = text && parse(loading.draft, *text, place, variables) && complete;
    loading.draft.config.sources.push_back(file);
  }
  return complete;
}

} // namespace

Config load(LoadRequest const& request)
{
  Loading loading;
  auto& draft = loading.draft;
  auto const files = files_to_read(request);
  auto const last_rank = files.size() + 1;
  auto const variables = variables_of(loading, request, last_rank);
  auto const complete = read_files(loading, files, variables);
  apply_environment(draft, variables, last_rank);
  settle(draft);
  fill_in(draft.config);
  // What is missing may stand in the file that could not be read.
  if (complete) check_required(draft, request);
  validate(draft);
  read_password(draft, variable(request, "CREDENTIALS_DIRECTORY"));
  warn_about_readers(draft, loading.readable_by_others);
  if (!draft.problems.empty()) throw failure(Fault::config, "{}", draft.problems.text());
  return std::move(draft.config);
}

std::map<std::string, std::string> process_environment()
{
  std::map<std::string, std::string> out;
  for (char** each = environ; *each != nullptr; ++each) {
    std::string_view const pair = *each;
    auto const equals = pair.find('=');
    if (equals != pair.npos) out.emplace(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return out;
}

} // namespace mysync::config
