#include "cmd/exit_status.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

using namespace mysync;
using namespace mysync::cmd;
using sync::RunResult;
using sync::TableStatus;

namespace {

sync::TableResult table(TableStatus status, std::optional<Fault> fault = {},
                        std::uint64_t quarantined = 0)
{
  sync::TableResult result;
  result.status = status;
  result.fault = fault;
  result.quarantined = quarantined;
  return result;
}

RunResult run_of(std::vector<sync::TableResult> tables)
{
  RunResult result;
  result.tables = std::move(tables);
  return result;
}

auto const good = table(TableStatus::success);
auto const skipped = table(TableStatus::skipped);
auto const stopped = table(TableStatus::stopped);
auto const no_source = table(TableStatus::failed, Fault::source);
auto const no_target = table(TableStatus::failed, Fault::target);
auto const misconfigured = table(TableStatus::failed, Fault::config);
auto const unexplained = table(TableStatus::failed);
auto const bad_rows = table(TableStatus::success, {}, 1);

} // namespace

TEST_CASE("each fault has its status")
{
  CHECK(exit_status(Fault::usage) == 2);
  CHECK(exit_status(Fault::config) == 4);
  CHECK(exit_status(Fault::data) == 6);
  CHECK(exit_status(Fault::source) == 6);
  CHECK(exit_status(Fault::target) == 7);
  CHECK(exit_status(Fault::busy) == 11);
  CHECK(exit_status(Fault::interrupted) == 130);
}

TEST_CASE("each reason to stop has its status")
{
  CHECK(exit_status(StopReason::none) == 0);
  CHECK(exit_status(StopReason::duration) == 0);
  CHECK(exit_status(StopReason::interrupt) == 130);
  CHECK(exit_status(StopReason::terminate) == 143);
  CHECK(exit_status(StopReason::lease_lost) == 11);
}

TEST_CASE("a run's status follows from its tables")
{
  struct Row {
    std::vector<sync::TableResult> tables;
    int lenient;
    int strict;
  };
  for (auto const& row : std::vector<Row>{{{}, 0, 0},
                                          {{good, good}, 0, 0},
                                          {{good, skipped}, 0, 0},
                                          {{stopped}, 0, 0},
                                          {{good, no_target}, 3, 3},
                                          {{no_source, stopped}, 3, 3},
                                          {{no_source}, 6, 6},
                                          {{no_target, no_source}, 7, 7},
                                          {{skipped, misconfigured, no_source}, 4, 4},
                                          {{unexplained}, 1, 1},
                                          {{good, bad_rows}, 0, 5},
                                          {{bad_rows, no_source}, 3, 3}}) {
    CHECK(exit_status(run_of(row.tables), false) == row.lenient);
    CHECK(exit_status(run_of(row.tables), true) == row.strict);
  }
}

TEST_CASE("what a signal or a lost lease left undone decides, a time limit does not")
{
  auto const lost = table(TableStatus::failed, Fault::busy);
  struct Row {
    std::vector<sync::TableResult> tables;
    StopReason reason;
    int status;
  };
  for (auto const& row : std::vector<Row>{{{good, stopped}, StopReason::interrupt, 130},
                                          {{good, stopped}, StopReason::terminate, 143},
                                          {{good, stopped}, StopReason::duration, 0},
                                          {{good, no_target, stopped}, StopReason::duration, 3},
                                          {{good, no_target, stopped}, StopReason::interrupt, 130},
                                          {{good, good}, StopReason::interrupt, 0},
                                          {{good, no_target}, StopReason::terminate, 3},
                                          {{good, lost}, StopReason::lease_lost, 11},
                                          {{lost, lost}, StopReason::none, 11}})
    CHECK(exit_status(run_of(row.tables), false, row.reason) == row.status);
  auto more = run_of({good});
  more.more_to_do = true;
  CHECK(exit_status(more, false, StopReason::terminate) == 143);
}

TEST_CASE("a verification's status: a difference first, then its failed tables as a run's")
{
  auto const of = [](TableStatus status, std::optional<Fault> fault = {}) {
    sync::TableVerification table;
    table.status = status;
    table.fault = fault;
    return table;
  };
  auto const equal = of(TableStatus::success);
  auto const halted = of(TableStatus::stopped);
  auto const unread = of(TableStatus::failed, Fault::source);
  auto const refused = of(TableStatus::failed, Fault::config);
  auto const lost = of(TableStatus::failed, Fault::busy);
  auto different = equal;
  different.differing = 2;
  auto unmended = of(TableStatus::failed, Fault::data);
  unmended.extra = 300;
  struct Row {
    std::vector<sync::TableVerification> tables;
    StopReason reason;
    int status;
  };
  for (auto const& row : std::vector<Row>{{{}, StopReason::none, 0},
                                          {{equal, equal}, StopReason::none, 0},
                                          {{equal, different}, StopReason::none, 8},
                                          {{equal, refused}, StopReason::none, 3},
                                          {{unread, equal}, StopReason::none, 3},
                                          {{unread, different}, StopReason::none, 8},
                                          {{unmended, different}, StopReason::none, 8},
                                          {{unmended, equal}, StopReason::none, 3},
                                          {{unmended}, StopReason::none, 6},
                                          {{refused, unread}, StopReason::none, 4},
                                          {{unread, refused}, StopReason::none, 6},
                                          {{lost}, StopReason::none, 11},
                                          {{equal, lost}, StopReason::lease_lost, 11},
                                          {{equal, halted}, StopReason::duration, 0},
                                          {{unread, halted}, StopReason::duration, 3},
                                          {{equal, halted}, StopReason::terminate, 143},
                                          {{different, equal}, StopReason::terminate, 8}}) {
    sync::Verification result;
    result.tables = row.tables;
    result.more_to_do =
        std::ranges::count(row.tables, TableStatus::stopped, &sync::TableVerification::status) > 0;
    CHECK(exit_status(result, row.reason) == row.status);
  }
  sync::Verification mended;
  mended.tables = {different, refused};
  mended.repair = true;
  mended.tables[0].written = 2;
  CHECK(exit_status(mended, StopReason::none) == 3);
}

TEST_CASE("the table of statuses is sorted and names every status there is")
{
  CHECK(std::ranges::is_sorted(exit_statuses, {}, &ExitStatus::code));
  for (int const code : {0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 130, 143})
    CHECK(std::ranges::count(exit_statuses, code, &ExitStatus::code) == 1);
}
