package io.integrationhost.converter.tbel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.mvel2.ExecutionContext;
import org.mvel2.execution.ExecutionArrayList;
import org.mvel2.execution.ExecutionHashMap;

/** Strict JSON to what a script works with; all of it counts against the memory of the call. */
record JsonReading(ExecutionContext context) {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** The first value; what follows it is not looked at. */
  Object read(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null && !text.isEmpty()) {
        return "";
      }
      if (first == null) {
        throw new JsonParseException(parser, "The JSON text is empty");
      }
      // A whole number that no long holds stays a text here, but not inside of an object.
      if (first == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() == NumberType.BIG_INTEGER) {
        return parser.getText();
      }
      return value(parser, first);
    }
  }

  private Object value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_NULL -> null;
      default -> throw new JsonParseException(parser, "Unexpected " + token);
    };
  }

  private ExecutionHashMap<String, Object> object(JsonParser parser) throws IOException {
    ExecutionHashMap<String, Object> map = new ExecutionHashMap<>(16, context);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      context.checkExecution();
      String key = parser.currentName();
      map.put(key, value(parser, parser.nextToken()));
    }
    return map;
  }

  private ExecutionArrayList<Object> array(JsonParser parser) throws IOException {
    ExecutionArrayList<Object> list = new ExecutionArrayList<>(context);
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      context.checkExecution();
      list.add(value(parser, next));
    }
    return list;
  }
}
