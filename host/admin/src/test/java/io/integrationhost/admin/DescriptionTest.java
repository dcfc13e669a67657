package io.integrationhost.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.admin.Description.Operation;
import io.integrationhost.host.settings.AdminScope;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the description, one after the other: who may, and what comes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DescriptionTest {

  private static final Description DESCRIPTION = new Description();
  private static final List<Operation> OPERATIONS = DESCRIPTION.operations();
  private static final Set<String> STREAMS =
      Set.of("/api/v1/live", "/api/v1/log/live", "/api/v1/integrations/{integration}/tap");

  /** printf %s TOKEN | sha256sum, with TOKEN being reads-only-0123456789 and so on. */
  private static final String READER = "reads-only-0123456789";

  private static final String NOBODY = "nothing-at-all-0123456789";

  private SteeredHost host;

  static List<Operation> operations() {
    return OPERATIONS;
  }

  static List<Operation> guarded() {
    return OPERATIONS.stream().filter(operation -> !operation.isOpen()).toList();
  }

  static List<Operation> behindNames() {
    return OPERATIONS.stream().filter(each -> !each.path().startsWith("/health/")).toList();
  }

  static List<Operation> unsafe() {
    return OPERATIONS.stream().filter(each -> !each.isSafe()).toList();
  }

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    host =
        new SteeredHost(
            directory,
            """
            admin.token-file = "%s"
            admin.tokens {
              reader { sha-256 = "%s", scopes = [read] }
              nobody { sha-256 = "%s", scopes = [] }
              steerer { sha-256 = "%s", scopes = [operate] }
            }
            """
                .formatted(
                    tokenFile(directory),
                    digest(READER),
                    digest(NOBODY),
                    digest("steers-0123456789")),
            "yard");
  }

  private static Path tokenFile(Path directory) throws java.io.IOException {
    Path file = directory.resolve("token");
    java.nio.file.Files.writeString(file, "everything-0123456789\n");
    return file;
  }

  private static String digest(String text) throws java.security.GeneralSecurityException {
    return java.util.HexFormat.of()
        .formatHex(
            java.security.MessageDigest.getInstance("SHA-256")
                .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @AfterAll
  void stop() {
    host.close();
  }

  private RawHttp request(Operation operation, String token) {
    RawHttp request = host.request(operation.method(), operation.concrete());
    if (token != null) {
      request.token(token);
    }
    return operation.isSafe() ? request : request.json("");
  }

  private static void assertProblem(RawHttp.Reply reply, int status, String word) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    assertThat(DESCRIPTION.faults("Problem", reply.text())).isEmpty();
    JsonObject problem = JsonParser.parseString(reply.text()).getAsJsonObject();
    assertThat(problem.get("type").getAsString()).isEqualTo("urn:integrationhost:problem:" + word);
  }

  @org.junit.jupiter.api.Test
  void theSameOperationsAreDescribedAndServed() {
    Set<String> described =
        OPERATIONS.stream()
            .map(each -> each + " " + each.scope().orElse("none"))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> served =
        host.admin().routes().stream()
            .map(
                each ->
                    each.method()
                        + " "
                        + each.path()
                        + " "
                        + each.scope().map(AdminScope::word).orElse("none"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(served).isEqualTo(described);
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void takesTheParametersThatAreDescribedOnly(Operation operation) {
    Set<String> known =
        host.admin().routes().stream()
            .filter(each -> each.method().equals(operation.method()))
            .filter(each -> each.path().equals(operation.path()))
            .flatMap(each -> each.parameters().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(known).isEqualTo(DESCRIPTION.parameters(operation));
    RawHttp request =
        host.request(operation.method(), operation.concrete() + "?devise=x")
            .token("everything-0123456789");
    RawHttp.Reply reply = (operation.isSafe() ? request : request.json("")).send();
    assertProblem(reply, 400, "bad-request");
    assertThat(reply.text())
        .contains("devise", "known: " + (known.isEmpty() ? "none" : String.join(", ", known)));
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void refusesWithoutAToken(Operation operation) {
    RawHttp.Reply reply = request(operation, null).send();
    assertProblem(reply, 401, "unauthenticated");
    assertThat(reply.header("www-authenticate")).isEqualTo("Bearer");
  }

  @ParameterizedTest
  @MethodSource("behindNames")
  void refusesUnderAForeignName(Operation operation) {
    assertProblem(
        request(operation, "everything-0123456789").with("Host", "evil.example").send(),
        403,
        "host-not-allowed");
  }

  @ParameterizedTest
  @MethodSource("behindNames")
  void refusesPagesOfOthers(Operation operation) {
    assertProblem(
        request(operation, "everything-0123456789").with("Origin", "https://evil.example").send(),
        403,
        "forbidden");
    assertProblem(
        request(operation, "everything-0123456789").with("Sec-Fetch-Site", "cross-site").send(),
        403,
        "forbidden");
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void refusesWithoutTheScope(Operation operation) {
    assertProblem(request(operation, NOBODY).send(), 403, "forbidden");
    if (!operation.scope().equals(Optional.of("read"))) {
      assertProblem(request(operation, READER).send(), 403, "forbidden");
    }
  }

  @ParameterizedTest
  @MethodSource("unsafe")
  void refusesWhatAFormCouldSend(Operation operation) {
    for (String type : new String[] {null, "text/plain", "application/x-www-form-urlencoded"}) {
      assertProblem(
          request(operation, "everything-0123456789").with("Content-Type", type).send(),
          403,
          "forbidden");
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void answersAsDescribed(Operation operation) {
    if (STREAMS.contains(operation.path())) {
      return;
    }
    RawHttp.Reply reply = request(operation, "everything-0123456789").send();
    assertThat(reply.status()).as(reply.text()).isNotEqualTo(500);
    assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(reply.header("content-security-policy")).contains("default-src 'none'");
    assertThat(reply.header("access-control-allow-origin")).isNull();
    DESCRIPTION
        .schema(operation, reply.status())
        .ifPresent(
            schema ->
                assertThat(DESCRIPTION.faults(schema, reply.text())).as(reply.text()).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void otherMethodsAreRefused(Operation operation) {
    String path = operation.concrete();
    RawHttp.Reply reply =
        host.request("PATCH", path).token("everything-0123456789").json("{}").send();
    assertProblem(reply, 405, "method-not-allowed");
  }
}
