package io.integrationhost.host.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Environment variables of the official remote integration packages that are no setting here, or
 * are written in another way (facts 5.8). All others are in {@code defaults.conf}.
 */
final class OfficialVariables {

  private static final String FILES =
      "what waits is bounded in bytes, by spool.max-size in the settings file";
  private static final String THREADS =
      "the scripts of all converters share the threads of the setting converter.threads";

  private static final Map<String, String> WITHOUT_MEANING =
      Map.ofEntries(
          Map.entry("INTEGRATION_STORAGE_MAX_FILE_COUNT", FILES),
          Map.entry("INTEGRATION_STORAGE_MAX_RECORDS_PER_FILE", FILES),
          Map.entry(
              "INTEGRATION_STORAGE_MAX_RECORDS_BETWEEN_FSYNC",
              "a device is answered when its reading is on the disk, see spool.durability"),
          Map.entry(
              "INTEGRATION_STORAGE_MAX_READ_RECORDS_COUNT",
              "how many readings travel in one message is batch.max-records"),
          Map.entry(
              "INTEGRATION_STORAGE_NO_READ_RECORDS_SLEEP",
              "a reading leaves at once, nothing polls the storage"),
          Map.entry("EXECUTORS_SIZE", "no pool of threads handles devices or messages"),
          Map.entry(
              "EXECUTORS_RECONNECT_TIMEOUT",
              "a lost connection is tried again after 1 to 30 seconds, growing and spread"),
          Map.entry("RPC_TIMEOUT", "how long an answer may take is thingsboard.answer-timeout"),
          Map.entry(
              "RPC_CLIENT_KEEP_ALIVE_TIME_SEC",
              "an idle connection proves itself at each thingsboard.heartbeat"),
          Map.entry(
              "INTEGRATION_ALLOW_LOCAL_NETWORK_HOSTS",
              "an integration may connect to every host that this machine reaches"),
          Map.entry("TB_SERVICE_TYPE", "one program serves integrations of all types"),
          Map.entry("LOCAL_JS_THREAD_POOL_SIZE", THREADS),
          Map.entry("LOCAL_JS_SANDBOX_MONITOR_THREAD_POOL_SIZE", THREADS),
          Map.entry("TBEL_THREAD_POOL_SIZE", THREADS),
          Map.entry(
              "TBEL_COMPILED_SCRIPTS_CACHE_SIZE",
              "each converter keeps its own script compiled for as long as it is in use"));

  private static final List<String> IN_SECONDS =
      List.of("LOCAL_JS_SANDBOX_MAX_BLACKLIST_DURATION_SEC", "TBEL_MAX_BLACKLIST_DURATION_SEC");

  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private final Map<String, String> environment;

  OfficialVariables(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The environment with units where the official packages have bare numbers of seconds. */
  Map<String, String> withUnits() {
    Map<String, String> all = new HashMap<>(environment);
    for (String name : IN_SECONDS) {
      all.computeIfPresent(
          name,
          (same, value) -> DIGITS.matcher(value.strip()).matches() ? value.strip() + "s" : value);
    }
    return all;
  }

  /** What an operator should know of the variables that are set, in a fixed order. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    new TreeMap<>(WITHOUT_MEANING)
        .forEach(
            (name, hint) -> {
              if (environment.containsKey(name)) {
                notes.add(variable(name) + "is set but has no meaning here; " + hint);
              }
            });
    if (environment.containsKey("HTTP_BIND_ADDRESS")) {
      notes.add(
          variable("HTTP_BIND_ADDRESS")
              + "is where integrations of the HTTP plugin listen, and nothing else; where the host"
              + " itself can be asked is admin.address (ADMIN_ADDRESS)");
    }
    if (environment.containsKey("HTTP_BIND_PORT")) {
      notes.add(
          variable("HTTP_BIND_PORT")
              + "is where integrations of the HTTP plugin listen, while there are any, and a part"
              + " of the name under which ThingsBoard shows events of this host; a probe asks"
              + " /health/live and /health/ready at admin.port (ADMIN_PORT)");
    }
    value("JS_EVALUATOR")
        .filter(evaluator -> !evaluator.equalsIgnoreCase("local"))
        .ifPresent(
            evaluator ->
                notes.add(
                    variable("JS_EVALUATOR")
                        + "is '"
                        + evaluator
                        + "', but scripts run in this process only, as with 'local'"));
    value("USE_LOCAL_JS_SANDBOX")
        .filter(used -> !used.equalsIgnoreCase("true"))
        .ifPresent(
            used ->
                notes.add(
                    variable("USE_LOCAL_JS_SANDBOX")
                        + "is '"
                        + used
                        + "', but the sandbox of scripts cannot be switched off; see the limits in"
                        + " the setting converter"));
    return notes;
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip);
  }

  private static String variable(String name) {
    return "environment variable " + name + " ";
  }
}
