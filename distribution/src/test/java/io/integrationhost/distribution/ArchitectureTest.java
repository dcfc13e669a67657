package io.integrationhost.distribution;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of the house that a compiler does not enforce. */
final class ArchitectureTest {

  private static final String OURS = "io.integrationhost..";
  private static final String PROTO = "io.integrationhost.remote.proto..";

  private static JavaClasses code;

  @BeforeAll
  static void read() throws IOException {
    List<JarFile> jars = new ArrayList<>();
    for (String folder : List.of("lib", "plugins")) {
      try (Stream<Path> files = Files.list(HostProcess.distribution().resolve(folder))) {
        files.map(ArchitectureTest::open).filter(ArchitectureTest::isOurs).forEach(jars::add);
      }
    }
    code = new ClassFileImporter().importJars(jars);
    for (JarFile jar : jars) {
      jar.close();
    }
  }

  private static JarFile open(Path jar) {
    try {
      return new JarFile(jar.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOurs(JarFile jar) {
    return jar.stream().anyMatch(entry -> entry.getName().startsWith("io/integrationhost/"));
  }

  @Test
  void pluginsSeeOnlyTheContractAndTheKit() {
    noClasses()
        .that()
        .resideInAPackage("io.integrationhost.plugins..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(OURS)
                .and(
                    DescribedPredicate.not(
                        resideInAnyPackage(
                            "io.integrationhost.plugin",
                            "io.integrationhost.plugins..",
                            "io.integrationhost.kit.."))))
        .check(code);
  }

  @Test
  void theContractSeesOnlyJavaSlf4jAndConfig() {
    classes()
        .that()
        .resideInAPackage("io.integrationhost.plugin")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.integrationhost.plugin", "java..", "org.slf4j..", "com.typesafe..")
        .check(code);
  }

  @Test
  void roomsDoNotSeeEachOther() {
    String[] rooms = {
      "io.integrationhost.remote..",
      "io.integrationhost.converter..",
      "io.integrationhost.spool..",
      "io.integrationhost.runtime.."
    };
    for (String room : rooms) {
      String[] others =
          Stream.concat(
                  Stream.of(rooms).filter(other -> !other.equals(room)),
                  Stream.of(
                      "io.integrationhost.host..",
                      "io.integrationhost.emulator..",
                      "io.integrationhost.workbench..",
                      "io.integrationhost.convert..",
                      "io.integrationhost.bench..",
                      "io.integrationhost.cli..",
                      "io.integrationhost.testkit.."))
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(room)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .check(code);
    }
  }

  @Test
  void theEmulatorSeesOnlyTheLinkAndTheGround() {
    noClasses()
        .that()
        .resideInAPackage("io.integrationhost.emulator..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(OURS)
                .and(
                    DescribedPredicate.not(
                        resideInAnyPackage(
                            "io.integrationhost.emulator..",
                            "io.integrationhost.remote..",
                            "io.integrationhost.ground"))))
        .check(code);
  }

  /** They meet in the log, on the board and on the route of downlinks, and may be on two hosts. */
  @Test
  void theHalvesOfAnIntegrationDoNotSeeEachOther() {
    noClasses()
        .that()
        .resideInAPackage("io.integrationhost.host.front..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.integrationhost.host.back..",
            "io.integrationhost.host.integration..",
            "io.integrationhost.host.event..")
        .check(code);
    noClasses()
        .that()
        .resideInAPackage("io.integrationhost.host.back..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.integrationhost.host.front..",
            "io.integrationhost.host.integration..",
            "io.integrationhost.host.uplink..",
            "io.integrationhost.runtime..")
        .check(code);
    noClasses()
        .that()
        .resideInAPackage("io.integrationhost.host.board..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.integrationhost.host.front..",
            "io.integrationhost.host.back..",
            "io.integrationhost.host.integration..")
        .check(code);
  }

  @Test
  void packagesOfTheRunningHostFormNoCircle() {
    slices().matching("io.integrationhost.host.(*)..").should().beFreeOfCycles().check(code);
  }

  @Test
  void pf4jIsKeptInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.integrationhost.runtime.pf4j")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.pf4j..")
        .check(code);
  }

  @Test
  void grpcAndProtobufAreKeptInLinkEmulatorAndBench() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.integrationhost.remote..",
            "io.integrationhost.emulator..",
            "io.integrationhost.bench")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc..", "com.google.protobuf..", PROTO)
        .check(code);
  }

  @Test
  void theHttpServerIsKeptInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.integrationhost.admin.http")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.eclipse.jetty..")
        .check(code);
  }

  @Test
  void onlyTheAdminRoomAndTheCommandsSeeTheAdminRoom() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.integrationhost.admin..", "io.integrationhost.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.integrationhost.admin..")
        .check(code);
  }

  @Test
  void theClientOfPrometheusIsKeptInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.integrationhost.admin.metrics")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.prometheus..")
        .check(code);
  }

  @Test
  void theTerminalIsKeptInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.integrationhost.cli.status")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.jline..")
        .check(code);
  }

  @Test
  void theAdminRoomSeesNoTools() {
    noClasses()
        .that()
        .resideInAPackage("io.integrationhost.admin..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.integrationhost.emulator..",
            "io.integrationhost.workbench..",
            "io.integrationhost.convert..",
            "io.integrationhost.bench..",
            "io.integrationhost.cli..",
            "io.integrationhost.testkit..")
        .check(code);
  }

  /** A plugin's own threads have its loader, where its library finds classes by their names. */
  @Test
  void theContextLoaderIsSetInOneClass() {
    noClasses()
        .that()
        .haveSimpleNameNotStartingWith("ContextLoader")
        .and()
        .resideOutsideOfPackage("io.integrationhost.plugins..")
        .should()
        .callMethod(Thread.class, "setContextClassLoader", ClassLoader.class)
        .check(code);
  }

  @Test
  void nothingStaticChanges() {
    fields()
        .that()
        .areDeclaredInClassesThat(resideInAPackage(OURS).and(isWritten()))
        .and()
        .areStatic()
        .should()
        .beFinal()
        .check(code);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .that(isWritten())
        .should()
        .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)")
        .because("such a name says nothing")
        .check(code);
  }

  @Test
  void classesAreClosed() {
    classes()
        .that(isWritten())
        .and()
        .arePublic()
        .and()
        .areNotInterfaces()
        .should(
            com.tngtech.archunit.lang.ArchCondition.from(
                DescribedPredicate.describe(
                    "be final or sealed",
                    (JavaClass each) ->
                        each.getModifiers().contains(JavaModifier.FINAL)
                            || each.isEnum()
                            || each.reflect().isSealed())))
        .check(code);
  }

  @Test
  void nobodySleeps() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(code);
  }

  @Test
  void onlyCommandsPrint() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.integrationhost.cli")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(code);
  }

  /** Code that a person wrote: not generated from the wire's messages. */
  private static DescribedPredicate<JavaClass> isWritten() {
    return DescribedPredicate.not(resideInAPackage(PROTO));
  }
}
