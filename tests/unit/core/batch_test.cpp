#include "core/batch.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

using namespace mysync;

TEST_CASE("a batch is full at its limit of rows or of bytes")
{
  BatchLimits const limits{.documents = 3, .bytes = 100};
  Batch batch;
  CHECK(batch.empty());
  CHECK_FALSE(batch.full(limits));
  batch.rows = 2;
  batch.bytes.resize(99);
  CHECK_FALSE(batch.empty());
  CHECK_FALSE(batch.full(limits));
  batch.bytes.resize(100);
  CHECK(batch.full(limits));
  batch.bytes.resize(50); // what is told of refused rows takes memory too
  CHECK_FALSE(batch.full(limits));
  batch.refused_bytes = 50;
  CHECK(batch.full(limits));
  batch.refused_bytes = 0;
  batch.bytes.resize(5);
  batch.rows = 3; // also when none of them became a document
  CHECK(batch.full(limits));
}

TEST_CASE("a cleared batch is empty and keeps its memory")
{
  Batch batch;
  batch.bytes.resize(1000);
  batch.documents.push_back({});
  batch.refused.push_back({});
  batch.position.push_back({});
  batch.rows = 2;
  batch.refused_bytes = 7;
  auto const* const memory = batch.bytes.data();
  batch.clear();
  CHECK(batch.empty());
  CHECK(batch.refused_bytes == 0);
  CHECK(batch.bytes.empty());
  CHECK(batch.documents.empty());
  CHECK(batch.refused.empty());
  CHECK(batch.position.empty());
  batch.bytes.resize(1000);
  CHECK(batch.bytes.data() == memory);
}

TEST_CASE("a slice names the document's octets and those of its id")
{
  Batch batch;
  batch.bytes.resize(20);
  std::iota(batch.bytes.begin(), batch.bytes.end(), std::uint8_t{0});
  DocumentSlice const slice{.offset = 5, .size = 12, .id_size = 3};
  auto const whole = document(batch, slice);
  CHECK(std::vector(whole.begin(), whole.end()) ==
        std::vector<std::uint8_t>{5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
  auto const id = id_element(batch, slice);
  CHECK(std::vector(id.begin(), id.end()) == std::vector<std::uint8_t>{9, 10, 11});
}

TEST_CASE("every reason has the name that records carry")
{
  CHECK(reason_name(Reason::value) == std::string("value"));
  CHECK(reason_name(Reason::text) == std::string("text"));
  CHECK(reason_name(Reason::size) == std::string("size"));
  CHECK(reason_name(Reason::rejected_by_target) == std::string("rejected_by_target"));
}
