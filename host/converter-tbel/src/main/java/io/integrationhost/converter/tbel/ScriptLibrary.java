package io.integrationhost.converter.tbel;

import java.lang.reflect.Method;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mvel2.SandboxedParserConfiguration;
import org.mvel2.util.MethodStub;

/** All functions and classes that scripts may use besides the language's own. */
public final class ScriptLibrary {
  private static final List<Class<?>> TOPICS =
      List.of(
          Base64Text.class,
          BitArrays.class,
          BytesToFractions.class,
          BytesToIntegers.class,
          BytesToUnsignedFractions.class,
          Checks.class,
          Failing.class,
          FlatMaps.class,
          Geofences.class,
          HexBytes.class,
          HexToNumbers.class,
          Json.class,
          NumbersToText.class,
          Rounding.class,
          Sets.class,
          TextBytes.class,
          TextForms.class,
          TextToFractions.class,
          TextToIntegers.class);

  private static final long SIZE_OF_DATE = 8;
  private static final long SIZE_OF_OTHERS = 64;

  private ScriptLibrary() {}

  /** Names of the functions, sorted. */
  public static SortedSet<String> functions() {
    return new TreeSet<>(methods().keySet());
  }

  /** Classes that scripts know by a short name. */
  static List<Class<?>> classes() {
    return List.of(ScriptDate.class, Random.class, Calendar.class, TimeWindow.class);
  }

  /** To be called before anything is compiled. */
  static void register(SandboxedParserConfiguration configuration) {
    methods().forEach((name, method) -> configuration.addImport(name, new MethodStub(method)));
    // The language would turn any value into a text, but this function has to refuse others.
    configuration.registerNonConvertableMethods(TextBytes.class, Set.of("stringToBytes"));
    configuration.addImport("JSON", Json.class);
    configuration.registerDataType("Date", ScriptDate.class, date -> SIZE_OF_DATE);
    configuration.registerDataType("Random", Random.class, random -> SIZE_OF_OTHERS);
    configuration.registerDataType("Calendar", Calendar.class, calendar -> SIZE_OF_OTHERS);
    configuration.registerDataType("TbTimeWindow", TimeWindow.class, TimeWindow::memorySize);
  }

  /** One of the forms of each function; the language finds the others beside it. */
  static Map<String, Method> methods() {
    Map<String, Method> methods = new TreeMap<>();
    for (Class<?> topic : TOPICS) {
      for (Method method : topic.getMethods()) {
        if (method.getDeclaringClass() == topic) {
          methods.put(method.getName(), method);
        }
      }
    }
    // They belong to the class JSON.
    methods.remove("parse");
    methods.remove("stringify");
    return methods;
  }
}
