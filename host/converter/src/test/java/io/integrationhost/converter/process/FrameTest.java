package io.integrationhost.converter.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What goes through the streams arrives as it was, and nothing else is taken for it. */
final class FrameTest {

  private static final String ANY_TEXT = "aé\u0000\n€\ud83d\ude00\ud83d";

  @Test
  void answersArriveAsTheyWere() {
    for (Answer answer :
        List.of(
            new Answer.Ready(),
            new Answer.Result(7, -1, Optional.empty(), List.of("said", ANY_TEXT)),
            new Answer.Result(8, 5, Optional.of(ANY_TEXT), List.of()),
            new Answer.Failure(9, 6, "SCRIPT", ANY_TEXT, 3, 4, List.of("x"), false),
            new Answer.Failure(10, 7, "TIMEOUT", "", 0, 0, List.of(), true))) {
      assertThat(Answer.of(answer.frame())).isEqualTo(answer);
    }
  }

  @Test
  void ordersArriveAsTheyWere() {
    Order.Lengths lengths = new Order.Lengths(1, 2, 3);
    Map<String, String> map = new LinkedHashMap<>();
    map.put("z", ANY_TEXT);
    map.put("a", "");
    Order.Arguments arguments =
        new Order.Arguments(
            Order.Arguments.Form.DOWNLINK,
            new byte[] {1, -1},
            List.of(ANY_TEXT, "x"),
            List.of(map, Map.of()));
    for (Order order :
        List.of(
            new Order.Setup(2, 1_000, lengths, lengths, 5),
            new Order.Open(1, "TBEL", true, ANY_TEXT),
            new Order.Close(1))) {
      assertThat(Order.of(order.frame())).isEqualTo(order);
    }
    Order.Call call = new Order.Call(1, 2, new Order.Limits(3, 4, 5, "remark"), arguments);
    Order.Call read = (Order.Call) Order.of(call.frame());
    assertThat(read.limits()).isEqualTo(call.limits());
    assertThat(read.arguments().payload()).isEqualTo(arguments.payload());
    assertThat(read.arguments().texts()).isEqualTo(arguments.texts());
    assertThat(read.arguments().maps()).isEqualTo(arguments.maps());
    assertThat(read.arguments().maps().get(0).keySet()).containsExactly("z", "a");
  }

  @Test
  void anAnswerThatIsCutLongerOrDamagedIsRefused() {
    byte[] frame = new Answer.Failure(9, 6, "SCRIPT", ANY_TEXT, 3, 4, List.of("x"), false).frame();
    for (int length = 0; length < frame.length; length++) {
      byte[] cut = Arrays.copyOf(frame, length);
      assertThatThrownBy(() -> Answer.of(cut)).isInstanceOf(RuntimeException.class);
    }
    assertThatThrownBy(() -> Answer.of(Arrays.copyOf(frame, frame.length + 1)))
        .hasMessageContaining("1 bytes are too many");
    assertThatThrownBy(
            () -> Answer.of(new Answer.Failure(9, 6, "SCRIPT", "", 0, 4, List.of(), false).frame()))
        .hasMessageContaining("there is no line 0, column 4");
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      byte[] damaged = frame.clone();
      damaged[random.nextInt(frame.length)] = (byte) random.nextInt();
      try {
        assertThat(Answer.of(damaged)).isNotNull();
      } catch (RuntimeException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void aLongErrorTextIsCut() {
    String text = "x".repeat(Answer.MAX_MESSAGE + 1);
    Answer.Failure failure =
        (Answer.Failure)
            Answer.of(new Answer.Failure(1, 1, "SCRIPT", text, 0, 0, List.of(), false).frame());
    assertThat(failure.message()).hasSize(Answer.MAX_MESSAGE);
  }

  @Test
  void aStreamIsReadFrameByFrameAndNoneIsLongerThanAllowed() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FrameWriter.write(out, new byte[] {1, 2});
    FrameWriter.write(out, new byte[0]);
    ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
    assertThat(FrameReader.read(in, 2)).hasValueSatisfying(f -> assertThat(f).hasSize(2));
    assertThat(FrameReader.read(in, 2)).hasValueSatisfying(f -> assertThat(f).isEmpty());
    assertThat(FrameReader.read(in, 2)).isEmpty();

    ByteArrayInputStream again = new ByteArrayInputStream(out.toByteArray());
    assertThatThrownBy(() -> FrameReader.read(again, 1)).hasMessageContaining("1 are allowed");
    // What prints something into the stream, such as a stray line, is no frame.
    ByteArrayInputStream text =
        new ByteArrayInputStream("Warning: x\n".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> FrameReader.read(text, 1 << 20)).hasMessageContaining("are allowed");
    ByteArrayInputStream cut = new ByteArrayInputStream(new byte[] {0, 0, 0, 5, 1});
    assertThatThrownBy(() -> FrameReader.read(cut, 10)).isInstanceOf(IOException.class);
    ByteArrayInputStream half = new ByteArrayInputStream(new byte[] {0, 0});
    assertThatThrownBy(() -> FrameReader.read(half, 10)).isInstanceOf(IOException.class);
  }
}
