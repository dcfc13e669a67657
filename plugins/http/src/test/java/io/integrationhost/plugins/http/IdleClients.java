package io.integrationhost.plugins.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Clients that keep their connections and say nothing, in a process of their own: each end of a
 * connection takes a descriptor.
 */
final class IdleClients implements AutoCloseable {

  private final Process process;
  private final BufferedReader said;

  /** Connects them; each has sent one request and has its answer. */
  IdleClients(int port, String path, int count) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                IdleClients.class.getName(),
                Integer.toString(port),
                path,
                Integer.toString(count))
            .redirectErrorStream(true)
            .start();
    said = process.inputReader(StandardCharsets.UTF_8);
    expect("connected");
  }

  private void expect(String word) throws IOException {
    String line = said.readLine();
    if (!word.equals(line)) {
      process.destroyForcibly();
      throw new IOException("the idle clients say: " + line);
    }
  }

  /** Has each send again, and waits for their answers. */
  void sendAgain() throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append('\n').flush();
    expect("answered");
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The process: port, path, count; a line in has all send again, the end of it ends. */
  public static void main(String... arguments) throws IOException {
    List<RawClient> idle = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      var client = new RawClient(Integer.parseInt(arguments[0]));
      idle.add(client);
      send(client, arguments[1]);
    }
    System.out.println("connected");
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      for (RawClient each : idle) {
        send(each, arguments[1]);
      }
      System.out.println("answered");
    }
  }

  private static void send(RawClient client, String path) throws IOException {
    int status = client.post(path, "{}").answer().status();
    if (status != 204) {
      throw new IOException("answered with " + status);
    }
  }
}
