package io.integrationhost.plugins.modbus.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugins.modbus.frame.Table;
import io.integrationhost.plugins.modbus.plan.Point;
import io.integrationhost.plugins.modbus.plan.Report;
import io.integrationhost.plugins.modbus.value.Conversion;
import io.integrationhost.plugins.modbus.value.Order;
import io.integrationhost.plugins.modbus.value.Scale;
import io.integrationhost.plugins.modbus.value.Type;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which readings are told. */
class ReporterTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Reporter reporter = new Reporter();

  private static Point point(
      Report.Type type, Duration period, double deadband, Duration least, Duration most) {
    return new Point(
        "p",
        Table.HOLDING,
        1,
        new Conversion(
            new Type(Type.Form.UNSIGNED, 16), 1, Order.BIG, Conversion.Bits.PLAIN, Scale.NONE),
        false,
        new Report(type, period, deadband, least, most),
        0,
        Point.Write.NONE);
  }

  private String tells(Point point, long... valuesEach400Millis) {
    var told = new StringBuilder();
    for (int i = 0; i < valuesEach400Millis.length; i++) {
      told.append(reporter.tells(point, valuesEach400Millis[i], 400L * i) ? '1' : '0');
    }
    return told.toString();
  }

  private String strategy(Report.Type type) {
    return tells(point(type, SECOND, 0, Duration.ZERO, Duration.ZERO), 1, 1, 2, 2, 2, 2, 3);
  }

  @Test
  void followsEachStrategy() {
    assertThat(strategy(Report.Type.ON_RECEIVED)).isEqualTo("1111111");
    assertThat(new ReporterTest().strategy(Report.Type.DISABLED)).isEqualTo("1111111");
    assertThat(new ReporterTest().strategy(Report.Type.ON_CHANGE)).isEqualTo("1010001");
    assertThat(new ReporterTest().strategy(Report.Type.ON_REPORT_PERIOD)).isEqualTo("1001001");
    assertThat(new ReporterTest().strategy(Report.Type.ON_CHANGE_OR_REPORT_PERIOD))
        .isEqualTo("1010011");
  }

  @Test
  void holdsDeadbandAndIntervals() {
    assertThat(
            tells(
                point(Report.Type.ON_CHANGE, SECOND, 2, Duration.ZERO, Duration.ZERO),
                10,
                11,
                12,
                13,
                11,
                10))
        .isEqualTo("100101");
    assertThat(
            new ReporterTest()
                .tells(
                    point(Report.Type.ON_CHANGE, SECOND, 0, SECOND, Duration.ZERO), 1, 2, 3, 4, 5))
        .isEqualTo("10010");
    assertThat(
            new ReporterTest()
                .tells(
                    point(Report.Type.ON_CHANGE, SECOND, 0, Duration.ZERO, SECOND), 1, 1, 1, 1, 1))
        .isEqualTo("10010");
  }

  @Test
  void aClockThatIsSetBackHoldsNothingUp() {
    Point point = point(Report.Type.ON_REPORT_PERIOD, SECOND, 0, Duration.ZERO, Duration.ZERO);
    assertThat(reporter.tells(point, 1L, 1_000_000)).isTrue();
    assertThat(reporter.tells(point, 1L, 500)).isTrue();
  }
}
