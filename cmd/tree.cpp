#include "cmd/tree.hpp"

#include "cmd/help.hpp"
#include "core/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace mysync::cmd {
namespace {

template <class Value> using Words = std::vector<std::pair<std::string, Value>>;

Words<LogLevel> const levels{{"error", LogLevel::error},
                             {"warn", LogLevel::warn},
                             {"info", LogLevel::info},
                             {"debug", LogLevel::debug}};
Words<LogFormat> const formats{{"text", LogFormat::text}, {"json", LogFormat::json}};
Words<When> const times{
    {"auto", When::automatic}, {"always", When::always}, {"never", When::never}};

/// An option whose value is one of `words`; `target` gets what the word stands for.
template <class Value, class Target>
CLI::Option* add_choice(CLI::App& app, std::string const& name, Words<Value> const& words,
                        Target& target)
{
  std::vector<std::string> names;
  for (auto const& word : words) names.push_back(word.first);
  auto const take = [&words, &target](std::string const& typed) {
    for (auto const& [word, value] : words)
      if (word == typed) target = value;
  };
  return app.add_option_function<std::string>(name, take)->check(one_of(names));
}

std::vector<std::string> option_names(CLI::App const& branch)
{
  std::vector<std::string> names;
  for (auto const* option : branch.get_options())
    for (auto const& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

/// "unknown command 'rnu'; did you mean 'run'?"
std::string unknown(std::string_view kind, std::string const& word,
                    std::vector<std::string> const& known)
{
  auto const nearest = closest(word, known);
  return fmt::format("unknown {} '{}'{}", kind, word,
                     nearest ? fmt::format("; did you mean '{}'?", *nearest) : "");
}

/// The first value that is no text, and of what. Only names of files may be any octets.
std::optional<std::string> not_text(CLI::App const& branch)
{
  for (auto const* option : branch.get_options()) {
    if (option->get_type_name() == "FILE") continue;
    for (auto const& value : option->results())
      if (!is_utf8(value))
        return fmt::format("{}: '{}' is not UTF-8, as all text must be", option->get_name(),
                           escaped(value));
  }
  return std::nullopt;
}

std::string hint(CLI::App const& branch)
{
  return branch.get_parent() == nullptr ? "mysync --help"
                                        : fmt::format("mysync {} --help", branch.get_name());
}

} // namespace

Tree::Tree() : app_("Brings the changes of MySQL tables into MongoDB, once per run.", "mysync")
{
  // At most one: the name of a second command is a table's.
  app_.require_subcommand(0, 1);
  app_.set_help_flag("-h,--help", "say what there is to type, and exit");
  app_.footer("mysync -c sync.toml discover\n"
              "mysync -c sync.toml run\n"
              "mysync -c base.toml -c production.toml run --quiet");
  add_global_options();
  commands_ = {add_run(app_),        add_discover(app_), add_status(app_),
               add_verify(app_),     add_pause(app_),    add_resume(app_),
               add_quarantine(app_), add_check(app_),    add_reset_watermark(app_)};
  for (auto const& command : commands_) command.branch->fallthrough();
}

void Tree::add_global_options()
{
  app_.add_option(
          "-c,--config", global_.config_files,
          "a configuration file, may be repeated, later ones override; default: ./sync.toml, "
          "$XDG_CONFIG_HOME/mysync/sync.toml, /etc/mysync/sync.toml")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app_.add_option("--env-file", global_.env_file, "environment variables from a file such as .env")
      ->type_name("FILE");
  add_choice(app_, "--log-level", levels, global_.log_level)
      ->type_name("LEVEL")
      ->description("error, warn, info (default) or debug");
  add_choice(app_, "--log-format", formats, global_.log_format)
      ->type_name("FORMAT")
      ->description("of standard error: text (default) or json, one record a line");
  app_.add_flag("--quiet", global_.quiet, "say nothing when all went well");
  add_choice(app_, "--color", times, global_.colour)
      ->type_name("WHEN")
      ->description("auto (default), always or never");
  app_.add_flag("--version", version_, "print the version and the client libraries', and exit");
}

Tree::Parsed Tree::parse(int argc, char const* const* argv)
{
  try {
    app_.parse(argc, argv);
  } catch (CLI::CallForHelp const&) {
    return help(chosen());
  } catch (CLI::ExtrasError const&) {
    throw failure(Fault::usage, "{}\n  see {}", unexpected(), hint(chosen()));
  } catch (CLI::ParseError const& error) {
    throw failure(Fault::usage, "{}\n  see {}", error.what(), hint(chosen()));
  }
  if (version_) return version_text();
  auto const& branch = chosen();
  if (auto const problem = not_text(branch))
    throw failure(Fault::usage, "{}\n  see {}", *problem, hint(branch));
  for (auto const& command : commands_)
    if (command.branch == &branch) return &command;
  throw failure(Fault::usage, "no command was given\n  see {}", hint(app_));
}

CLI::App const& Tree::chosen() const
{
  auto const branches = app_.get_subcommands();
  return branches.empty() ? app_ : *branches.front();
}

/// The first word that nothing knows, and the nearest that there is.
std::string Tree::unexpected() const
{
  auto const& branch = chosen();
  auto const extras = app_.remaining(true);
  auto const is_word = [](std::string const& extra) { return !extra.starts_with('-'); };
  if (auto const word = std::ranges::find_if(extras, is_word);
      word != extras.end() && &branch == &app_) {
    std::vector<std::string> names;
    for (auto const& command : commands_) names.push_back(command.branch->get_name());
    return unknown("command", *word, names);
  }
  auto known = option_names(branch);
  if (&branch != &app_) std::ranges::copy(option_names(app_), std::back_inserter(known));
  auto const word = extras.empty() ? std::string() : extras.front();
  return unknown("option", word.substr(0, word.find('=')), known);
}

std::string version_text()
{
  std::string text = "mysync " MYSYNC_VERSION "\n";
  for (auto const& version : sync::client_versions()) text += version + '\n';
  return text;
}

} // namespace mysync::cmd
