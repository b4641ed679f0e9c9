# Writes OUTPUT from TEMPLATE with VERSION, COMPILER, FLAGS and the commit of the tree SOURCE; run as a script
# (cmake -P) at each build. Leaves OUTPUT alone when nothing has changed, so that nothing is compiled again.
# Without git, or in a tree that is not a repository of its own (an archive, unpacked maybe inside another
# repository), the commit is "unknown".
cmake_minimum_required(VERSION 3.25)

set(COMMIT unknown)
set(DIRTY unknown)
find_program(GIT git)
if(GIT)
  # A container often builds as another user than the one who owns the tree; git then refuses to look unless
  # told that this is fine.
  # No optional locks: `status` must not write into a repository that someone else may be using.
  set(git ${GIT} -c safe.directory=* --no-optional-locks -C ${SOURCE})
  execute_process(COMMAND ${git} rev-parse --show-toplevel
    OUTPUT_VARIABLE top OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed)
    file(REAL_PATH "${top}" top)
    file(REAL_PATH "${SOURCE}" source)
    execute_process(COMMAND ${git} rev-parse --verify HEAD
      OUTPUT_VARIABLE head OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
    if(NOT failed AND top STREQUAL source)
      set(COMMIT ${head})
      execute_process(COMMAND ${git} status --porcelain
        OUTPUT_VARIABLE changes OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
      if(NOT failed)
        set(DIRTY no)
        if(changes)
          set(DIRTY yes)
        endif()
      endif()
    endif()
  endif()
endif()
string(STRIP "${FLAGS}" FLAGS)
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)
