#pragma once
// One table's part in a verification: which rows and documents are looked at, and in which order.

#include "sync/comparison.hpp"
#include "sync/id_difference.hpp"
#include "sync/pass.hpp"
#include "sync/second_look.hpp"
#include "sync/verify_parts.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <set>

namespace mysync::sync {

class TableVerify {
public:
  /// `result` gets what is found; everything outlives this.
  TableVerify(VerifyParts const& parts, TableChoice const& choice, TableVerification& result);

  PassEnd run();

private:
  /// How far a pass goes; `ids` gets every row's id.
  struct Reach {
    std::optional<Position> after;
    std::uint64_t rows = UINT64_MAX;
    std::optional<std::chrono::steady_clock::time_point> until;
    IdDifference* ids = nullptr;
  };
  struct PassResult {
    PassEnd end = PassEnd::complete;
    std::uint64_t rows = 0;
    std::optional<Position> position;
  };

  // verify_table.cpp
  PassEnd look();
  PassEnd whole();
  PassEnd walk();
  PassEnd walk_rows(mongo::VerifyWalk& walk);
  PassResult pass(Reach const& reach);
  PassResult compare(Reach const& reach, Compared& compared);
  void note_rows(Batch const& batch, IdDifference* ids);
  enum class Counted : std::uint8_t { rows, documents };
  void show(std::uint64_t number, std::uint64_t total, Counted counted) const;
  std::uint64_t expected_rows();
  PassEnd read_documents(IdDifference& ids);
  PassEnd read_keys(IdDifference& ids);
  PassEnd find_extra(IdDifference const& ids);
  void remember(bool whole, mongo::VerifyCounts const& counts);
  mongo::VerifyCounts counts() const;
  bool signalled() const;

  // verify_part.cpp
  PassEnd sampled();
  PassEnd sampled_extra(SampleReach& reach);
  /// What the keys that somebody named came to, each once.
  struct GivenKeys {
    Spill ids{1};
    Spill spare{1};             ///< what such a key is by itself, beside the row that it found
    std::set<std::string> seen; ///< the ids as the target compares them
    std::uint64_t refused = 0;  ///< rows whose key has no `_id`
    std::uint64_t vain = 0;     ///< keys without row that cannot be an `_id`
  };
  PassEnd given_keys();
  void look_up(RowLookup& rows, Position const& key, std::vector<Column const*> const& columns,
               GivenKeys& given);
  std::vector<std::uint8_t> id_of_key(Position const& key,
                                      std::vector<Column const*> const& columns);

  // verify_repair.cpp
  void repair();
  using Lost = std::function<void()>; ///< BatchWriterOptions'
  void write_again(Lost const& lost);
  void remove_extra(Lost const& lost);
  std::uint64_t removable();
  std::vector<std::uint8_t> id_of_row(Row row);

  VerifyParts const& parts_;
  TableVerification& result_;
  Loan session_;
  Retries retries_;
  mongo::State state_;
  std::optional<mongo::TableRecord> record_;
  TableChoice choice_;
  convert::Plan plan_;
  SecondLook second_look_;
  Flow comparisons_; ///< as many as writers; larger batches are compared no faster
};

} // namespace mysync::sync
