package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.TransportException;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Two small plugins on real sockets: one of datagrams, one that polls. */
class ExamplesTest {

  private static final String FIX =
      "$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230324,003.1,W*61";

  @Test
  void aReceiverTellsWhereItIs() throws IOException {
    NmeaPlugin plugin = new NmeaPlugin();
    int port;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (StartedTransport started = StartedTransport.start(plugin, "{port: " + port + "}");
        DatagramSocket socket = new DatagramSocket()) {
      byte[] bytes = (FIX.replace("*61", "*62") + "\n" + FIX).getBytes(StandardCharsets.US_ASCII);
      socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
      await().until(() -> started.uplinks().count() == 1);
      Decoded told = Decoded.of(started.uplinks().all());
      told.assertHas("gps-127.0.0.1", "latitude", 48 + 7.038 / 60);
      told.assertHas("gps-127.0.0.1", "longitude", 11 + 31.0 / 60);
      assertThat(started.transport().health().detail()).contains("1 bad frames");
    } finally {
      plugin.close();
    }
  }

  /** Answers a question: a read with 42, a write with itself, or with an exception. */
  private static byte[] serve(Socket socket, boolean writes) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] question = in.readNBytes(12);
    while (writes && question[7] == 3) {
      socket.getOutputStream().write(answer(question));
      question = in.readNBytes(12);
    }
    return question;
  }

  private static byte[] answer(byte[] question) {
    return ByteBuffer.allocate(11)
        .put(question, 0, 4)
        .putShort((short) 5)
        .put(question, 6, 2)
        .put((byte) 2)
        .putShort((short) 42)
        .array();
  }

  @Test
  void aMeterIsPolledAndWrittenAndDialledAgain() throws IOException {
    ModbusPlugin plugin = new ModbusPlugin();
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        StartedTransport started =
            StartedTransport.start(
                plugin,
                "{host: localhost, port: "
                    + server.getLocalPort()
                    + ", retry {first = 100 ms, most = 100 ms}, points: [{device: meter, key: power,"
                    + " unit: 1, address: 7, period: 20 ms}]}")) {
      server.setSoTimeout(20_000);
      try (Socket first = server.accept()) {
        byte[] question = serve(first, false);
        assertThat(question).endsWith(0, 6, 1, 3, 0, 7, 0, 1);
        first.getOutputStream().write(answer(question));
        await().until(() -> started.uplinks().count() == 1);
        Decoded.of(started.uplinks().all()).assertHas("meter", "power", 42L);
        var written = started.downlink("meter", "power 300".getBytes(StandardCharsets.UTF_8));
        byte[] write = serve(first, true);
        assertThat(write).endsWith(1, 6, 0, 7, 1, 44);
        first.getOutputStream().write(write);
        await().until(() -> written.toCompletableFuture().isDone());
        written.toCompletableFuture().join();
        var poison = started.downlink("meter", "power 301".getBytes(StandardCharsets.UTF_8));
        write = serve(first, true);
        byte[] refusal = ByteBuffer.allocate(9).put(write, 0, 9).array();
        refusal[5] = 3;
        refusal[7] = (byte) 0x86;
        refusal[8] = 2;
        first.getOutputStream().write(refusal);
        await().until(() -> poison.toCompletableFuture().isDone());
        assertThat(kind(poison.toCompletableFuture()::join))
            .isEqualTo(TransportException.Kind.REJECTED);
      }
      try (Socket second = server.accept()) {
        int before = started.uplinks().count();
        second.getOutputStream().write(answer(serve(second, false)));
        await().until(() -> started.uplinks().count() > before);
      }
    } finally {
      plugin.close();
    }
  }

  private static TransportException.Kind kind(Runnable joined) {
    try {
      joined.run();
    } catch (CompletionException e) {
      return ((TransportException) e.getCause()).kind();
    }
    throw new AssertionError("it was taken");
  }
}
