package io.integrationhost.converter.tbel;

import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mvel2.ExecutionContext;
import org.mvel2.SandboxedParserConfiguration;
import org.mvel2.execution.ExecutionArrayList;
import org.mvel2.util.TriFunction;

/**
 * Watches methods of Java's own classes that, with some arguments, would make more text than the
 * memory of a call holds, or run for so long that nothing could stop them. A method without
 * arguments cannot be watched, as scripts reach it as a property too: see {@link Admission}.
 */
record Guards(SandboxedParserConfiguration configuration) {
  private static final Set<String> BITS =
      Set.of("clearBit", "flipBit", "setBit", "shiftLeft", "shiftRight");

  private static final Set<String> SEARCHES = Set.of("contains", "indexOf", "lastIndexOf");

  private static final Set<String> COMPARISONS =
      Set.of(
          "containsAll",
          "disjoint",
          "indexOfSubList",
          "lastIndexOfSubList",
          "removeAll",
          "retainAll");

  /** What happens before a call; may give other arguments. */
  private interface Guard {
    Object[] check(ExecutionContext context, Object target, Object[] arguments);
  }

  void register() {
    watch(Collections.class, named("nCopies"), TextLimits::copies);
    watch(Arrays.class, named("copyOf"), TextLimits::arrayOfLength);
    watch(Arrays.class, named("copyOfRange"), TextLimits::arrayOfRange);
    watch(HexFormat.class, named("formatHex"), TextLimits::formatHex);
    watch(Base64.class, named("getMimeEncoder"), TextLimits::lineSeparator);
    watch(String.class, named("indent"), TextLimits::indent);
    watch(String.class, named("format"), TextLimits::format);
    watch(String.class, named("formatted"), TextLimits::formatted);
    watch(String.class, named("join"), TextLimits::join);
    watch(ExecutionArrayList.class, named("join"), TextLimits::joinList);
    watch(String.class, Guards::replacesText, TextLimits::replace);
    watch(String.class, named("replaceAll"), RegexLimits::replaceAll);
    watch(String.class, named("replaceFirst"), RegexLimits::search);
    watch(String.class, named("split"), RegexLimits::search);
    watch(String.class, named("matches"), RegexLimits::matches);
    watch(Pattern.class, named("matcher"), RegexLimits::matcher);
    watch(Pattern.class, named("matches"), RegexLimits::patternMatches);
    watch(String.class, named("splitWithDelimiters"), RegexLimits::search);
    watch(Pattern.class, named("split"), RegexLimits::matcher);
    watch(Pattern.class, named("splitAsStream"), RegexLimits::matcher);
    watch(Pattern.class, named("splitWithDelimiters"), RegexLimits::matcher);
    watch(Matcher.class, named("reset"), RegexLimits::matcher);
    watch(Matcher.class, named("replaceAll"), RegexLimits::matcherReplace);
    watch(Matcher.class, named("replaceFirst"), RegexLimits::matcherReplace);
    numbers();
    products();
  }

  private void numbers() {
    for (Class<?> type : List.of(BigInteger.class, BigDecimal.class)) {
      watch(type, method -> method.getDeclaringClass() == type, NumberLimits::any);
      watch(type, named("pow"), NumberLimits::power);
    }
    watch(BigInteger.class, named(BITS), NumberLimits::bits);
    watch(
        BigDecimal.class,
        method -> method.getDeclaringClass() == BigDecimal.class,
        NumberLimits::places);
  }

  /** What takes as long as one length times another. */
  private void products() {
    for (Class<?> type : List.of(String.class, CharSequence.class)) {
      watch(type, named(SEARCHES), ProductLimits::search);
    }
    for (Class<?> type : List.of(Collection.class, List.class, Set.class)) {
      watch(type, named(COMPARISONS), ProductLimits::compare);
    }
    watch(Collections.class, named(COMPARISONS), ProductLimits::compareBoth);
  }

  private void watch(Class<?> type, Predicate<Method> which, Guard guard) {
    Arrays.stream(type.getMethods()).filter(which).forEach(method -> watch(method, guard));
  }

  private void watch(Method method, Guard guard) {
    TriFunction<ExecutionContext, Object, Object[], Object[]> before =
        configuration.getMethodInvocationChecker(method);
    configuration.registerMethodInvocationChecker(
        method,
        (context, target, arguments) ->
            guard.check(
                context,
                target,
                before == null ? arguments : before.apply(context, target, arguments)));
  }

  private static Predicate<Method> named(String name) {
    return method -> method.getName().equals(name);
  }

  private static Predicate<Method> named(Set<String> names) {
    return method -> names.contains(method.getName());
  }

  private static boolean replacesText(Method method) {
    return method.getName().equals("replace") && method.getParameterTypes()[0] != char.class;
  }
}
