# Read by CMake beside llama.cpp's own files (.cargo/config.toml says so).
#
# Of its library "common" the engine uses the turning of JSON schemas into grammars alone, and that takes no time to
# speak of; but building it optimised takes half of llama.cpp's time. So it is built in larger pieces and as it stands.
# What computes (ggml, llama) is not touched.
if(PROJECT_NAME STREQUAL "llama.cpp")
    function(lks_build_common_quickly)
        if(TARGET llama-common)
            set_target_properties(llama-common PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
            target_compile_options(llama-common PRIVATE -O0)
        endif()
        # Downloads, which only "common" would make.
        if(TARGET cpp-httplib)
            target_compile_options(cpp-httplib PRIVATE -O0)
        endif()
    endfunction()
    cmake_language(DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" CALL lks_build_common_quickly)
endif()
