package io.integrationhost.runtime;

import com.typesafe.config.Config;
import io.integrationhost.plugin.TransportPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.slf4j.Logger;

/**
 * Compiles sources of plugins, which see the contract and nothing else of the host. The same
 * sources are compiled once.
 */
final class Compiler {

  private static final Map<Map<String, String>, Map<String, byte[]>> COMPILED =
      new ConcurrentHashMap<>();

  private static final List<Class<?>> VISIBLE =
      List.of(TransportPlugin.class, Config.class, Logger.class);

  private Compiler() {}

  /** The class files by their names inside a jar. */
  static Map<String, byte[]> compile(Map<String, String> sourceByClass) {
    return COMPILED.computeIfAbsent(Map.copyOf(sourceByClass), Compiler::run);
  }

  private static Map<String, byte[]> run(Map<String, String> sourceByClass) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    List<JavaFileObject> units = new ArrayList<>();
    sourceByClass.forEach((name, source) -> units.add(new Source(name, source)));
    try {
      Path output = Files.createTempDirectory("classes");
      try {
        List<String> options =
            List.of(
                "-d",
                output.toString(),
                "-cp",
                classPath(),
                // Not --release, which reads the classes of that Java anew each time.
                "-source",
                "17",
                "-target",
                "17",
                "-nowarn",
                "-proc:none");
        boolean compiled = compiler.getTask(null, null, problems, options, null, units).call();
        if (!compiled) {
          throw new IllegalArgumentException(problems.getDiagnostics().toString());
        }
        return collect(output);
      } finally {
        delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath() {
    return VISIBLE.stream()
        .map(Compiler::location)
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, byte[]> collect(Path output) throws IOException {
    Map<String, byte[]> classes = new HashMap<>();
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        classes.put(
            output.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return classes;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(
          URI.create("string:///" + className.replace('.', '/') + Kind.SOURCE.extension),
          Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
