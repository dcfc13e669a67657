package io.integrationhost.cli.log;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.JsonEscapeUtil;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A line of the log as a JSON object: timestamp (milliseconds since 1970), level, threadName,
 * loggerName, mdc (integration, transport, plugin, session, request, as far as they are known),
 * message, and exception with its frames. Texts are bounded as in a log for people. For a {@code
 * logback.xml} too.
 */
public final class JsonLines extends JsonEncoder {

  private final CleanThrowable traces = new CleanThrowable();

  /** An encoder that is not started. */
  public JsonLines() {
    setWithSequenceNumber(false);
    setWithNanoseconds(false);
    setWithContext(false);
    setWithArguments(false);
    setWithMarkers(false);
    setWithKVPList(false);
    // Those below take their places.
    setWithMDC(false);
    setWithMessage(false);
    setWithFormattedMessage(false);
    setWithThrowable(false);
    traces.start();
  }

  @Override
  protected void appendCustomFields(StringBuilder line, ILoggingEvent event) {
    LogKeys about = LogKeys.of(CleanMessage.bounded(event.getFormattedMessage()));
    Map<String, String> keys = new LinkedHashMap<>(event.getMDCPropertyMap());
    about.keys().forEach(keys::putIfAbsent);
    if (!keys.isEmpty()) {
      line.append(VALUE_SEPARATOR);
      appendMap(line, MDC_ATTR_NAME, keys);
    }
    line.append(VALUE_SEPARATOR);
    appenderMember(line, MESSAGE_ATTR_NAME, quoted(about.message()));
    if (event.getThrowableProxy() != null) {
      line.append(VALUE_SEPARATOR);
      appenderMember(line, "exception", quoted(traces.convert(event)));
    }
  }

  /** Also what would move a terminal's cursor or end a line for some reader. */
  private static String quoted(String text) {
    String escaped = JsonEscapeUtil.jsonEscapeString(text);
    if (escaped.chars().noneMatch(JsonLines::isHarmful)) {
      return escaped;
    }
    StringBuilder out = new StringBuilder(escaped.length() + 16);
    escaped
        .chars()
        .forEach(
            each -> {
              if (isHarmful(each)) {
                out.append("\\u").append(HexFormat.of().toHexDigits((char) each));
              } else {
                out.append((char) each);
              }
            });
    return out.toString();
  }

  private static boolean isHarmful(int character) {
    return Character.isISOControl(character)
        || Character.getType(character) == Character.FORMAT
        || character == '\u2028'
        || character == '\u2029';
  }
}
