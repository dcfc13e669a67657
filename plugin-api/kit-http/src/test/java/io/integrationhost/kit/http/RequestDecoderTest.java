package io.integrationhost.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.testkit.FakeContext;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a request, where it ends, and what is none: the same however the bytes are cut. */
class RequestDecoderTest {

  private static final int MOST = 1_000;

  private final FakeContext context = FakeContext.of("{}");
  private final Sites sites = new Sites();

  RequestDecoderTest() {
    sites.add(new Sites.Seat("/a", new Taking(), context, new Gate()));
  }

  @AfterEach
  void close() {
    context.close();
  }

  /** Takes everything. */
  private static final class Taking implements Site {
    @Override
    public Optional<Reply> refusal(Head head, String rest) {
      return rest.equals("/no") ? Optional.of(Reply.of(403)) : Optional.empty();
    }

    @Override
    public int mostBytes() {
      return MOST;
    }

    @Override
    public CompletionStage<Reply> answer(Request request) {
      return CompletableFuture.completedFuture(Reply.of(204));
    }

    @Override
    public CompletionStage<Void> downlink(Downlink downlink) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public Health health() {
      return Health.up();
    }

    @Override
    public void close() {}
  }

  /** What is made of it is made once. */
  @Test
  void theSameHeadAgainIsTheSameObject() {
    String one = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
    String other = "GET /a HTTP/1.1\r\nHost: b\r\n\r\n";
    String withLong = "GET /a HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(1_024) + "\r\n\r\n";
    String all = one + one + other + one + withLong + withLong;
    List<Head> heads =
        read(all.getBytes(StandardCharsets.US_ASCII)).stream()
            .map(each -> ((Arrived.Whole) each).head())
            .toList();
    assertThat(heads.get(1)).isSameAs(heads.get(0));
    assertThat(heads.get(2).headers().first("host")).hasValue("b");
    assertThat(heads.get(3).headers().first("host")).hasValue("a");
    assertThat(heads.get(5)).isNotSameAs(heads.get(4));
    Object owner = new Object();
    Headers headers = heads.get(0).headers();
    assertThat(headers.made(owner, String.class, () -> "one")).isEqualTo("one");
    assertThat(headers.made(owner, String.class, () -> "two")).isEqualTo("one");
    assertThat(headers.made(new Object(), String.class, () -> "three")).isEqualTo("three");
  }

