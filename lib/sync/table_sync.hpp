#pragma once
// The working state of one table in a run: used by table.cpp and by the passes it is made of.

#include "mongo/range_record.hpp"
#include "mongo/state.hpp"
#include "sync/id_difference.hpp"
#include "sync/late_commits.hpp"
#include "sync/pass.hpp"
#include "sync/result.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mysync::sync {

/// Whether a reconcile obeys max_delete_percent.
enum class Deleting : std::uint8_t { limited, forced };

/// What the state says of a run's end. A run that was stopped ended neither well nor badly: it
/// changes no count.
void note_end(mongo::TableRecord& record, TableStatus status, std::string const& error);

class TableSync {
public:
  TableSync(RunParts const& parts, TableChoice const& choice);

  /// Runs what the table needs: a first load if it never finished one, then a catch-up, then a
  /// reconcile if it is time for one.
  PassEnd run(RunRequest const& request);
  /// What happened so far, also after an exception.
  TableResult result() const;
  /// Remembers how the run ended for this table; nothing when what is remembered of it could not
  /// be read.
  void close(TableStatus status, std::string const& error);

private:
  // table_sync.cpp
  void begin(bool full);
  void note_changed_deletes();
  void add_notes(std::vector<std::string>& news) const;
  PassEnd run_planned(RunRequest const& request);
  PassEnd read_rows();
  void retry_set_aside();
  Pass pass(WritePolicy policy) const;
  PassEnd perform(Pass const& pass);
  std::optional<Position> resume(mongo::PassRecord& unfinished, mysql::ReadSpec const& spec) const;
  void save();
  void save_now_and_then();

  // reread.cpp
  void be_careful();
  void ask_to_reread() const;
  void reread_done();
  std::string catch_up_low() const;
  Wall synced_up_to() const;
  std::optional<std::string> newest_cursor();

  // table_drift.cpp
  void follow_drift();
  TableChoice choose_again();
  bool plan_again();
  // table_end.cpp
  void judge_refused(PassEnd end);

  // snapshot.cpp
  PassEnd load();
  PassEnd load_in_order(Pass pass);
  bool shares_load() const;
  mongo::RangeStore range_store() const;
  std::string new_load();
  PassEnd load_in_ranges(Pass pass, bool begun_now);
  void finish_load();
  void forget_others();
  WritePolicy load_policy() const;

  // catch_up.cpp
  PassEnd catch_up_timestamp();
  PassEnd catch_up_append();
  PassEnd read_changes_during_load();
  PassEnd read_range(std::string const& low, std::string const& high);
  PassEnd sweep_nulls(std::string const& low);
  PassEnd sweep_zeros();
  void note_swept(std::uint64_t rows);
  void check_no_nulls();
  /// True when every transaction that was open when the mark was taken has ended.
  bool all_ended_since_mark() const;
  void note_far_ahead(std::string const& newest);

  // own_collection.cpp
  void check_collection();
  void learn_identity();
  void note_documents();

  // gone.cpp
  using Ids = std::vector<std::vector<std::uint8_t>>;
  Ids ids_without_row(Ids const& ids);
  void remove(Ids const& ids);
  PassEnd remove_left(std::string const& low, std::string const& high);
  PassEnd remove_all_left();
  PassEnd remove_rows(mysql::ReadSpec const& spec);

  // reconcile.cpp
  PassEnd reconcile(Deleting deleting);
  PassEnd read_ids(IdDifference& ids);
  PassEnd confirm(IdDifference const& ids, Spill& gone);

  void pause_after_failures(std::string const& error);

  Column const& cursor() const;
  CursorZones zones() const;
  /// Where the watermark may move when everything that exists now was read.
  std::string horizon_text() const;
  mongo::ClockRecord clocks() const;
  /// The source's clock, rounded up.
  mongo::TimePoint source_time();

  RunParts const& parts_;
  TableChoice choice_; ///< changes when the table does
  Protection protection_;
  convert::Plan plan_;
  Loan session_;
  mongo::State state_;
  Retries retries_;
  mongo::TableRecord record_;
  PassCounts counts_;
  TableResult result_;
  convert::Notes range_notes_;   ///< of the plans of a load in ranges
  bool record_is_known_ = false; ///< what is remembered was read, so that it may be written
  bool has_records_ = false;
  unsigned loads_ = 0;            ///< begun by this run
  bool has_zero_cursors_ = false; ///< found by the last newest_cursor()
  std::string found_;             ///< where the watermark stood when this run began; empty: nowhere
  std::chrono::system_clock::time_point started_;
  std::chrono::steady_clock::time_point saved_;
};

} // namespace mysync::sync
