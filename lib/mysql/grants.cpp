#include "mysql/grants.hpp"

#include <algorithm>
#include <array>

namespace mysync::mysql {

namespace {

/// `SELECT (a, b), INSERT` → `SELECT`, `INSERT`: rights on columns come in parentheses.
std::vector<std::string> parted(std::string_view list)
{
  std::vector<std::string> rights(1);
  int depth = 0;
  for (char const character : list) {
    if (character == '(') ++depth;
    if (depth == 0 && character == ',')
      rights.emplace_back();
    else if (depth == 0 && !(character == ' ' && rights.back().empty()))
      rights.back() += character;
    if (character == ')') --depth;
  }
  for (auto& right : rights) right.erase(right.find_last_not_of(' ') + 1);
  return rights;
}

/// What reading, and seeing who else writes, takes; what the servers give to everybody; and what
/// only shows more of the server's state.
constexpr std::array<std::string_view, 12> harmless{"USAGE",          "SELECT",
                                                    "PROCESS",        "SHOW VIEW",
                                                    "SHOW DATABASES", "REPLICATION CLIENT",
                                                    "BINLOG MONITOR", "REPLICATION SLAVE",
                                                    "SLAVE MONITOR",  "REPLICA MONITOR",
                                                    "SHOW_ROUTINE",   "SHOW CREATE ROUTINE"};

} // namespace

std::vector<std::string> rights_of(std::string_view grant)
{
  constexpr std::string_view begin = "GRANT ";
  auto const on = grant.find(" ON ");
  if (!grant.starts_with(begin) || on == std::string_view::npos) return {};
  auto rights = parted(grant.substr(begin.size(), on - begin.size()));
  if (grant.find("WITH GRANT OPTION", on) != std::string_view::npos)
    rights.emplace_back("GRANT OPTION");
  return rights;
}

std::vector<std::string> excess_rights(std::vector<std::string> const& grants)
{
  std::vector<std::string> excess;
  for (auto const& grant : grants) {
    for (auto& right : rights_of(grant)) {
      bool const known = std::ranges::find(excess, right) != excess.end();
      if (known || std::ranges::find(harmless, right) != harmless.end()) continue;
      excess.push_back(std::move(right));
    }
  }
  return excess;
}

} // namespace mysync::mysql
