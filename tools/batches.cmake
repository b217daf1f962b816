set(PRONOIA_BATCH_BYTES 70000 CACHE STRING "Bytes of source compiled together with CMAKE_UNITY_BUILD")
set(PRONOIA_SPLIT_BATCHES "" CACHE STRING "Batches of which each source is compiled alone, as libcheck_3")

# Builds from nothing are faster when sources are compiled together (CMAKE_UNITY_BUILD): templates
# are instantiated once for each batch. Puts the sources of `target` into such batches, which
# tools/batches.awk makes of those that can live together. While working on a few sources, leave it off.
function(compile_in_batches target)
  if(NOT CMAKE_UNITY_BUILD)
    return()
  endif()
  get_target_property(sources ${target} SOURCES)
  execute_process(
    COMMAND awk -v root=${PROJECT_SOURCE_DIR} -v limit=${PRONOIA_BATCH_BYTES} -f ${PROJECT_SOURCE_DIR}/tools/batches.awk ${sources}
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
    OUTPUT_VARIABLE batches OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\n" ";" batches "${batches}")
  foreach(entry IN LISTS batches)
    string(REGEX MATCH "^([0-9]+) (.*)$" entry "${entry}")
    if(NOT ${target}_${CMAKE_MATCH_1} IN_LIST PRONOIA_SPLIT_BATCHES)
      set_source_files_properties(${CMAKE_MATCH_2} PROPERTIES UNITY_GROUP ${target}_${CMAKE_MATCH_1})
    endif()
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
  # Every class counts as one of a header, as its source is included; and a batch takes less time if
  # g++ collects garbage only from 400 MB on.
  target_compile_options(${target} PRIVATE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage;--param=ggc-min-heapsize=400000>)
endfunction()
