# Rules of the house that a compiler does not enforce. Each rule first shows on samples that it can
# fail, then reads the tree. Standard Python only, no server.
find_program(MYSYNC_PYTHON3 python3 REQUIRED)
foreach(rule layering ownership size words headers faults)
  add_test(NAME "house: ${rule}" COMMAND "${MYSYNC_PYTHON3}" -B
    "${CMAKE_CURRENT_SOURCE_DIR}/house/${rule}.py" "${PROJECT_SOURCE_DIR}")
  set_tests_properties("house: ${rule}" PROPERTIES LABELS unit)
endforeach()
