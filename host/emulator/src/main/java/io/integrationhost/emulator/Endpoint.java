package io.integrationhost.emulator;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.integrationhost.remote.proto.RequestMsg;
import io.integrationhost.remote.proto.ResponseMsg;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The gRPC server: listens, stops, listens again on the same port. Thread-safe. */
final class Endpoint {
  private static final String SERVICE = "integration.IntegrationTransport";
  private static final int STOP_SECONDS = 10;

  private static final MethodDescriptor<RequestMsg, ResponseMsg> HANDLE_MSGS =
      MethodDescriptor.<RequestMsg, ResponseMsg>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "handleMsgs"))
          .setRequestMarshaller(ProtoUtils.marshaller(RequestMsg.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(ResponseMsg.getDefaultInstance()))
          .build();

  private final EmulatorSettings settings;
  private final EmulatorThreads threads;
  private final SessionContext sessions;
  private final Set<Channel> connections = ConcurrentHashMap.newKeySet();
  private Server server;
  private int port;

  Endpoint(EmulatorSettings settings, EmulatorThreads threads, SessionContext sessions) {
    this.settings = settings;
    this.threads = threads;
    this.sessions = sessions;
    this.port = settings.port();
  }

  synchronized int port() {
    return port;
  }

  synchronized void listen() {
    if (server != null) {
      return;
    }
    InetSocketAddress address = new InetSocketAddress(settings.address(), port);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address)
            .channelFactory(() -> new TrackedServerChannel(connections))
            .bossEventLoopGroup(threads.acceptor())
            .workerEventLoopGroup(threads.io())
            .executor(threads.calls())
            .permitKeepAliveTime(settings.permitKeepAliveTime().toNanos(), TimeUnit.NANOSECONDS)
            .addService(
                ServerServiceDefinition.builder(SERVICE)
                    .addMethod(
                        HANDLE_MSGS,
                        ServerCalls.asyncBidiStreamingCall(
                            response ->
                                Session.open(
                                    sessions, (ServerCallStreamObserver<ResponseMsg>) response)))
                    .build());
    settings.tls().ifPresent(tls -> builder.sslContext(sslContext(tls)));
    try {
      server = builder.build().start();
      port = server.getPort();
    } catch (IOException e) {
      throw new EmulatorException(
          "The emulator cannot listen on "
              + settings.address()
              + ":"
              + port
              + "; is the port in use? Choose another port, or 0 for any free one",
          e);
    }
  }

  /** Closes the port and every connection; returns when all streams have ended. */
  synchronized void stop() {
    if (server == null) {
      return;
    }
    server.shutdownNow();
    try {
      if (!server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        breakConnections();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server = null;
    endSessions();
  }

  /** Breaks every connection as a network failure would; the port stays open. */
  void breakConnections() {
    endSessions();
    connections.forEach(Endpoint::breakOff);
  }

  /** Closes below gRPC's handlers, which would say goodbye and wait for the streams. */
  private static void breakOff(Channel connection) {
    ChannelHandlerContext lowest = connection.pipeline().firstContext();
    var unused = lowest == null ? connection.close() : lowest.close();
  }

  /** Now and not when gRPC tells, so that a late end cannot evict a stream that comes after. */
  private void endSessions() {
    sessions.open().forEach(Session::end);
  }

  private static SslContext sslContext(TlsFiles tls) {
    try {
      SslContextBuilder builder =
          GrpcSslContexts.forServer(tls.certificateChain().toFile(), tls.privateKey().toFile());
      tls.clientTrust()
          .ifPresent(trust -> builder.trustManager(trust.toFile()).clientAuth(ClientAuth.REQUIRE));
      return builder.build();
    } catch (IOException | IllegalArgumentException e) {
      throw new EmulatorException(
          "The emulator cannot use its TLS files (certificate chain "
              + tls.certificateChain()
              + ", private key "
              + tls.privateKey()
              + tls.clientTrust().map(trust -> ", client trust " + trust).orElse("")
              + "): they must be readable PEM files and the key PKCS#8 without a password. Cause: "
              + e.getMessage(),
          e);
    }
  }

  /** Remembers the connections it accepts, so that a test can break them. */
  private static final class TrackedServerChannel extends NioServerSocketChannel {
    private final Set<Channel> connections;

    TrackedServerChannel(Set<Channel> connections) {
      this.connections = connections;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
      int before = accepted.size();
      int result = super.doReadMessages(accepted);
      for (Object connection : accepted.subList(before, accepted.size())) {
        Channel channel = (Channel) connection;
        connections.add(channel);
        var unused = channel.closeFuture().addListener(future -> connections.remove(channel));
      }
      return result;
    }
  }
}
