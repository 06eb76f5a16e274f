# What drives the real binary against real servers: every case folder, and every Python test beside
# them, is one ctest. The servers come from MYSYNC_TEST_MYSQL and MYSYNC_TEST_MONGODB, the interpreter
# (it needs pymysql and pymongo) from MYSYNC_TEST_PYTHON; a test fails when one is missing.
#
# Every other one has MYSYNC_TEST_HALF=2: where there is a second target, it uses that.
#
# mysync_crashing is the program with the crash points of faults/crash_point.cpp, with small ranges, with
# walks that remember every step, and with little patience.
add_executable(mysync_crashing "${PROJECT_SOURCE_DIR}/cmd/main.cpp" faults/crash_point.cpp faults/range_rows.cpp
  faults/walk_slice.cpp faults/patience.cpp)
target_link_libraries(mysync_crashing PRIVATE mysync_cmd)

set(mysync_half 1)
function(mysync_python_test name script)
  math(EXPR half "3 - ${mysync_half}")
  set(mysync_half ${half} PARENT_SCOPE)
  add_test(NAME "${name}" COMMAND sh -c "exec \"\${MYSYNC_TEST_PYTHON:-python3}\" \"$@\"" python
    "${CMAKE_CURRENT_SOURCE_DIR}/${script}" ${ARGN})
  set_tests_properties("${name}" PROPERTIES LABELS integration TIMEOUT 900
    ENVIRONMENT "MYSYNC_BINARY=$<TARGET_FILE:mysync>;MYSYNC_CRASHING=$<TARGET_FILE:mysync_crashing>;PYTHONPATH=${CMAKE_CURRENT_SOURCE_DIR}/support;PYTHONDONTWRITEBYTECODE=1;MYSYNC_TEST_HALF=${half}")
endfunction()

file(GLOB cases CONFIGURE_DEPENDS RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" "cases/*")
foreach(case ${cases})
  if(IS_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}/${case}")
    get_filename_component(name "${case}" NAME)
    mysync_python_test("case: ${name}" support/cases.py "${CMAKE_CURRENT_SOURCE_DIR}/${case}")
    if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${case}/server.sql")
      set_tests_properties("case: ${name}" PROPERTIES RUN_SERIAL TRUE)  # it changes the server's settings
    endif()
  endif()
endforeach()

file(GLOB scripts CONFIGURE_DEPENDS RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}"
  "integration/*_test.py" "faults/*_test.py")
foreach(script ${scripts})
  get_filename_component(folder "${script}" DIRECTORY)
  get_filename_component(name "${script}" NAME_WE)
  string(REGEX REPLACE "_test$" "" name "${name}")
  mysync_python_test("${folder}: ${name}" "${script}")
endforeach()

# The drivers themselves can fail: unit tests of what compares, without a server.
file(GLOB scripts CONFIGURE_DEPENDS RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" "support/*_test.py")
foreach(script ${scripts})
  get_filename_component(name "${script}" NAME_WE)
  mysync_python_test("support: ${name}" "${script}")
endforeach()
