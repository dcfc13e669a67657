package io.integrationhost.remote;

import io.grpc.Attributes;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.integrationhost.remote.proto.IntegrationTransport;
import io.integrationhost.remote.proto.RequestMsg;
import io.integrationhost.remote.proto.ResponseMsg;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** The server's side of the link, of which a test plays every move. */
final class ScriptedServer implements AutoCloseable {
  private final BlockingQueue<ServerStream> streams = new LinkedBlockingQueue<>();
  private final Server server;
  final AtomicInteger transports = new AtomicInteger();
  final AtomicInteger openTransports = new AtomicInteger();

  /** Makes new streams take only the messages they are told to, after the first. */
  volatile boolean manualDemand;

  ScriptedServer() throws IOException {
    this(0, builder -> builder);
  }

  ScriptedServer(int port, UnaryOperator<NettyServerBuilder> options) throws IOException {
    ServerServiceDefinition service =
        ServerServiceDefinition.builder(IntegrationTransport.SERVICE)
            .addMethod(
                IntegrationTransport.handleMsgs(),
                ServerCalls.asyncBidiStreamingCall(
                    responses -> {
                      ServerCallStreamObserver<ResponseMsg> observer =
                          (ServerCallStreamObserver<ResponseMsg>) responses;
                      if (manualDemand) {
                        observer.disableAutoRequest();
                        observer.request(1);
                      }
                      ServerStream stream = new ServerStream(observer);
                      streams.add(stream);
                      return stream;
                    }))
            .build();
    server =
        options
            .apply(
                NettyServerBuilder.forAddress(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
            .addService(service)
            .addTransportFilter(new TransportCounter())
            .build()
            .start();
  }

  private final class TransportCounter extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes attributes) {
      transports.incrementAndGet();
      openTransports.incrementAndGet();
      return attributes;
    }

    @Override
    public void transportTerminated(Attributes attributes) {
      openTransports.decrementAndGet();
    }
  }

  int port() {
    return server.getPort();
  }

  ServerAddress address() {
    return new ServerAddress("127.0.0.1", port(), Optional.empty());
  }

  /** The next stream that a client opened, not yet answered. */
  ServerStream nextStream() throws InterruptedException {
    ServerStream stream = streams.poll(20, TimeUnit.SECONDS);
    if (stream == null) {
      throw new AssertionError("no stream was opened");
    }
    return stream;
  }

  /** The next stream, after its connect request was accepted. */
  ServerStream accept() throws InterruptedException {
    ServerStream stream = nextStream();
    RequestMsg request = stream.nextRequest();
    if (!request.hasConnectRequestMsg()) {
      throw new AssertionError("a stream began with " + request);
    }
    stream.send(Messages.accepted());
    return stream;
  }

  boolean hasMoreStreams() {
    return !streams.isEmpty();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  /** Closes, and waits until the port is free. */
  void closeAndWait() throws InterruptedException {
    close();
    server.awaitTermination(10, TimeUnit.SECONDS);
  }
}
