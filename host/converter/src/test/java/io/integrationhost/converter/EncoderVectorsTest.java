package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.integrationhost.converter.ConverterException.Kind;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every encoder gives exactly the downlinks, or the error, of the shared vectors. */
final class EncoderVectorsTest {

  private static final JavaScript LANGUAGE = new JavaScript(ConverterLimits.defaults().sizes());

  @AfterAll
  static void close() {
    LANGUAGE.close();
  }

  @TestFactory
  Stream<DynamicTest> encoders() {
    List<JsonObject> vectors =
        Vectors.read("scripts-js.json").stream()
            .filter(vector -> vector.has("encoder") && !Vectors.isAdvisory(vector))
            .toList();
    assertThat(vectors).isNotEmpty();
    return vectors.stream()
        .map(vector -> DynamicTest.dynamicTest(Vectors.text(vector, "name"), () -> check(vector)));
  }

  private static void check(JsonObject vector) {
    if (vector.has("error")) {
      ScriptFailure failure = catchThrowableOfType(ScriptFailure.class, () -> run(vector));
      assertThat(failure).isNotNull();
      assertThat(failure.kind())
          .isEqualTo(Vectors.text(vector, "stage").equals("result") ? Kind.RESULT : Kind.SCRIPT);
      Vectors.checkError(vector, failure.getMessage());
      return;
    }
    JsonArray expected = vector.getAsJsonArray("expect");
    List<DownlinkData> downlinks = run(vector);
    assertThat(downlinks).hasSameSizeAs(expected);
    for (int i = 0; i < downlinks.size(); i++) {
      JsonObject each = expected.get(i).getAsJsonObject();
      DownlinkData downlink = downlinks.get(i);
      assertThat(downlink.contentType().name()).isEqualTo(Vectors.text(each, "contentType"));
      assertThat(HexFormat.of().formatHex(downlink.data()))
          .isEqualTo(Vectors.text(each, "dataHex"));
      assertThat(downlink.metadata()).isEqualTo(Vectors.texts(each, "metadata"));
    }
  }

  private static List<DownlinkData> run(JsonObject vector) {
    DownlinkRequest request =
        new DownlinkRequest(
            Vectors.text(vector, "msg"),
            Vectors.texts(vector, "metadata"),
            Vectors.text(vector, "msgType"),
            Vectors.texts(vector, "integrationMetadata"));
    DownlinkCall call = new DownlinkCall(request, "");
    ScriptLanguage.Realm realm =
        LANGUAGE.script(Vectors.text(vector, "encoder"), Direction.DOWNLINK).open();
    try {
      return call.read(realm.call(call.arguments()));
    } finally {
      realm.close();
    }
  }
}
