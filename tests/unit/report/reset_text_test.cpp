#include "report/reset_text.hpp"

#include <catch2/catch.hpp>

using mysync::report::reset_text;
using mysync::sync::ResetPreview;

TEST_CASE("a reset shows both watermarks and what the next run would read")
{
  CHECK(
      reset_text({{"orders", "2026-11-22 10:14:31.204113", "2025-01-10 00:00:00", 611'000, {}}}) ==
      "orders: watermark 2026-11-22 10:14:31.204113 → 2025-01-10 00:00:00\n"
      "the next run would read about 611,000 rows again and change only documents that differ\n");
}

TEST_CASE("a watermark that is moved forward shows what it skips")
{
  CHECK(reset_text({{"audit", "5", "9", 2, 1}}) ==
        "audit: watermark 5 → 9\n"
        "the next run would read about 2 rows again and change only documents that differ\n"
        "it would skip 1 row between the two, read by no run until they change\n");
}

TEST_CASE("a forgotten watermark means all rows")
{
  CHECK(
      reset_text({{"orders", "2026-11-22 10:14:31", "", {}, {}}, {"audit", "", "5", {}, {}}}) ==
      "orders: watermark 2026-11-22 10:14:31 → forgotten\n"
      "the next run would read all rows again and change only documents that differ\n"
      "audit: watermark none → 5\n"
      "the next run would read the rows since then again and change only documents that differ\n");
}
