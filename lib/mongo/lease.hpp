#pragma once
// The lease: one document per pipeline that says which run may write, judged by the target's clock.

#include "mongo/session.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace mysync::mongo {

struct Holder {
  std::string host;
  std::int64_t pid = 0;
  std::string run;
};

struct LeaseView {
  std::optional<Holder> holder;     ///< none: free
  std::int64_t token = 0;           ///< grows with every take-over
  std::optional<TimePoint> renewed; ///< by the target's clock
  std::chrono::milliseconds age{};  ///< since then, by the same clock
  std::chrono::milliseconds
      duration{}; ///< after which a holder that does not renew is taken for dead
  /// A holder that died, or did not get its last replies, may still have writes under way until
  /// then …
  std::optional<TimePoint> careful_until;
  std::int64_t careful_token = 0; ///< … and this names the occasion: the token at that time
  /// That token while it is so, by the target's clock at the last renewal; else 0.
  std::int64_t careful() const noexcept
  {
    return careful_until && renewed && *careful_until > *renewed ? careful_token : 0;
  }
  bool expired() const noexcept { return age > duration; }
};

/// The lease of `pipeline` in the state collection. Only plain filters and updates, so that it
/// works on every server that speaks the protocol; the clock is the target's ($currentDate).
class LeaseDocument {
public:
  LeaseDocument(Target const& target, std::string const& state_collection, std::string pipeline);

  /// As it is now; without asking for the time `age` is 0.
  LeaseView read() const;
  /// The same, its age by the target's clock; writes nothing but the question's time.
  LeaseView read_with_age() const;
  /// Takes it from the state that was read; false when somebody else was faster, or its holder
  /// renewed it meanwhile.
  bool take(LeaseView const& from, Holder const& holder, std::chrono::milliseconds duration) const;
  /// Makes the document if there is none, with a token that no holder had; returns that token.
  std::int64_t create() const;
  /// False when this run no longer holds it under this token, which two runs can have when somebody
  /// removes the document between them within a second.
  bool renew(std::string const& run, std::int64_t token) const;
  void release(std::string const& run, std::int64_t token) const;
  /// For ten lease times from now writes of a run that is over, or dead, may still arrive.
  void ask_for_care(std::chrono::milliseconds duration) const;

private:
  /// No holder had a larger one, as far as the clock tells (seconds since 1970) and the pipeline's
  /// tables remember, whose writer's clock may have been ahead.
  std::int64_t unreached_token() const;
  Bson held_by(std::string const& run, std::int64_t token) const;

  Documents documents_;
  std::string pipeline_;
};

} // namespace mysync::mongo
