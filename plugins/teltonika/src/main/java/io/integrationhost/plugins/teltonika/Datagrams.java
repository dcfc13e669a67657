package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugin.Source;
import io.integrationhost.plugins.teltonika.codec.Answers;
import io.integrationhost.plugins.teltonika.codec.Content;
import io.integrationhost.plugins.teltonika.codec.Datagram;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * Takes datagrams, each on its own, and answers them when their records are stored. What cannot be
 * taken gets no answer, so that nobody can ask for IMEIs and devices send again. Its state belongs
 * to the event loop.
 */
final class Datagrams extends SimpleChannelInboundHandler<DatagramPacket> {

  private final Service service;
  private final int limit;
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private int underWay;
  private boolean stopping;

  Datagrams(Service service) {
    this.service = service;
    this.limit = service.settings().limits().datagrams();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
    if (stopping) {
      return;
    }
    InetSocketAddress sender = packet.sender();
    String who = "datagram from " + sender.getAddress().getHostAddress() + ":" + sender.getPort();
    Datagram.Parsed parsed = Datagram.parse(ByteBufUtil.getBytes(packet.content()));
    if (parsed instanceof Datagram.Parsed.Bad bad) {
      String detail = bad.detail().isEmpty() ? "" : "; " + bad.detail();
      service.reports().badFrame(who, bad.error().meaning() + detail);
      return;
    }
    Datagram datagram = ((Datagram.Parsed.Good) parsed).datagram();
    Naming naming = service.settings().naming();
    if (!naming.isAllowed(datagram.imei())) {
      service.reports().refusedLogin(who, "IMEI " + datagram.imei() + " is not in allowedImeis");
    } else if (underWay >= limit) {
      service.reports().droppedDatagram(who, limit);
    } else {
      var tracker =
          new Tracker(
              datagram.imei(),
              naming.device(datagram.imei()),
              new Source("udp-" + datagram.imei()),
              who + ", device " + datagram.imei());
      take(ctx, tracker, datagram, sender);
    }
  }

  private void take(
      ChannelHandlerContext ctx, Tracker tracker, Datagram datagram, InetSocketAddress sender) {
    Content content = Content.of(datagram.data());
    if (content instanceof Content.Messages) {
      service.reports().badFrame(tracker.label(), "Codec 12 is not understood over UDP");
      return;
    }
    underWay++;
    CompletionStage<Verdict> taken;
    try {
      taken = service.frames().take(tracker, datagram.data(), content);
    } catch (RuntimeException | Error e) {
      done();
      throw e;
    }
    taken.whenComplete(
        (verdict, failure) -> {
          try {
            ctx.executor()
                .execute(
                    () -> {
                      if (failure != null) {
                        service
                            .reports()
                            .connection(tracker.label(), "is not answered: " + failure);
                      } else {
                        verdict.count().ifPresent(count -> answer(ctx, datagram, count, sender));
                      }
                      done();
                    });
          } catch (RejectedExecutionException ended) {
            drained.complete(null);
          }
        });
  }

  private static void answer(
      ChannelHandlerContext ctx, Datagram datagram, int count, InetSocketAddress sender) {
    byte[] bytes = Answers.datagram(datagram, count);
    var unused = ctx.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(bytes), sender));
  }

  private void done() {
    underWay--;
    if (stopping && underWay == 0) {
      drained.complete(null);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    service.reports().failed("the UDP port", "goes on", cause);
  }

  /** Takes nothing more; completes when all that was taken is answered. On the event loop. */
  CompletionStage<Void> drain() {
    stopping = true;
    if (underWay == 0) {
      drained.complete(null);
    }
    return drained;
  }
}
