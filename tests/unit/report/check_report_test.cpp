#include "report/check_report.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace mysync;
using namespace mysync::report;
using sync::CheckFinding;
using sync::CheckSeverity;

namespace {

CheckFinding const warning{"no_process", CheckSeverity::warning, "no PROCESS", "GRANT it"};
CheckFinding const error{"table", CheckSeverity::error, "table a\nb: no key", ""};

} // namespace

TEST_CASE("a check without an error is healthy, with or without warnings")
{
  CHECK(healthy({}));
  CHECK(healthy({warning}));
  CHECK_FALSE(healthy({warning, error}));
  CHECK(check_text({}, Colour::off) == "healthy: a run would work\n");
  CHECK(check_text({warning}, Colour::off) == "warning  no PROCESS\n"
                                              "  to mend: GRANT it\n"
                                              "healthy: a run would work; 1 warning\n");
}

TEST_CASE("errors are told first")
{
  CHECK(check_text({warning, error}, Colour::off) == "error  table a\\nb: no key\n"
                                                     "warning  no PROCESS\n"
                                                     "  to mend: GRANT it\n"
                                                     "1 error, 1 warning\n");
}

TEST_CASE("the JSON of a check has the contract's fields")
{
  using nlohmann::json;
  auto const parsed = json::parse(check_json({warning, error}));
  CHECK(parsed["healthy"] == false);
  REQUIRE(parsed["findings"].size() == 2);
  CHECK(parsed["findings"][0] == json{{"code", "no_process"},
                                      {"severity", "warning"},
                                      {"message", "no PROCESS"},
                                      {"fix", "GRANT it"}});
  CHECK(parsed["findings"][1]["fix"].is_null());
}
