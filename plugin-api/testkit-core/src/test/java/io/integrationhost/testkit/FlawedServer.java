package io.integrationhost.testkit;

import com.typesafe.config.Config;
import io.integrationhost.kit.Answer;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.Session;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.kit.transport.Kit;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A protocol with one flaw, or none: a line with the device's name, then lines with values. */
final class FlawedServer implements TransportPlugin {

  private final ServerFlaw flaw;
  private final Kit kit = new Kit("flawed");
  private boolean sulking;

  FlawedServer(ServerFlaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public Transport create(TransportContext context) {
    Keys keys = Keys.of(context);
    int longest = keys.whole("maxLineLength", 10, 1_000_000);
    ServerSettings settings = ServerSettings.read(keys);
    Framing<String> framing =
        flaw == ServerFlaw.TAKES_EACH_READ_FOR_A_MESSAGE
            ? Framing.netty(EachRead::new, String.class)
            : Framing.text(longest);
    return kit.transport(context, keys).tcp(limits(settings), framing, Talk::new).build();
  }

  private ServerSettings limits(ServerSettings settings) {
    boolean ignores = flaw == ServerFlaw.WAITS_FOR_EVER || flaw == ServerFlaw.HAS_ITS_OWN_LIMIT;
    if (!ignores) {
      return settings;
    }
    Config defaults = FakeContext.configuration("{port: " + settings.port() + "}");
    return ServerSettings.read(Keys.of(FakeContext.of(defaults.root().render())));
  }

  @Override
  public void close() {
    kit.close();
  }

  private static final class EachRead extends ByteToMessageDecoder {
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
      byte[] bytes = ByteBufUtil.getBytes(in);
      in.skipBytes(bytes.length);
      out.addAll(List.of(Bytes.utf8(bytes).split("\n", -1)));
    }
  }

  private final class Talk implements Conversation<String> {

    private final Session<String> session;
    private int frames;

    Talk(Session<String> session) {
      this.session = session;
    }

    @Override
    public void frame(String line) {
      frames++;
      if (frames == 1) {
        session.device(line);
        session.answer(Bytes.utf8("HI\n"));
      } else if (sulking || (flaw == ServerFlaw.LOSES_A_MESSAGE_OF_SEVERAL && frames == 7)) {
        session.answer(Bytes.utf8("NO\n"));
      } else if (flaw == ServerFlaw.ANSWERS_OUT_OF_ORDER) {
        var unused = session.send(Bytes.utf8("OK\n"));
        session.publish(
            session.payload(Bytes.utf8(line), ContentType.TEXT), Answer.text(this::late));
      } else {
        session.publish(
            session.payload(Bytes.utf8(line), ContentType.TEXT), Answer.text(this::answer));
      }
    }

    private String late(Receipt receipt) {
      return "LATE " + receipt.devices() + "\n";
    }

    private String answer(Receipt receipt) {
      sulking |= flaw == ServerFlaw.WANTS_NO_MORE_AFTER_A_REFUSAL && !receipt.isSettled();
      return receipt instanceof Receipt.Rejected ? "ERROR\n" : "OK\n";
    }

    @Override
    public CompletionStage<Void> downlink(Session<String> same, Downlink downlink) {
      return flaw == ServerFlaw.SENDS_DOWNLINKS_NOWHERE
          ? CompletableFuture.completedFuture(null)
          : Conversation.super.downlink(same, downlink);
    }
  }
}
