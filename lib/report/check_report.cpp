#include "report/check_report.hpp"

#include "core/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace mysync::report {
namespace {

using sync::CheckFinding;
using sync::CheckSeverity;

char const* name_of(CheckSeverity severity) noexcept
{
  return severity == CheckSeverity::error ? "error" : "warning";
}

std::uint64_t number_of(std::vector<CheckFinding> const& findings, CheckSeverity severity)
{
  return static_cast<std::uint64_t>(
      std::ranges::count(findings, severity, &CheckFinding::severity));
}

std::string lines(CheckFinding const& finding, Colour colour)
{
  auto const tone = finding.severity == CheckSeverity::error ? Tone::failure : Tone::caution;
  auto text = fmt::format("{}  {}\n", painted(name_of(finding.severity), tone, colour),
                          escaped(finding.message));
  if (!finding.fix.empty()) text += fmt::format("  to mend: {}\n", escaped(finding.fix));
  return text;
}

} // namespace

bool healthy(std::vector<CheckFinding> const& findings) noexcept
{
  return std::ranges::find(findings, CheckSeverity::error, &CheckFinding::severity) ==
         findings.end();
}

std::string check_text(std::vector<CheckFinding> const& findings, Colour colour)
{
  std::string text;
  for (auto const severity : {CheckSeverity::error, CheckSeverity::warning})
    for (auto const& finding : findings)
      if (finding.severity == severity) text += lines(finding, colour);
  if (findings.empty()) return "healthy: a run would work\n";
  auto const errors = number_of(findings, CheckSeverity::error);
  auto const warnings = counted(number_of(findings, CheckSeverity::warning), "warning", "warnings");
  return text +
         (errors == 0 ? "healthy: a run would work; " + warnings
                      : counted(errors, "error", "errors") + ", " + warnings) +
         '\n';
}

std::string check_json(std::vector<CheckFinding> const& findings)
{
  nlohmann::ordered_json json;
  json["healthy"] = healthy(findings);
  json["findings"] = nlohmann::ordered_json::array();
  for (auto const& finding : findings) {
    nlohmann::ordered_json one;
    one["code"] = finding.code;
    one["severity"] = name_of(finding.severity);
    one["message"] = finding.message;
    one["fix"] =
        finding.fix.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(finding.fix);
    json["findings"].push_back(std::move(one));
  }
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

} // namespace mysync::report
