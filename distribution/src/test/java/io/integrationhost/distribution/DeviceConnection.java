package io.integrationhost.distribution;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A device that talks lines over TCP. */
final class DeviceConnection implements AutoCloseable {

  private final Socket socket;
  private final BufferedReader in;

  DeviceConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) HostProcess.PATIENCE.toMillis());
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  void send(String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  String answer() throws IOException {
    return in.readLine();
  }

  String ask(String line) throws IOException {
    send(line);
    return answer();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
