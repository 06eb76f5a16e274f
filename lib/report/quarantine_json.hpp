#pragma once
// The JSON contract of `mysync quarantine`: fields are added, never changed or renamed.

#include "sync/quarantine.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace mysync::report {

/// `{"records": [ … ]}` in pieces, so that any number of records can be printed: what opens the
/// document, each record (`number`: how many came before), and what closes it.
std::string quarantine_json_begin();
std::string quarantine_json(mongo::QuarantineRecord const& record, mongo::RecordCells cells,
                            std::uint64_t number);
std::string quarantine_json_end(std::uint64_t records);

/// `{"tables": [{table, arrived, gone, quarantined, not_found, error}]}`.
std::string retry_json(std::vector<sync::RetryResult> const& results);

/// `{"dropped": 3}`.
std::string drop_json(std::uint64_t dropped);

} // namespace mysync::report
