package io.integrationhost.runtime.jar;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.List;

/**
 * A verified copy of a plugin jar, ready to be loaded.
 *
 * @param original the file in the plugins directory; not opened again
 * @param directory holds the copy and its libraries, and nothing else
 * @param jar the copy
 * @param libraries the jars of {@code lib/}, unpacked
 * @param entryPoint the class that the service file names
 * @param defaults the content of {@code plugin.conf}, resolved; empty without one
 * @param admission why the jar is allowed, as the end of a sentence that begins with the jar
 */
public record StagedPlugin(
    Path original,
    Path directory,
    Path jar,
    List<Path> libraries,
    Descriptor descriptor,
    String entryPoint,
    Config defaults,
    String admission) {}
