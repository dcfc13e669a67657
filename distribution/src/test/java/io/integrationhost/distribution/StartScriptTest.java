package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the start script chooses for Java: a Java that prints its options, on machines of all sizes.
 */
@DisabledOnOs(OS.WINDOWS)
final class StartScriptTest {

  private static final String GIBIBYTE = Integer.toString(1024 * 1024);

  @TempDir private Path directory;

  private final Map<String, String> environment = new HashMap<>();
  private Path home;
  private Path system;
  private Path data;

  @BeforeEach
  void makeMachine() throws IOException {
    home = Files.createDirectories(directory.resolve("a home"));
    write(
        "a home/bin/integration-host",
        Files.readString(HostProcess.distribution().resolve("bin").resolve("integration-host")));
    system = directory.resolve("system");
    data = home.resolve("data").resolve("java");
    write("java/bin/java", "#!/bin/sh\nfor each in \"$@\"; do echo \"$each\"; done\n");
    write("tools/nproc", "#!/bin/sh\necho ${PROCESSORS:-2}\n");
    for (String program : List.of("java/bin/java", "tools/nproc")) {
      assertThat(directory.resolve(program).toFile().setExecutable(true)).isTrue();
    }
    java(17);
    memory("24");
    environment.put("JAVA_HOME", directory.resolve("java").toString());
    environment.put("INTEGRATION_HOST_SYSTEM", system.toString());
    environment.put("PATH", directory.resolve("tools") + ":" + System.getenv("PATH"));
  }

  private void java(int version) throws IOException {
    write("java/release", "IMPLEMENTOR=\"Any\"\nJAVA_VERSION=\"" + version + ".0.1\"\n");
  }

  private void memory(String gibibytes) throws IOException {
    long kilobytes = (long) (Double.parseDouble(gibibytes) * Integer.parseInt(GIBIBYTE));
    write("system/proc/meminfo", "MemTotal:       " + kilobytes + " kB\nMemFree: 1 kB\n");
  }