  private List<Object> read(byte[]... pieces) {
    var channel = new EmbeddedChannel(new RequestDecoder(sites));
    List<Object> found = new ArrayList<>();
    for (byte[] piece : pieces) {
      channel.writeInbound(Unpooled.copiedBuffer(piece));
      Object next = channel.readInbound();
      while (next != null) {
        found.add(next);
        next = channel.readInbound();
      }
    }
    channel.finishAndReleaseAll();
    return found;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String post(String headers, String body) {
    return "POST /a HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n" + body;
  }

  private Arrived.Whole whole(String text) {
    List<Object> found = read(bytes(text));
    assertThat(found).singleElement().isInstanceOf(Arrived.Whole.class);
    return (Arrived.Whole) found.get(0);
  }

  private int refused(String text) {
    List<Object> found = read(bytes(text));
    assertThat(found).singleElement().isInstanceOf(Arrived.Turned.class);
    var turned = (Arrived.Turned) found.get(0);
    assertThat(turned.ends()).isTrue();
    return turned.reply().status();
  }

  @Test
  void readsBodiesOfALengthAndInChunks() {
    assertThat(whole(post("Content-Length: 3\r\n", "abc")).body()).isEqualTo(bytes("abc"));
    assertThat(
            whole(
                    post(
                        "Transfer-Encoding: Chunked\r\n",
                        "3;x=\"y\"\r\nabc\r\n00a\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n"))
                .body())
        .isEqualTo(bytes("abc0123456789"));
    assertThat(whole("GET /a?x=1 HTTP/1.0\r\n\r\n").head().query()).isEqualTo("x=1");
    assertThat(whole("GET http://h/a HTTP/1.1\r\nHost: h\r\n\r\n").head().path()).isEqualTo("/a");
    assertThat(whole("POST /a HTTP/1.1\nHost: h\nContent-Length: 1\n\nx").body())
        .isEqualTo(bytes("x"));
  }

  @Test
  void theLengthOfAChunkMayBeginWithZeros() {
    String chunked = "Transfer-Encoding: chunked\r\n";
    assertThat(whole(post(chunked, "00000003\r\nabc\r\n00000000\r\n\r\n")).body())
        .isEqualTo(bytes("abc"));
    assertThat(refused(post(chunked, "0".repeat(20) + "3\r\nabc\r\n0\r\n\r\n"))).isEqualTo(400);
  }

  @Test
  void aLineOfTheHeaderIsReadAsItStands() {
    Headers headers =
        whole(post("X-A:  b c \r\nX-a: second\r\nX-E:\r\nContent-Length: 0\r\n", ""))
            .head()
            .headers();
    assertThat(headers.first("x-a")).contains("b c");
    assertThat(headers.first("x-e")).contains("");
    assertThat(headers.firsts()).containsEntry("host", "h");
    assertThat(headers).hasToString("[host, x-a, x-a, x-e, content-length]");
  }

  @Test
  void findsTheSameHoweverTheBytesAreCut() {
    String all =
        post("Content-Length: 3\r\n", "abc")
            + post("Transfer-Encoding: chunked\r\n", "2\r\nde\r\n0\r\n\r\n")
            + "\r\n"
            + "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nskip"
            + "POST /a/no HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nskip"
            + post("Expect: 100-continue\r\nContent-Length: 1\r\n", "f")
            + "GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    List<String> expected = shown(read(bytes(all)));
    assertThat(expected)
        .containsExactly(
            "Whole abc", "Whole de", "Turned 404", "Turned 403", "Asked", "Whole f", "Whole ");
    for (int cut = 1; cut < all.length(); cut++) {
      assertThat(shown(read(bytes(all.substring(0, cut)), bytes(all.substring(cut)))))
          .as("cut at %d", cut)
          .isEqualTo(expected);
    }
    byte[][] single = new byte[all.length()][];
    for (int i = 0; i < single.length; i++) {
      single[i] = bytes(all.substring(i, i + 1));
    }
    assertThat(shown(read(single))).isEqualTo(expected);
  }

  private static List<String> shown(List<Object> found) {
    return found.stream()
        .map(
            each -> {
              if (each instanceof Arrived.Whole whole) {
                return "Whole " + new String(whole.body(), StandardCharsets.ISO_8859_1);
              }
              return each instanceof Arrived.Turned turned
                  ? "Turned " + turned.reply().status()
                  : "Asked";
            })
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Two lengths: one program could see one request, the next another.
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
        "Content-Length: 3\r\nContent-Length: 3\r\n",
        "Content-Length: 3\r\nContent-Length: 4\r\n",
        "Content-Length: 3, 3\r\n",
        "Content-Length: +3\r\n",
        "Content-Length: 0x3\r\n",
        "Content-Length: 3 3\r\n",
        "Content-Length: -1\r\n",
        "Content-Length:\r\n",
        "Content-Length : 3\r\n",
        " Content-Length: 3\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding:\u000bchunked\r\n",
        "Transfer-Encoding\u0000: chunked\r\n",
        // Lines that are none, or two.
        "X: 1\r\n folded\r\n",
        "X\r\n",
        ": 1\r\n",
        "X: a\rY: b\r\n",
        "X: a\nContent-Length: 3\r\n",
        "X: \u0000\r\n",
        "Host: other\r\n",
      })
  void refusesWhatTwoProgramsCouldReadDifferently(String headers) {
    assertThat(refused(post(headers, "abc"))).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gzip, chunked", "identity", "chunked, identity", "xchunked", "chunked\t, x", ""})
  void refusesOtherCodings(String coding) {
    assertThat(refused(post("Transfer-Encoding: " + coding + "\r\n", "0\r\n\r\n"))).isEqualTo(501);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\nabc\r\n0\r\n\r\n",
        "x\r\nabc\r\n0\r\n\r\n",
        "3 \r\nabc\r\n0\r\n\r\n",
        "3\nabc\r\n0\r\n\r\n",
        "3\r\nabcd\r\n0\r\n\r\n",
        "3\r\nabc0\r\n\r\n",
        "-3\r\nabc\r\n0\r\n\r\n",
        "0x3\r\nabc\r\n0\r\n\r\n",
        "3;\rx\r\nabc\r\n0\r\n\r\n",
        "3;a\nb\r\nabc\r\n0\r\n\r\n"
      })
  void refusesChunksThatAreNone(String body) {
    assertThat(refused(post("Transfer-Encoding: chunked\r\n", body))).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET  /a HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /a\r\nHost: h\r\n\r\n",
        "GET /a HTTP/1.1 x\r\nHost: h\r\n\r\n",
        "G(T /a HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET a HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /\u00e4 HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /a HTTP/1.1\r\n\r\n",
        "GET /a TTP/1.1\r\nHost: h\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: h\n\r\n",
        "POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n",
        "\u0016\u0003\u0001\u0000\n\n"
      })
  void refusesWhatIsNoRequest(String text) {
    assertThat(refused(text)).isEqualTo(400);
  }

  @Test
  void refusesOtherVersions() {
    assertThat(refused("GET /a HTTP/2.0\r\nHost: h\r\n\r\n")).isEqualTo(505);
  }

  @Test
  void boundsWhatItKeeps() {
    String line = "X: " + "a".repeat(1_000) + "\r\n";
    assertThat(refused(post(line.repeat(17), ""))).isEqualTo(431);
    assertThat(refused("GET /" + "a".repeat(20_000))).isEqualTo(431);
    assertThat(refused(post("X: 1\r\n".repeat(201), ""))).isEqualTo(431);
    assertThat(refused(post("Transfer-Encoding: chunked\r\n", "3e9\r\n"))).isEqualTo(413);
    assertThat(refused(post("Transfer-Encoding: chunked\r\n", "ffffffffff\r\n"))).isEqualTo(413);
    assertThat(refused(post("Transfer-Encoding: chunked\r\n", "1" + "0".repeat(600))))
        .isEqualTo(400);
    assertThat(refused(post("Transfer-Encoding: chunked\r\n", "0\r\n" + "T: 1\r\n".repeat(2_000))))
        .isEqualTo(431);
    assertThat(
            refused(
                post(
                    "Transfer-Encoding: chunked\r\n",
                    ("1;" + "x".repeat(500) + "\r\na\r\n").repeat(150))))
        .isEqualTo(413);
  }

  @Test
  void aBodyThatIsTooLongIsNotWaitedFor() {
    List<Object> found = read(bytes(post("Content-Length: 1001\r\n", "")));
    assertThat(shown(found)).containsExactly("Turned 413");
    assertThat(shown(read(bytes(post("Content-Length: 999999999999999999\r\n", "")))))
        .containsExactly("Turned 413");
  }

  @Test
  void whoAsksFirstIsNotToldToSendWhatNobodyWants() {
    String asking = "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n";
    assertThat(shown(read(bytes("POST /a/no HTTP/1.1\r\nHost: h\r\n" + asking))))
        .containsExactly("Turned 403");
    assertThat(shown(read(bytes(post("Expect: 100-continue\r\nContent-Length: 1001\r\n", "")))))
        .containsExactly("Turned 413");
    assertThat(shown(read(bytes(post("Expect: other\r\nContent-Length: 4\r\n", "")))))
        .containsExactly("Turned 417");
  }

  @Test
  void pathsAreFoundByTheirParts() {
    assertThat(sites.find("/a/b/c").orElseThrow().rest()).isEqualTo("/b/c");
    assertThat(sites.find("/%61/x%20y+z").orElseThrow().rest()).isEqualTo("/x y+z");
    for (String nobodys :
        List.of("/", "/ab", "/b", "/a%2fb", "/%", "a", "", "/" + "x/".repeat(99))) {
      assertThat(sites.find(nobodys)).as(nobodys).isEmpty();
    }
    assertThat(sites.find("/a/").orElseThrow().rest()).isEqualTo("/");
  }

  /** As many as the property says; the build takes a thousand. */
  @Test
  void survivesAnything() {
    var random = new Random(20_260_102);
    String[] parts = {
      "POST /a HTTP/1.1\r\n",
      "Host: h\r\n",
      "Content-Length: ",
      "3\r\n",
      "\r\n",
      "abc",
      "\n",
      "Transfer-Encoding: chunked\r\n",
      "0\r\n\r\n",
      "a\r\n",
      "Expect: 100-continue\r\n",
      ":",
      " ",
      "GET /a?x=1 HTTP/1.0\r\n",
      "\u0000",
      "\u00ff",
      "Connection: close\r\n",
      "\r",
      "5;x\r\nhello\r\n"
    };
    int count = Integer.getInteger("http.fuzz", 1_000);
    for (int i = 0; i < count; i++) {
      var text = new StringBuilder();
      int length = random.nextInt(12);
      for (int part = 0; part < length; part++) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      byte[] bytes = bytes(text.toString());
      for (int flips = random.nextInt(3); flips > 0 && bytes.length > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      int cut = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
      List<String> whole = shown(read(bytes), text);
      List<String> pieces =
          shown(
              read(
                  java.util.Arrays.copyOf(bytes, cut),
                  java.util.Arrays.copyOfRange(bytes, cut, bytes.length)),
              text);
      assertThat(pieces).as("%s", text).isEqualTo(whole);
    }
  }

  /** A fault is what the end of a connection finds; it may come or not. */
  private static List<String> shown(List<Object> found, StringBuilder text) {
    assertThat(found).as("%s", text).noneMatch(Throwable.class::isInstance);
    return shown(found);
  }
}
