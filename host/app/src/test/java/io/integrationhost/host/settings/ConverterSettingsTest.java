package io.integrationhost.host.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.integrationhost.converter.ConverterLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The section {@code converter} and the official variables of facts 5.8. */
final class ConverterSettingsTest {
  private static final Duration TIME = Duration.ofSeconds(20);

  private static HostSettings settings(Map<String, String> variables, String text) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("RPC_HOST", "tb.example.org");
    environment.put("INTEGRATION_ROUTING_KEY", "key");
    environment.put("INTEGRATION_SECRET", "secret");
    return new SettingsLoader(Path.of("home"), environment).loadText(text);
  }

  private static ConverterLimits limits(Map<String, String> variables, String text) {
    return settings(variables, text).converter();
  }

  private static String problem(Map<String, String> variables, String text) {
    SettingsException failure =
        catchThrowableOfType(SettingsException.class, () -> settings(variables, text));
    assertThat(failure).isNotNull();
    return failure.getMessage();
  }

  @Test
  void theDefaultsAreThoseOfTheEngine() {
    ConverterLimits engine = ConverterLimits.defaults();
    assertThat(limits(Map.of(), ""))
        .isEqualTo(engine.with(new ConverterLimits.Pool(engine.pool().threads(), 20_000)));
  }

  @Test
  void takesTheLimitsOfJavaScriptFromTheEnvironment() {
    ConverterLimits limits =
        limits(
            Map.of(
                "JS_MAX_TOTAL_ARGS_SIZE", "1",
                "JS_MAX_RESULT_SIZE", "2",
                "JS_MAX_SCRIPT_BODY_SIZE", "3",
                "LOCAL_JS_SANDBOX_MAX_CPU_TIME", "100",
                "LOCAL_JS_MAX_REQUEST_TIMEOUT", "150",
                "LOCAL_JS_SANDBOX_MAX_MEMORY", "4194304",
                "LOCAL_JS_SANDBOX_MAX_ERRORS", "5",
                "LOCAL_JS_SANDBOX_MAX_BLACKLIST_DURATION_SEC", "7"),
            "");
    assertThat(limits.sizes()).isEqualTo(new ConverterLimits.Sizes(3, 1, 2));
    assertThat(limits.budget().cpuTime()).isEqualTo(Duration.ofMillis(100));
    assertThat(limits.budget().wallTime()).isEqualTo(Duration.ofMillis(150));
    assertThat(limits.budget().memory()).isEqualTo(4L << 20);
    assertThat(limits.errors())
        .isEqualTo(new ConverterLimits.Errors(5, 50, TIME, Duration.ofSeconds(7)));
    assertThat(limits.tbel()).isEqualTo(ConverterLimits.defaults().tbel());
  }

  @Test
  void takesTheRulesForValuesFromTheEnvironment() {
    assertThat(
            limits(
                    Map.of("JSON_TYPE_CAST_ENABLED", "false", "JSON_MAX_STRING_VALUE_LENGTH", "7"),
                    "")
                .values())
        .isEqualTo(new ConverterLimits.Values(false, 7));
  }

  @Test
  void takesTheLimitsOfTbelFromTheEnvironment() {
    ConverterLimits limits =
        limits(
            Map.of(
                "TBEL_ENABLED", "false",
                "TBEL_MAX_SCRIPT_BODY_SIZE", "1",
                "TBEL_MAX_TOTAL_ARGS_SIZE", "2",
                "TBEL_MAX_RESULT_SIZE", "3",
                "TBEL_MAX_REQUEST_TIMEOUT", "250",
                "TBEL_MAX_ERRORS", "4",
                "TBEL_MAX_BLACKLIST_DURATION_SEC", "90",
                "TBEL_MAX_MEMORY_LIMIT_MB", "16"),
            "");
    assertThat(limits.tbel())
        .isEqualTo(
            new ConverterLimits.Tbel(
                false,
                new ConverterLimits.Sizes(1, 2, 3),
                Duration.ofMillis(250),
                16L * 1024 * 1024,
                new ConverterLimits.Errors(4, 40, TIME, Duration.ofSeconds(90))));
    assertThat(limits.sizes().result()).isEqualTo(300_000);
    assertThat(limits.errors()).isEqualTo(ConverterLimits.defaults().errors());
  }

  @Test
  void zeroMeansALimitThatFollowsAnother() {
    ConverterLimits limits =
        limits(
            Map.of("LOCAL_JS_MAX_REQUEST_TIMEOUT", "0", "TBEL_MAX_REQUEST_TIMEOUT", "0"),
            "converter.max-time = 2s");
    assertThat(limits.budget().wallTime()).isEqualTo(Duration.ofSeconds(8));
    assertThat(limits.tbel().cpuTime()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void theFileWinsOverTheEnvironment() {
    ConverterLimits limits =
        limits(
            Map.of("LOCAL_JS_SANDBOX_MAX_BLACKLIST_DURATION_SEC", "7", "TBEL_MAX_ERRORS", "9"),
            "converter { block-time = 2m, max-errors-total = 11,"
                + " tbel { max-errors = 5, max-errors-total = 6, block-time = 3m } }");
    assertThat(limits.errors())
        .isEqualTo(new ConverterLimits.Errors(3, 11, TIME, Duration.ofMinutes(2)));
    assertThat(limits.tbel().errors())
        .isEqualTo(new ConverterLimits.Errors(5, 6, TIME, Duration.ofMinutes(3)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-errors = 0            | converter.max-errors: must be from 1 to 100000, is 0",
        "max-errors-total = -1     | converter.max-errors-total: must be from 0 to 1000000, is -1",
        "max-errors-total = 2      | must be at least converter.max-errors (3), is 2; 0 means ten",
        "block-time = 0s           | converter.block-time: must be a time of at least 1 ms, such as"
            + " 30s, is",
        "max-time = 5ms            | converter.max-time: must be a time of at least 10 ms, such as"
            + " 30s, is",
        "max-wall-time = 5ms       | converter.max-wall-time: must be a time of at least 10 ms,"
            + " such as 30s, is",
        "threads = 257             | converter.threads: must be from 0 to 256, is 257",
        "tbel.max-time = 5ms       | converter.tbel.max-time: must be a time of at least 10 ms,"
            + " such as 30s, is",
        "tbel.max-errors-total = 1 | must be at least converter.tbel.max-errors (3), is 1",
        "tbel.block-time = soon    | converter.tbel.block-time: must be a time of at least 1 ms,"
            + " such as 30s, is",
        "max-error = 4             | did you mean 'max-errors'?",
      })
  void invalidValues(String setting, String problem) {
    assertThat(problem(Map.of(), "converter." + setting)).contains(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LOCAL_JS_SANDBOX_MAX_BLACKLIST_DURATION_SEC",
        "TBEL_MAX_BLACKLIST_DURATION_SEC",
        "TBEL_MAX_REQUEST_TIMEOUT",
        "TBEL_MAX_ERRORS"
      })
  void invalidVariablesAreProblemsToo(String name) {
    assertThat(problem(Map.of(name, "many"), "")).contains("is \"many\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LOCAL_JS_THREAD_POOL_SIZE                 | 50     | the setting converter.threads",
        "LOCAL_JS_SANDBOX_MONITOR_THREAD_POOL_SIZE | 4      | the setting converter.threads",
        "TBEL_THREAD_POOL_SIZE                     | 50     | the setting converter.threads",
        "TBEL_COMPILED_SCRIPTS_CACHE_SIZE          | 1000   | keeps its own script compiled",
        "JS_EVALUATOR                              | remote | is 'remote', but scripts run in this",
        "USE_LOCAL_JS_SANDBOX                      | false  | cannot be switched off",
        "RPC_TIMEOUT                               | 1      | no meaning here; how long an answer",
        "RPC_CLIENT_KEEP_ALIVE_TIME_SEC            | 300    | at each thingsboard.heartbeat",
        "INTEGRATION_STORAGE_MAX_FILE_COUNT        | 100    | spool.max-size",
        "INTEGRATION_STORAGE_MAX_RECORDS_PER_FILE  | 30     | spool.max-size",
        "INTEGRATION_STORAGE_MAX_RECORDS_BETWEEN_FSYNC | 10 | see spool.durability",
        "INTEGRATION_STORAGE_MAX_READ_RECORDS_COUNT | 50    | is batch.max-records",
        "INTEGRATION_STORAGE_NO_READ_RECORDS_SLEEP | 1000   | a reading leaves at once",
        "EXECUTORS_SIZE                            | 1      | no pool of threads",
        "EXECUTORS_RECONNECT_TIMEOUT               | 3000   | after 1 to 30 seconds",
        "HTTP_BIND_ADDRESS                         | 0.0.0.0 | of the HTTP plugin listen, and"
            + " nothing else",
        "HTTP_BIND_PORT                            | 8082   | of the HTTP plugin listen, while"
            + " there are any",
        "INTEGRATION_ALLOW_LOCAL_NETWORK_HOSTS     | true   | every host that this machine",
        "TB_SERVICE_TYPE                           | tb-integration | integrations of all types",
      })
  void variablesThatAreNoSettingGiveANote(String name, String value, String note) {
    assertThat(settings(Map.of(name, value), "").notes())
        .singleElement()
        .asString()
        .startsWith("environment variable " + name + " is ")
        .contains(note);
  }

  @Test
  void whatTheOfficialPackagesShipGivesNoNote() {
    Map<String, String> shipped = Map.of("JS_EVALUATOR", "local", "USE_LOCAL_JS_SANDBOX", "true");
    assertThat(settings(shipped, "").notes()).isEmpty();
  }
}