  private void archive(String name) throws IOException {
    write("a home/data/java/" + name, "classes");
    write("a home/data/java/" + name + ".made", "fingerprint\n7 checksum\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private List<String> options(String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>();
    command.add("sh");
    command.add(home.resolve("bin").resolve("integration-host").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    for (String each : List.of("JAVA_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS")) {
      builder.environment().remove(each);
    }
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text.lines().toList();
  }

  @Test
  void aMachineOfTwoProcessorsGetsABoundedHeapAndOneCollector() throws Exception {
    assertThat(options("run"))
        .contains("-XX:+UseSerialGC", "-Xmx512m", "-Dintegration-host.profile=standard")
        .contains("-XX:MaxNewSize=64m", "-XX:-ShrinkHeapInSteps")
        .doesNotContain("-XX:TieredStopAtLevel=1")
        .endsWith("io.integrationhost.cli.Main", "run");
  }

  @Test
  void fourProcessorsCollectTogether() throws Exception {
    environment.put("PROCESSORS", "4");
    assertThat(options("run")).contains("-XX:+UseParallelGC", "-Xmx512m");
  }

  @ParameterizedTest
  @CsvSource({"2, 512", "1.5, 384", "0.5, 128", "0.125, 48"})
  void aSmallMachineGetsLess(String gibibytes, int heap) throws Exception {
    memory(gibibytes);
    environment.put("PROCESSORS", "4");
    assertThat(options("run"))
        .contains(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx" + heap + "m",
            "-Dintegration-host.profile=small");
  }

  @Test
  void theLimitsOfAContainerAreThoseOfTheMachine() throws Exception {
    environment.put("PROCESSORS", "8");
    write("system/proc/self/cgroup", "0::/pods/host\n");
    write("system/sys/fs/cgroup/pods/memory.max", "3221225472\n");
    write("system/sys/fs/cgroup/pods/host/memory.max", "max\n");
    write("system/sys/fs/cgroup/pods/host/cpu.max", "150000 100000\n");
    assertThat(options("run"))
        .contains("-XX:+UseSerialGC", "-Xmx512m", "-Dintegration-host.profile=standard");
    write("system/sys/fs/cgroup/pods/host/memory.max", "536870912\n");
    write("system/sys/fs/cgroup/pods/host/cpu.max", "max 100000\n");
    assertThat(options("run")).contains("-Xmx128m", "-Dintegration-host.profile=small");
  }

  @Test
  void thoseOfTheOlderKindToo() throws Exception {
    environment.put("PROCESSORS", "8");
    write("system/proc/self/cgroup", "4:cpu,cpuacct:/d/x\n5:memory:/d/x\n1:name=systemd:/d/x\n");
    write("system/sys/fs/cgroup/memory/memory.limit_in_bytes", "1073741824\n");
    write("system/sys/fs/cgroup/memory/d/memory.limit_in_bytes", "9223372036854771712\n");
    write("system/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "200000\n");
    write("system/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    environment.put("JAVA_PROFILE", "standard");
    assertThat(options("run"))
        .contains("-XX:+UseSerialGC", "-Xmx256m", "-Dintegration-host.profile=standard");
  }

  @Test
  void whatAnOperatorChoseWins() throws Exception {
    environment.put("JAVA_OPTS", "-XX:+UseG1GC -Xmx1g -XX:TieredStopAtLevel=1");
    assertThat(options("run"))
        .contains("-XX:+UseG1GC", "-Xmx1g")
        .doesNotContain("-XX:+UseSerialGC", "-Xmx512m", "-Xms16m")
        .noneMatch(each -> each.startsWith("-XX:Tier4"));
    environment.put("JAVA_OPTS", "-XX:MaxRAMPercentage=60");
    assertThat(options("run")).contains("-XX:+UseSerialGC").doesNotContain("-Xmx512m");
    environment.put("JAVA_OPTS", "");
    environment.put("JAVA_TOOL_OPTIONS", "-XX:+UseZGC");
    assertThat(options("run"))
        .doesNotContain("-XX:+UseSerialGC", "-XX:MaxNewSize=64m")
        .contains("-Xmx512m");
  }

  @Test
  void settingsAreReadWhereTheyAreLinesOfTheirOwn() throws Exception {
    write(
        "a home/conf/integration-host.conf",
        "# java-profile = standard\n  java-profile : \"small\"  # a gateway\njava-archive=false\n");
    assertThat(options("run"))
        .contains("-Dintegration-host.profile=small")
        .noneMatch(each -> each.startsWith("-Dintegration-host.archive="));
    write("a home/other.conf", "data-directory = /var/lib/of a host // where\njava-profile = x\n");
    for (String[] named :
        List.of(
            new String[] {"run", "--conf", home + "/other.conf"},
            new String[] {"run", "--conf=" + home + "/other.conf"},
            new String[] {"run", "-c", home + "/other.conf"})) {
      assertThat(options(named))
          .contains(
              "-Dintegration-host.profile=standard",
              "-Dintegration-host.archive=/var/lib/of a host/java/classes.jsa");
    }
    write("a home/other.conf", "data-directory = ${SOMEWHERE}\n");
    environment.put("INTEGRATION_STORAGE_DATA_FOLDER_PATH", "elsewhere");
    assertThat(options("run", "--conf", home + "/other.conf"))
        .contains("-Dintegration-host.archive=" + home + "/elsewhere/java/classes.jsa");
  }

  @Test
  void theArchiveIsUsedByTheServiceOnly() throws Exception {
    archive("classes.jsa");
    String option = "-XX:SharedArchiveFile=" + data.resolve("classes.jsa");
    assertThat(options("run")).contains(option, "-Xlog:cds=off");
    assertThat(marks()).hasSize(1);
    assertThat(options("status")).doesNotContain(option);
    environment.put("JAVA_ARCHIVE", "false");
    assertThat(options("run")).doesNotContain(option);
    environment.put("JAVA_ARCHIVE", "");
    for (String own : List.of("-XX:SharedArchiveFile=/x", "-Xshare:off")) {
      environment.put("JAVA_OPTS", own);
      assertThat(options("run"))
          .contains(own)
          .doesNotContain(option)
          .noneMatch(each -> each.startsWith("-Dintegration-host.archive="));
    }
  }

  @Test
  void aNewerJavaHasAnotherOne() throws Exception {
    java(25);
    archive("classes.jsa");
    assertThat(options("run"))
        .contains("-Dintegration-host.archive=" + data.resolve("classes.aot"))
        .noneMatch(each -> each.startsWith("-XX:AOTCache"));
    archive("classes.aot");
    assertThat(options("run")).contains("-XX:AOTCache=" + data.resolve("classes.aot"));
  }

  @Test
  void anArchiveWithWhichAStartDiedIsGone() throws Exception {
    archive("classes.jsa");
    assertThat(options("run")).contains("-Xlog:cds=off");
    // That Java has ended, and has not taken its mark away.
    assertThat(options("run")).doesNotContain("-Xlog:cds=off");
    assertThat(data.resolve("classes.jsa")).doesNotExist();
    assertThat(marks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"class, 7", "classes, 8", "classes, failed", "classes, ''"})
  void onlyAWholeArchiveWithItsNoteIsUsed(String content, String noted) throws Exception {
    archive("classes.jsa");
    write("a home/data/java/classes.jsa", content);
    write("a home/data/java/classes.jsa.made", "fingerprint\n" + noted + " checksum\n");
    assertThat(options("run")).doesNotContain("-Xlog:cds=off");
    Files.delete(data.resolve("classes.jsa.made"));
    assertThat(options("run")).doesNotContain("-Xlog:cds=off");
    assertThat(marks()).isEmpty();
  }

  @Test
  void besideAStartThatIsUnderWayItIsLeftAlone() throws Exception {
    archive("classes.jsa");
    write("a home/data/java/start-" + ProcessHandle.current().pid(), "");
    assertThat(options("run")).doesNotContain("-Xlog:cds=off");
    assertThat(data.resolve("classes.jsa")).exists();
    assertThat(marks()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseSerialGC", "-Xmx512m"})
  void aMachineThatTellsNothingIsServedToo(String option) throws Exception {
    environment.put("INTEGRATION_HOST_SYSTEM", directory.resolve("nothing").toString());
    assertThat(options("run")).contains(option);
  }

  private List<String> marks() {
    return List.of(data.toFile().list((folder, name) -> name.startsWith("start-")));
  }
}
