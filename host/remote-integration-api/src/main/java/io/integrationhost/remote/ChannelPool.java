package io.integrationhost.remote;

import io.grpc.netty.NettyChannelBuilder;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocatorMetric;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One channel per server address, for as long as links use it. Thread-safe. */
final class ChannelPool implements AutoCloseable {
  /** A configuration with large scripts may exceed gRPC's 4 MiB (facts 2.1). */
  static final int MAX_INBOUND_BYTES = 64 * 1024 * 1024;

  /** What the server may send at a time, as gRPC's own default at the start. */
  private static final int WINDOW_BYTES = 1024 * 1024;

  /** As gRPC's own allocator: its chunks are 2 MiB, as a message is seldom larger. */
  private static final int CHUNK_ORDER = 8;

  private final LinkThreads threads;
  private final Duration connectTimeout;
  private final PooledByteBufAllocator allocator =
      new PooledByteBufAllocator(
          PooledByteBufAllocator.defaultPreferDirect(),
          PooledByteBufAllocator.defaultNumHeapArena(),
          PooledByteBufAllocator.defaultNumDirectArena(),
          PooledByteBufAllocator.defaultPageSize(),
          Math.min(CHUNK_ORDER, PooledByteBufAllocator.defaultMaxOrder()),
          PooledByteBufAllocator.defaultSmallCacheSize(),
          PooledByteBufAllocator.defaultNormalCacheSize(),
          PooledByteBufAllocator.defaultUseCacheForAllThreads());
  private final Map<ServerAddress, Entry> entries = new HashMap<>();

  ChannelPool(LinkThreads threads, Duration connectTimeout) {
    this.threads = threads;
    this.connectTimeout = connectTimeout;
  }

  private static final class Entry {
    final SharedChannel channel;
    int users;

    Entry(SharedChannel channel) {
      this.channel = channel;
    }
  }

  /**
   * @throws LinkException if the files for encryption cannot be used
   */
  synchronized SharedChannel acquire(ServerAddress address) {
    Entry entry = entries.get(address);
    if (entry == null) {
      entry = new Entry(open(address));
      entries.put(address, entry);
    }
    entry.users++;
    return entry.channel;
  }

  synchronized void release(ServerAddress address) {
    Entry entry = entries.get(address);
    if (entry != null && --entry.users == 0) {
      entries.remove(address);
      entry.channel.shutdown();
    }
  }

  PooledMemory pooledMemory() {
    PooledByteBufAllocatorMetric pools = allocator.metric();
    return new PooledMemory(pools.usedHeapMemory(), pools.usedDirectMemory());
  }

  @Override
  public synchronized void close() {
    entries.values().forEach(entry -> entry.channel.shutdownNow());
    entries.clear();
  }

  private SharedChannel open(ServerAddress address) {
    try {
      NettyChannelBuilder builder =
          NettyChannelBuilder.forAddress(address.host(), address.port())
              .eventLoopGroup(threads.network())
              .channelType(NioSocketChannel.class)
              .withOption(ChannelOption.ALLOCATOR, allocator)
              .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTimeout.toMillis())
              .executor(threads.callbacks())
              .offloadExecutor(threads.workers())
              // Fixed: to measure a better one gRPC would send a ping after every answer.
              .flowControlWindow(WINDOW_BYTES)
              .maxInboundMessageSize(MAX_INBOUND_BYTES)
              .disableRetry()
              .disableServiceConfigLookUp();
      if (address.tls().isPresent()) {
        builder.sslContext(TlsContext.of(address.tls().get()));
      } else {
        builder.usePlaintext();
      }
      return new SharedChannel(builder.build(), threads.apart());
    } catch (IllegalArgumentException failure) {
      throw new LinkException(
          "thingsboard.host: "
              + address.host()
              + " cannot be used as a host name; write only the name or address, with letters,"
              + " digits, dots and hyphens (no underscore)",
          failure);
    }
  }
}
