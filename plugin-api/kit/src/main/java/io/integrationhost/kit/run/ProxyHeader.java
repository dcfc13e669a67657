package io.integrationhost.kit.run;

import io.integrationhost.kit.settings.Networks;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Takes the PROXY header (v1 or v2) that a connection must begin with. To be put first into the
 * pipeline of a channel that is registered; removes itself when the header has come. What follows
 * the header comes after {@link Outcome#admitted} has returned.
 */
public final class ProxyHeader extends ChannelInboundHandlerAdapter {

  /** What came of it; called on the loop, once at most. */
  public interface Outcome {

    /**
     * The header came.
     *
     * @param client who is behind the proxy; the proxy itself when it looks whether we live
     */
    void admitted(InetSocketAddress client);

    /**
     * The connection must be closed.
     *
     * @param why for people
     */
    void refused(String why);
  }

  private static final int SECONDS = 5;
  private static final String ADVICE =
      "; let the proxy send one (send-proxy, proxy_protocol), or set proxyProtocol to false";

  /** What proxies tell of TLS and of themselves; others do not get to fill our memory. */
  private static final int LARGEST_EXTRAS = 4096;

  private final Networks trusted;
  private final InetSocketAddress peer;
  private final Outcome outcome;
  private Optional<Future<?>> timer = Optional.empty();
  private boolean done;

  /**
   * For one connection.
   *
   * @param trusted whose headers are believed
   * @param peer who has connected
   * @param outcome told what came of it
   */
  public ProxyHeader(Networks trusted, InetSocketAddress peer, Outcome outcome) {
    this.trusted = trusted;
    this.peer = peer;
    this.outcome = outcome;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (!trusted.contains(peer.getAddress())) {
      refuse(
          peer.getAddress().getHostAddress()
              + " is none of trustedProxies; let it connect through a proxy, or add it there");
      return;
    }
    var decoder = new HAProxyMessageDecoder(LARGEST_EXTRAS);
    ctx.pipeline().addBefore(ctx.name(), null, decoder);
    timer =
        Optional.of(
            ctx.executor()
                .schedule(
                    () -> refuse("no PROXY header came within " + SECONDS + " s" + ADVICE),
                    SECONDS,
                    TimeUnit.SECONDS));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof HAProxyMessage header)) {
      // Behind a header that was refused.
      ReferenceCountUtil.release(message);
      return;
    }
    try {
      InetSocketAddress client = client(header);
      if (!done) {
        end();
        ctx.pipeline().remove(this);
        outcome.admitted(client);
      }
    } finally {
      header.release();
    }
  }

  private InetSocketAddress client(HAProxyMessage header) {
    if (header.command() == HAProxyCommand.LOCAL || header.sourceAddress() == null) {
      return peer;
    }
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(header.sourceAddress());
    return address == null ? peer : new InetSocketAddress(address, header.sourcePort());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    refuse("sent no PROXY header that can be read (" + root.getMessage() + ")" + ADVICE);
  }

  private void refuse(String why) {
    if (!done) {
      end();
      outcome.refused(why);
    }
  }

  private void end() {
    done = true;
    timer.ifPresent(running -> running.cancel(false));
    timer = Optional.empty();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    end();
  }
}
