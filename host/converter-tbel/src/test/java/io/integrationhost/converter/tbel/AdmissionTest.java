package io.integrationhost.converter.tbel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.BaseStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mvel2.ExecutionContext;
import org.mvel2.SandboxedParserConfiguration;
import org.mvel2.execution.ExecutionArrayList;
import org.mvel2.execution.ExecutionHashMap;
import org.mvel2.execution.ExecutionLinkedHashSet;

/** All methods that a script can reach, from the classes it knows and what their methods return. */
final class AdmissionTest {
  private static final SandboxedParserConfiguration CONFIGURATION = TbelSandbox.configuration();

  /**
   * They take a number, and what they return is no larger than what they are called on, or than a
   * number's digits; or the language itself counts it.
   */
  private static final Set<String> SMALL =
      Set.of(
          "availableIDs",
          "copyValueOf",
          "fill",
          "get",
          "getAvailableIDs",
          "getDisplayName",
          "getDisplayNames",
          "getName",
          "group",
          "limit",
          "listIterator",
          "parseHex",
          "remove",
          "set",
          "skip",
          "slice",
          "splice",
          "stream",
          "subList",
          "subSequence",
          "substring",
          "toBinaryString",
          "toChars",
          "toHexDigits",
          "toHexString",
          "toOctalString",
          "toSpliced",
          "toString",
          "toUnsignedString",
          "valueOf",
          "with");

  private static Set<Method> reachable() throws ClassNotFoundException {
    Deque<Class<?>> open = new ArrayDeque<>(ScriptLibrary.classes());
    for (String name : AllowedClasses.names()) {
      open.add(Class.forName(name));
    }
    open.addAll(
        List.of(
            BigDecimal.class,
            BigInteger.class,
            Boolean.class,
            Character.class,
            Double.class,
            ExecutionArrayList.class,
            ExecutionContext.class,
            ExecutionHashMap.class,
            ExecutionLinkedHashSet.class,
            Exception.class,
            Integer.class,
            Long.class,
            Math.class,
            Method.class,
            Object.class,
            StrictMath.class,
            String.class));
    Set<Class<?>> seen = new HashSet<>();
    Set<Method> methods = new HashSet<>();
    while (!open.isEmpty()) {
      Class<?> type = open.pop();
      if (type.isArray()) {
        open.push(type.getComponentType());
      } else if (seen.add(type)) {
        Arrays.stream(type.getMethods())
            .filter(Admission::allows)
            .filter(methods::add)
            .forEach(method -> open.push(method.getReturnType()));
      }
    }
    return methods;
  }

  @Test
  void whatGrowsWithANumberIsWatchedOrReviewed() throws ClassNotFoundException {
    Set<String> unknown = new TreeSet<>();
    for (Method method : reachable()) {
      if (takesNumber(method)
          && isOfAnySize(method.getReturnType())
          && CONFIGURATION.getMethodInvocationChecker(method) == null
          && !SMALL.contains(method.getName())) {
        unknown.add(method.toString());
      }
    }
    assertThat(unknown).isEmpty();
  }

  private static boolean takesNumber(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .anyMatch(type -> type == int.class || type == long.class);
  }

  private static boolean isOfAnySize(Class<?> type) {
    return type.isArray()
        || List.of(
                BaseStream.class,
                BigDecimal.class,
                BigInteger.class,
                CharSequence.class,
                Collection.class,
                Iterator.class,
                Map.class)
            .stream()
            .anyMatch(large -> large.isAssignableFrom(type));
  }

  @Test
  void nothingLeadsOutOfTheValuesOfAScript() throws ClassNotFoundException {
    Set<String> packages = new TreeSet<>();
    for (Method method : reachable()) {
      packages.add(method.getDeclaringClass().getPackageName());
    }
    assertThat(packages)
        .isSubsetOf(
            "io.integrationhost.converter.tbel",
            "java.lang",
            "java.math",
            "java.time",
            "java.time.chrono",
            "java.time.temporal",
            "java.time.zone",
            "java.util",
            "java.util.function",
            "java.util.random",
            "java.util.regex",
            "java.util.stream",
            "java.util.zip",
            "org.mvel2.execution");
  }

  @Test
  void theHostAndItsProcessAreOutOfReach() throws ReflectiveOperationException {
    assertThat(ExecutionContext.class.getMethods())
        .filteredOn(method -> method.getDeclaringClass() == ExecutionContext.class)
        .noneMatch(Admission::allows);
    assertThat(Method.class.getMethods())
        .filteredOn(method -> method.getDeclaringClass() != Object.class)
        .noneMatch(method -> Admission.allows(method) && !method.getName().equals("toString"));
    assertThat(Admission.allows(Object.class.getMethod("notifyAll"))).isFalse();
    assertThat(Admission.allows(Object.class.getMethod("getClass"))).isFalse();
    assertThat(Admission.allows(Throwable.class.getMethod("printStackTrace"))).isFalse();
    assertThat(Admission.allows(Throwable.class.getMethod("printStackTrace", PrintStream.class)))
        .isFalse();
    assertThat(Admission.allows(Integer.class.getMethod("getInteger", String.class))).isFalse();
  }

  @Test
  void streamsThatNeedNotEndAreRefused() throws ReflectiveOperationException {
    assertThat(Admission.allows(Random.class.getMethod("ints"))).isFalse();
    assertThat(Admission.allows(IntStream.class.getMethod("range", int.class, int.class)))
        .isFalse();
    assertThat(Admission.allows(Pattern.class.getMethod("asPredicate"))).isFalse();
    assertThat(Admission.allows(String.class.getMethod("lines"))).isTrue();
  }
}
