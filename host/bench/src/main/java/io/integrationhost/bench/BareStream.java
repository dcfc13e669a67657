package io.integrationhost.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.integrationhost.remote.proto.ConnectRequestMsg;
import io.integrationhost.remote.proto.IntegrationTransport;
import io.integrationhost.remote.proto.MessageType;
import io.integrationhost.remote.proto.RequestMsg;
import io.integrationhost.remote.proto.UplinkMsg;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The link reduced to gRPC: a stream that sends the same encoded messages over and over, a fixed
 * number of them in flight. What it delivers is a ceiling for everything that sends such messages.
 * Thread-safe.
 */
public final class BareStream implements AutoCloseable {
  private static final int CLOSE_SECONDS = 5;

  private final CountingThread thread = new CountingThread("bare-stream");
  private final ManagedChannel channel;
  private final BareCall call;

  /**
   * Connects and begins to send.
   *
   * @param port of a server on the loopback address
   * @param batches encoded uplink messages, sent in turn
   * @param window so many messages are in flight
   */
  public BareStream(int port, String routingKey, String secret, List<byte[]> batches, int window) {
    channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .eventLoopGroup(thread.group())
            .channelType(NioSocketChannel.class)
            .directExecutor()
            .disableRetry()
            .usePlaintext()
            .build();
    ClientCall<byte[], byte[]> stream =
        channel.newCall(
            IntegrationTransport.handleMsgs().toBuilder(new RawMarshaller(), new RawMarshaller())
                .build(),
            CallOptions.DEFAULT);
    call = new BareCall(stream, batches.stream().map(BareStream::request).toList(), window);
    stream.start(call, new Metadata());
    stream.request(window);
    stream.sendMessage(
        RequestMsg.newBuilder()
            .setConnectRequestMsg(
                ConnectRequestMsg.newBuilder()
                    .setIntegrationRoutingKey(routingKey)
                    .setIntegrationSecret(secret)
                    .setServiceId("bare"))
            .build()
            .toByteArray());
  }

  /** Messages that were answered. */
  public long answered() {
    return call.answered();
  }

  /** Messages that were sent. */
  public long sent() {
    return call.sent();
  }

  /** Sends nothing more; what is in flight is still answered. */
  public void stop() {
    call.stop();
  }

  private static byte[] request(byte[] uplink) {
    try {
      return RequestMsg.newBuilder()
          .setMessageType(MessageType.UPLINK_RPC_MESSAGE)
          .setUplinkMsg(UplinkMsg.parseFrom(uplink))
          .build()
          .toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("a batch is no uplink message", e);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.close();
  }
}
