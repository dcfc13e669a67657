package io.integrationhost.converter.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;

/**
 * How a process for scripts is started: with the Java and the class path of this one, bounded
 * memory, and nothing of this one's environment, which may hold secrets.
 *
 * @param yields whether all others have the processors first, where the system can do that
 */
public record ProcessCommand(String mainClass, boolean yields) {

  /** Of each process. */
  public static final int HEAP_MIB = 128;

  /** What a process may take in all: its heap, the code of the script engine, its threads. */
  public static final int MOST_MIB = 320;

  private static final List<String> MEMORY =
      List.of(
          "-Xms16m",
          "-Xmx" + HEAP_MIB + "m",
          "-XX:MaxMetaspaceSize=96m",
          "-XX:MaxDirectMemorySize=16m",
          "-XX:ReservedCodeCacheSize=48m",
          "-XX:+UseSerialGC");

  /** What of the environment changes what scripts see, or what Java needs to start. */
  private static final List<String> KEPT =
      List.of("PATH", "LD_LIBRARY_PATH", "SystemRoot", "TZ", "LANG", "LC_ALL", "TMPDIR", "TEMP");

  /** What makes scripts see the same times, languages and files as in this process. */
  private static final List<String> COPIED =
      List.of(
          "file.encoding",
          "java.io.tmpdir",
          "java.locale.providers",
          "user.home",
          "polyglot.engine.userResourceCache");

  private static final int JAVA_WITH_NATIVE_ACCESS = 22;
  private static final int JAVA_WITH_UNSAFE_ACCESS = 23;

  private static final Path NICE = Path.of("/usr/bin/nice");
  private static final String LOW_PRIORITY = "10";

  /** With the priority of this process. */
  public ProcessCommand(String mainClass) {
    this(mainClass, false);
  }

  /** The same with a low priority, which still lets it start on a busy machine. */
  public ProcessCommand yielding() {
    return new ProcessCommand(mainClass, true);
  }

  ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(arguments());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(KEPT);
    // Not an option: the list may be longer than a command line may be.
    environment.put("CLASSPATH", System.getProperty("java.class.path"));
    return builder;
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (yields && Files.isExecutable(NICE)) {
      arguments.addAll(List.of(NICE.toString(), "-n", LOW_PRIORITY));
    }
    arguments.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    arguments.addAll(MEMORY);
    // Standard output is for frames only.
    arguments.add("-XX:+DisplayVMOutputToStderr");
    arguments.add("-XX:-UsePerfData");
    arguments.add("-XX:-CreateCoredumpOnCrash");
    int java = Runtime.version().feature();
    if (java >= JAVA_WITH_NATIVE_ACCESS) {
      arguments.add("--enable-native-access=ALL-UNNAMED");
    }
    if (java >= JAVA_WITH_UNSAFE_ACCESS) {
      arguments.add("--sun-misc-unsafe-memory-access=allow");
    }
    for (String name : COPIED) {
      String value = System.getProperty(name);
      if (value != null) {
        arguments.add("-D" + name + "=" + value);
      }
    }
    Locale locale = Locale.getDefault();
    arguments.add("-Duser.language=" + locale.getLanguage());
    arguments.add("-Duser.country=" + locale.getCountry());
    arguments.add("-Duser.timezone=" + TimeZone.getDefault().getID());
    arguments.add("-Dpolyglot.engine.WarnInterpreterOnly=false");
    arguments.add("-Dpolyglotimpl.AttachLibraryFailureAction=ignore");
    // What goes wrong there is told here, by the answer.
    arguments.add("-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider");
    arguments.add("-Dslf4j.internal.verbosity=ERROR");
    arguments.add(mainClass);
    return arguments;
  }
}
