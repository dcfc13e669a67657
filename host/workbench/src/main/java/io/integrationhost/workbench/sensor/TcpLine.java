package io.integrationhost.workbench.sensor;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The guide's conversation over TCP. */
final class TcpLine implements Line {

  private static final int CONNECT_MILLIS = 5000;
  private static final int ANSWER_MILLIS = 60_000;

  private final Socket socket = new Socket();
  private final BufferedReader in;

  /** Connects and greets. */
  TcpLine(SensorSettings settings, String name, SensorReport report) throws IOException {
    boolean open = false;
    try {
      socket.connect(new InetSocketAddress(settings.host(), settings.port()), CONNECT_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.setTcpNoDelay(true);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String greeting = "Hello to ThingsBoard! My name is [" + name + "]";
      report.answered(name, greeting, ask(greeting), SensorReport.Kind.GREETING);
      open = true;
    } finally {
      if (!open) {
        socket.close();
      }
    }
  }

  @Override
  public Told tell(Reading reading) throws IOException {
    String answer = ask(reading.values());
    return new Told(
        reading.values(),
        answer,
        answer.equals("OK") ? SensorReport.Kind.OK : SensorReport.Kind.OTHER);
  }

  private String ask(String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    String answer = in.readLine();
    if (answer == null) {
      throw new EOFException("the connection was closed instead of an answer to '" + line + "'");
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
