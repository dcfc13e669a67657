package io.integrationhost.cli.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.admin.health.Health;
import io.integrationhost.cli.systemd.Systemd.Telling;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What systemd is told, at a real datagram socket. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has systemd")
class SystemdTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration NEVER = Duration.ofDays(1);

  @TempDir Path folder;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private volatile Health.Status ready = Health.Status.DOWN;
  private volatile Health.Status live = Health.Status.UP;
  private volatile String status = "1 integration: 1 connecting";
  private final Telling telling =
      new Telling(() -> health(ready), () -> health(live), () -> status);

  private static Health health(Health.Status status) {
    return new Health(status, List.of());
  }

  @AfterEach
  void close() {
    var unused = group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  /** Listens as systemd does. */
  private void listen(String path) {
    var unused =
        new Bootstrap()
            .group(group)
            .channel(EpollDomainDatagramChannel.class)
            .handler(
                new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                  @Override
                  protected void channelRead0(
                      ChannelHandlerContext context, DomainDatagramPacket packet) {
                    heard.addAll(
                        packet.content().toString(StandardCharsets.UTF_8).lines().toList());
                  }
                })
            .bind(new DomainSocketAddress(path))
            .syncUninterruptibly();
  }

  private void awaitHeard(String... lines) {
    await().atMost(LONG).untilAsserted(() -> assertThat(heard).contains(lines));
  }

  @Test
  void tellsThatItIsReadyLivesAndStops() {
    String path = folder.resolve("notify").toString();
    listen(path);
    try (Systemd manager =
        Systemd.start(Map.of(Systemd.SOCKET, path, "WATCHDOG_USEC", "60000"), telling, NEVER)
            .orElseThrow()) {
      awaitHeard("STATUS=1 integration: 1 connecting", "WATCHDOG=1");
      assertThat(heard).doesNotContain("READY=1");

      ready = Health.Status.DEGRADED;
      status = "1 integration:\n1 running";
      awaitHeard("READY=1", "STATUS=1 integration: 1 running");
      assertThat(heard).containsOnlyOnce("READY=1", "STATUS=1 integration: 1 running");

      manager.stopping();
      awaitHeard("STOPPING=1");
    }
  }

  @Test
  void aHostThatDoesNotWorkFallsSilent() {
    String name = "integration-host-" + UUID.randomUUID();
    listen("\0" + name);
    ready = Health.Status.UP;
    live = Health.Status.DOWN;
    try (Systemd manager =
        Systemd.start(
                Map.of(
                    Systemd.SOCKET,
                    "@" + name,
                    "WATCHDOG_USEC",
                    "30000",
                    "WATCHDOG_PID",
                    String.valueOf(ProcessHandle.current().pid())),
                telling,
                NEVER)
            .orElseThrow()) {
      awaitHeard("READY=1");
      status = "looked again";
      awaitHeard("STATUS=looked again");
      assertThat(heard).doesNotContain("WATCHDOG=1");
      live = Health.Status.DEGRADED;
      awaitHeard("WATCHDOG=1");
      manager.stopping();
    }
  }

  @Test
  void isReadyAfterAMinuteInAnyCase() {
    String path = folder.resolve("notify").toString();
    listen(path);
    try (Systemd manager =
        Systemd.start(
                Map.of(Systemd.SOCKET, path, "WATCHDOG_PID", "1", "WATCHDOG_USEC", "1000"),
                telling,
                Duration.ZERO)
            .orElseThrow()) {
      awaitHeard("READY=1");
      manager.stopping();
      awaitHeard("STOPPING=1");
      // The watchdog is another process's.
      assertThat(heard).doesNotContain("WATCHDOG=1");
    }
  }

  @Test
  void withoutASocketNobodyIsToldAndWithABadOneTheHostGoesOn() {
    assertThat(Systemd.start(Map.of(), telling)).isEmpty();
    assertThat(Systemd.start(Map.of(Systemd.SOCKET, "notify"), telling)).isEmpty();
    ready = Health.Status.UP;
    String nobody = folder.resolve("nobody").toString();
    try (Systemd manager = Systemd.start(Map.of(Systemd.SOCKET, nobody), telling).orElseThrow()) {
      manager.stopping();
    }
  }
}
