#include "sync/table_sync.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;

TEST_CASE("each end of a run is remembered, and only good and bad ones are counted")
{
  struct Example {
    TableStatus status;
    char const* last;
    std::int64_t failures, runs, good_runs;
  };
  for (auto const& [status, last, failures, runs, good_runs] : std::vector<Example>{
           {TableStatus::success, "success", 0, 8, 6},
           {TableStatus::failed, "failed", 3, 8, 5},
           {TableStatus::stopped, "stopped", 2, 7, 5},
       }) {
    mongo::TableRecord record;
    record.last_error = "an older one";
    record.failures = 2;
    record.runs = 7;
    record.good_runs = 5;
    note_end(record, status, status == TableStatus::failed ? "why" : "");
    CAPTURE(last);
    CHECK(record.last_status == last);
    CHECK(record.last_error == (status == TableStatus::failed ? "why" : ""));
    CHECK(record.failures == failures);
    CHECK(record.runs == runs);
    CHECK(record.good_runs == good_runs);
  }
}
