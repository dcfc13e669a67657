package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.SettingsLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What deb and rpm hold, with which rights; {@code container/run} installs one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PackagesTest {

  private static final Path TARGET = Path.of(System.getProperty("distribution")).getParent();
  private static final Path HOME = Path.of("usr/share/integration-host");

  /** One of an archive. */
  private record Entry(
      String kind, String mode, String owner, String target, Instant time, byte[] content) {

    String text() {
      return new String(content, StandardCharsets.UTF_8);
    }
  }

  private final Map<String, Entry> control = new TreeMap<>();
  private final Map<String, Entry> files = new TreeMap<>();

  @BeforeAll
  void read() throws IOException {
    List<String> members = new ArrayList<>();
    try (ArArchiveInputStream ar =
        new ArArchiveInputStream(Files.newInputStream(artifact(".deb")))) {
      for (ArArchiveEntry member = ar.getNextEntry(); member != null; member = ar.getNextEntry()) {
        members.add(member.getName());
        byte[] content = ar.readAllBytes();
        if (member.getName().equals("control.tar.gz")) {
          readTar(content, control);
        } else if (member.getName().equals("data.tar.gz")) {
          readTar(content, files);
        }
      }
    }
    assertThat(members).containsExactly("debian-binary", "control.tar.gz", "data.tar.gz");
  }

  private static Path artifact(String ending) throws IOException {
    try (Stream<Path> built = Files.list(TARGET)) {
      List<Path> found = built.filter(each -> each.toString().endsWith(ending)).toList();
      assertThat(found).as(ending).hasSize(1);
      return found.get(0);
    }
  }

  private static void readTar(byte[] archive, Map<String, Entry> into) throws IOException {
    try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(archive));
        TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
      for (TarArchiveEntry each = tar.getNextEntry(); each != null; each = tar.getNextEntry()) {
        String kind = each.isDirectory() ? "directory" : each.isSymbolicLink() ? "link" : "file";
        String name = each.getName().replaceFirst("^\\./", "").replaceFirst("/$", "");
        into.put(
            name,
            new Entry(
                kind,
                Integer.toOctalString(each.getMode() & 07777),
                each.getUserName() + ":" + each.getGroupName(),
                each.getLinkName(),
                each.getLastModifiedTime().toInstant(),
                tar.readAllBytes()));
      }
    }
  }

  @Test
  void theDebSaysWhatItIsAndNeeds() {
    assertThat(control.get("control").text().lines())
        .contains(
            "Package: integration-host",
            // Older than 1.1.0, which has no such ending.
            "Version: " + System.getProperty("project.version").replace("-SNAPSHOT", "~snapshot"),
            "Architecture: all",
            "Depends: default-jre-headless (>= 2:1.17) | java17-runtime-headless, ca-certificates");
    assertThat(control.get("conffiles").text().lines())
        .containsExactlyInAnyOrder(
            "/etc/default/integration-host",
            "/etc/integration-host/emulator.conf",
            "/etc/integration-host/integration-host.conf");
    for (String script : List.of("postinst", "prerm", "postrm")) {
      assertThat(control.get(script).mode()).as(script).isEqualTo("755");
      assertThat(control.get(script).text()).as(script).startsWith("#!/bin/sh\nset -e\n");
    }
  }

  @Test
  void everyFileIsAtItsPlaceWithItsRights() {
    assertThat(mode("usr/bin/integration-host")).isEqualTo("755");
    assertThat(mode(HOME + "/bin/integration-host")).isEqualTo("755");
    assertThat(mode(HOME + "/bin/after-install")).isEqualTo("755");
    // They may hold secrets; the service's group is given the right at the installation.
    assertThat(mode("etc/integration-host/integration-host.conf")).isEqualTo("640");
    assertThat(mode("etc/default/integration-host")).isEqualTo("640");
    assertThat(files.get("etc/integration-host/plugins").kind()).isEqualTo("directory");
    assertThat(mode("etc/integration-host/plugins")).isEqualTo("755");
    assertThat(files.get(HOME + "/conf").target()).isEqualTo("/etc/integration-host");
    assertThat(files)
        .containsKeys(
            "usr/lib/systemd/system/integration-host.service",
            "usr/lib/sysusers.d/integration-host.conf",
            "usr/share/man/man1/integration-host.1.gz",
            "usr/share/doc/integration-host/copyright",
            "usr/share/doc/integration-host/changelog.gz",
            "usr/share/doc/integration-host/README.md",
            "usr/share/doc/integration-host/docs/operations.md",
            "usr/share/doc/integration-host/docs/plugin-keys/tcp.conf",
            "usr/share/doc/integration-host/THIRD-PARTY.txt");
    assertThat(files.keySet()).noneMatch(name -> name.startsWith("var"));
    Set<String> programs =
        Set.of(
            "usr/bin/integration-host",
            HOME + "/bin/integration-host",
            HOME + "/bin/after-install");
    files.forEach(
        (name, each) -> {
          assertThat(each.owner()).as(name).isEqualTo("root:root");
          if (each.kind().equals("directory")) {
            assertThat(each.mode()).as(name).isEqualTo("755");
          } else if (each.kind().equals("file") && !programs.contains(name)) {
            assertThat(each.mode()).as(name).isIn("644", "640");
          }
        });
  }

  private String mode(String name) {
    assertThat(files).containsKey(name);
    return files.get(name).mode();
  }

  @Test
  void programAndPluginsAreThoseOfTheDistribution() throws IOException {
    for (String folder : List.of("lib", "plugins")) {
      try (Stream<Path> shipped = Files.list(TARGET.resolve("integration-host").resolve(folder))) {
        assertThat(names(HOME + "/" + folder + "/"))
            .isEqualTo(
                shipped
                    .map(each -> each.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new)));
      }
    }
    String start = Files.readString(TARGET.resolve("integration-host/bin/integration-host"));
    assertThat(files.get(HOME + "/bin/integration-host").text()).isEqualTo(start);
    // One script's refused allocation would end every tenant.
    files.forEach(
        (name, each) -> {
          if (!name.startsWith("usr/share/doc") && !name.endsWith(".jar")) {
            assertThat(each.text()).as(name).doesNotContain("-XX:+ExitOnOutOfMemoryError");
          }
        });
  }

  private Set<String> names(String folder) {
    return files.keySet().stream()
        .filter(name -> name.startsWith(folder))
        .map(name -> name.substring(folder.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theSameSourcesMakeTheSamePackage() {
    Set<Instant> times =
        Stream.concat(files.values().stream(), control.values().stream())
            .map(Entry::time)
            .collect(Collectors.toSet());
    assertThat(times).hasSize(1);
    assertThat(times.iterator().next()).isBefore(Instant.parse("2026-11-23T00:00:00Z"));
  }

  @Test
  void itsSettingsNameThePlacesOfThePackage(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("integration-host.conf");
    Files.writeString(file, files.get("etc/integration-host/integration-host.conf").text());
    Map<String, String> one =
        Map.of("INTEGRATION_ROUTING_KEY", "sensors", "INTEGRATION_SECRET", "secret");
    HostSettings settings =
        new SettingsLoader(Path.of("/usr/share/integration-host"), one).load(Optional.of(file));
    assertThat(settings.dataDirectory()).isEqualTo(Path.of("/var/lib/integration-host"));
    assertThat(settings.plugins().directories())
        .containsExactly(
            Path.of("/etc/integration-host/plugins"),
            Path.of("/usr/share/integration-host/plugins"));
  }

  @Test
  void theUnitGivesTheHostNoMoreThanItNeeds() {
    String unit = files.get("usr/lib/systemd/system/integration-host.service").text();
    assertThat(unit.lines())
        .contains(
            "Type=notify",
            "NotifyAccess=main",
            "WatchdogSec=60",
            "Restart=on-failure",
            "RestartPreventExitStatus=2",
            "TimeoutStopSec=45",
            "User=integration-host",
            "UMask=0077",
            "NoNewPrivileges=yes",
            "CapabilityBoundingSet=CAP_NET_BIND_SERVICE",
            "ProtectSystem=strict",
            "ProtectHome=yes",
            "PrivateTmp=yes",
            "PrivateDevices=yes",
            "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK",
            "SystemCallFilter=@system-service",
            "SystemCallFilter=~@privileged @resources")
        // The compiler of Java needs such pages.
        .noneMatch(line -> line.startsWith("MemoryDenyWriteExecute"));
    String program =
        unit.lines().filter(line -> line.startsWith("ExecStart=")).findFirst().orElseThrow();
    assertThat(mode(program.split("[= ]")[1].substring(1))).isEqualTo("755");
  }

  @Test
  void theRpmHoldsTheSameFiles(@TempDir Path folder) throws Exception {
    Path rpm = RequiredTools.orSkip("rpm");
    String file = artifact(".rpm").toString();
    String list =
        rpm(
            rpm,
            folder,
            "--queryformat",
            "[%{FILENAMES} %{FILEMODES:perms} %{FILEUSERNAME}\\n]",
            file);
    Map<String, String> modes =
        list.lines().collect(Collectors.toMap(line -> line.split(" ")[0], line -> line));
    assertThat(modes.values()).allMatch(line -> line.endsWith(" root"));
    files.forEach(
        (name, each) -> {
          if (each.kind().equals("file") && !name.startsWith("usr/share/lintian")) {
            assertThat(modes).containsKey("/" + name);
          }
        });
    assertThat(modes.get("/usr/bin/integration-host")).contains("-rwxr-xr-x");
    assertThat(modes.get("/etc/integration-host/integration-host.conf")).contains("-rw-r-----");
    assertThat(modes.get("/etc/integration-host/plugins")).contains("drwxr-xr-x");
    assertThat(modes.get("/usr/share/integration-host/conf")).contains(" l");
    assertThat(rpm(rpm, folder, "--configfiles", file).lines())
        .containsExactlyInAnyOrder(
            "/etc/default/integration-host",
            "/etc/integration-host/emulator.conf",
            "/etc/integration-host/integration-host.conf");
    assertThat(rpm(rpm, folder, "--requires", file).lines().map(String::strip))
        .contains("java-17-headless", "ca-certificates");
    assertThat(rpm(rpm, folder, "--scripts", file))
        .contains("preinstall", "postinstall", "preuninstall", "posttrans");
    assertThat(rpm(rpm, folder, "--queryformat", "%{NAME} %{VERSION} %{RELEASE} %{ARCH}", file))
        .isEqualTo(
            System.getProperty("project.version").endsWith("-SNAPSHOT")
                ? "integration-host "
                    + System.getProperty("project.version").replace("-SNAPSHOT", "")
                    + " 0.snapshot noarch"
                : "integration-host " + System.getProperty("project.version") + " 1 noarch");
  }

  private static String rpm(Path rpm, Path folder, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("-q", "-p", "--dbpath", folder.toString()));
    all.addAll(List.of(arguments));
    return RequiredTools.succeeds(folder, Optional.empty(), rpm, all.toArray(new String[0]));
  }
}
