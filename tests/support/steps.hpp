#pragma once
// How many steps a model test takes, and with which seed.

#include <cstdint>
#include <cstdlib>

namespace mysync::tests {

inline std::uint64_t number_from(char const* variable, std::uint64_t otherwise)
{
  char const* const text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// Of all steps together; MYSYNC_MODEL_STEPS chooses another number.
inline std::uint64_t model_steps() { return number_from("MYSYNC_MODEL_STEPS", 300'000); }
inline std::uint64_t model_seed() { return number_from("MYSYNC_TEST_SEED", 20260102); }

} // namespace mysync::tests
