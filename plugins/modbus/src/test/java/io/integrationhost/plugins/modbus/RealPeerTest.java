package io.integrationhost.plugins.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.RequiredTools;
import io.integrationhost.testkit.StartedTransport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Peers that nobody here wrote: servers of pymodbus in all framings, {@code mbpoll} (libmodbus) and
 * pymodbus as clients of ours. Skipped where they are not installed.
 */
class RealPeerTest {

  @TempDir private Path folder;
  private final ModbusPlugin plugin = new ModbusPlugin();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void close() throws InterruptedException {
    for (Process each : started) {
      each.destroyForcibly();
      assertThat(each.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    plugin.close();
  }

  /** The interpreter that Debian's pymodbus is installed for, which lies beside its commands. */
  private Process python(String script, String... args) throws IOException {
    Path command = RequiredTools.orSkip("pymodbus.console");
    Path file = folder.resolve(script);
    if (!Files.exists(file)) {
      try (InputStream in = RealPeerTest.class.getResourceAsStream("/peers/" + script)) {
        Files.copy(in, file);
      }
    }
    List<String> line =
        new ArrayList<>(List.of(command.resolveSibling("python3").toString(), file.toString()));
    line.addAll(List.of(args));
    return run(line);
  }

  private Process run(List<String> line) throws IOException {
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    started.add(process);
    return process;
  }

  private static String output(Process process) throws IOException, InterruptedException {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return text;
  }

  private static String connection(String name, String transport, int port) {
    return "{name: "
        + name
        + ", transport: "
        + transport
        + ", host: localhost, port: "
        + port
        + ", devices: [{name: \""
        + name
        + " ${unit}\", units: 1-2, pollPeriod: 200, points: [{key: h, register: holding, address:"
        + " 7, type: 16uint, write: true}, {key: f, register: input, address: 0, type: 32float,"
        + " round: 3}, {key: c, register: coil, address: 3, count: 2, write: true}, {key: d,"
        + " register: discrete, address: 3}]}]}";
  }

  @Test
  void readsAndWritesInAllFramings() throws IOException {
    Map<String, String> kinds =
        Map.of("tcp", "socket", "rtu-over-tcp", "rtu", "ascii-over-tcp", "ascii", "udp", "udp");
    List<String> connections = new ArrayList<>();
    List<BufferedReader> ready = new ArrayList<>();
    for (Map.Entry<String, String> kind : kinds.entrySet()) {
      int port = FreePort.find();
      ready.add(python("server.py", Integer.toString(port), kind.getValue()).inputReader());
      connections.add(connection(kind.getKey(), kind.getKey(), port));
    }
    for (BufferedReader each : ready) {
      assertThat(each.readLine()).isEqualTo("ready");
    }
    String slice =
        "{retry {first = 100 ms, most = 200 ms}, connections: ["
            + String.join(", ", connections)
            + "]}";
    try (StartedTransport transport = StartedTransport.start(plugin, slice)) {
      Map<String, Map<String, Value>> told = new HashMap<>();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                for (Uplink.Telemetry each : transport.uplinks().of(Uplink.Telemetry.class)) {
                  Map<String, Value> values =
                      told.computeIfAbsent(each.device().name(), none -> new HashMap<>());
                  each.values().forEach(one -> values.putAll(one.values()));
                }
                return told.values().stream().filter(values -> values.size() == 4).count() == 8;
              });
      assertThat(told.values())
          .allSatisfy(
              values ->
                  assertThat(values)
                      .isEqualTo(
                          Map.of(
                              "h", Value.of(7),
                              "f", Value.of(123.456),
                              "c", Value.json("[false,true]"),
                              "d", Value.of(true))));
      for (String kind : kinds.keySet()) {
        StartedTransport.join(
            transport.downlink(
                kind + " 2",
                Bytes.utf8(
                    "{\"write\": [{\"key\": \"h\", \"value\": 4711, \"readBack\": true}, {\"key\":"
                        + " \"c\", \"value\": [true, false], \"readBack\": true}, {\"register\":"
                        + " \"holding\", \"address\": 50, \"type\": \"32float\", \"value\": 1.5,"
                        + " \"readBack\": true}]}")));
      }
      assertThat(transport.uplinks().of(Uplink.Attributes.class))
          .hasSize(4)
          .allSatisfy(
              each ->
                  assertThat(each.values().get("lastWrite").toString())
                      .contains("\"h\":4711", "\"c\":[true,false]", "\"holding 50\":1.5"));
      assertThat(transport.transport().health().status()).isEqualTo(Health.Status.UP);
    }
  }

  @Test
  void isAServerToClientsOfOthers() throws IOException, InterruptedException {
    Path mbpoll = RequiredTools.orSkip("mbpoll");
    int port = FreePort.find();
    try (StartedTransport transport =
        StartedTransport.start(
            plugin,
            "{servers: [{port: "
                + port
                + ", devices: [{name: plc, units: 1, points: [{key: level, register: holding,"
                + " address: 0, type: 32float, round: 3}, {key: open, register: coil, address:"
                + " 3}]}]}]}")) {
      assertThat(output(python("client.py", Integer.toString(port))))
          .contains(
              "WriteMultipleRegisterResponse (0,2)",
              "[17142, 59769]",
              "Exception Response(131, 3, IllegalAddress)");
      assertThat(transport.uplinks().of(Uplink.Telemetry.class))
          .extracting(each -> each.values().get(0).values())
          .containsExactly(Map.of("level", Value.of(123.456)), Map.of("open", Value.of(true)));
      String written =
          output(
              run(
                  List.of(
                      mbpoll.toString(),
                      "-m",
                      "tcp",
                      "-a",
                      "1",
                      "-0",
                      "-r",
                      "0",
                      "-t",
                      "4:hex",
                      "-p",
                      Integer.toString(port),
                      "127.0.0.1",
                      "0x3fc0",
                      "0x0000")));
      assertThat(written).contains("Written 2 references");
      assertThat(transport.uplinks().awaitCount(3).get(2))
          .isInstanceOfSatisfying(
              Uplink.Telemetry.class,
              each ->
                  assertThat(each.values().get(0).values())
                      .isEqualTo(Map.of("level", Value.of(1.5))));
      String read =
          output(
              run(
                  List.of(
                      mbpoll.toString(),
                      "-m",
                      "tcp",
                      "-a",
                      "1",
                      "-0",
                      "-r",
                      "0",
                      "-t",
                      "4:float",
                      "-B",
                      "-1",
                      "-p",
                      Integer.toString(port),
                      "127.0.0.1")));
      assertThat(read).contains("1.5");
    }
  }
}
