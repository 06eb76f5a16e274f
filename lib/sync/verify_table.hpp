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
  void show(std::uint64_t rows) const;
  PassEnd read_documents(IdDifference& ids);
  PassEnd read_keys(IdDifference& ids);
  PassEnd find_extra(IdDifference const& ids);
  void remember(bool whole, mongo::VerifyCounts const& counts);
  mongo::VerifyCounts counts() const;
  bool signalled() const;

  // verify_part.cpp
  PassEnd sampled();
  PassEnd sampled_extra();
  PassEnd given_keys();
  Position key_from(std::string const& text) const;

  // verify_repair.cpp
  void repair();
  using Lost = std::function<void()>; ///< BatchWriterOptions'
  void write_again(Lost const& lost);
  void remove_extra(Lost const& lost);

  VerifyParts const& parts_;
  TableChoice const& choice_;
  TableVerification& result_;
  convert::Plan plan_;
  Loan session_;
  Retries retries_;
  mongo::State state_;
  std::optional<mongo::TableRecord> record_;
  SecondLook second_look_;
};

} // namespace mysync::sync
