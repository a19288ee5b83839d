package dev.netc.compiler.codegen;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Java identifiers for the user's names; no two of one scope are alike. */
final class JavaNames {
  private final Set<String> taken = new HashSet<>();

  /** The number to try first behind a name that is taken. */
  private final Map<String, Integer> next = new HashMap<>();

  /** A new scope in which the given names are not free. */
  static JavaNames without(String... reserved) {
    JavaNames names = new JavaNames();
    names.taken.addAll(List.of(reserved));
    return names;
  }

  /** A scope within this one: what is taken here is taken there. */
  JavaNames inner() {
    JavaNames inner = new JavaNames();
    inner.taken.addAll(taken);
    return inner;
  }

  /** A free identifier like {@code suggestion}: a number follows if it is taken. */
  String allocate(String suggestion) {
    String name = identifier(suggestion);
    String candidate = name;
    while (taken.contains(candidate)) {
      candidate = name + "_" + next.merge(name, 2, (number, first) -> number + 1);
    }
    taken.add(candidate);
    return candidate;
  }

  /**
   * {@code conv1.weight} as {@code conv1Weight}, {@code 0.bias} as {@code _0Bias}, {@code class} as
   * {@code class_}.
   */
  static String identifier(String path) {
    StringBuilder name = new StringBuilder();
    boolean capital = false;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (!Character.isJavaIdentifierPart(c) || Character.isIdentifierIgnorable(c)) {
        capital = name.length() > 0;
      } else {
        name.append(capital ? Character.toUpperCase(c) : c);
        capital = false;
      }
    }
    if (name.length() == 0) {
      return "value";
    }
    if (!Character.isJavaIdentifierStart(name.charAt(0))) {
      name.insert(0, '_');
    }
    String text = name.toString();
    return SourceVersion.isKeyword(text, SourceVersion.RELEASE_17) || text.equals("_")
        ? text + "_"
        : text;
  }

  /** The same with a small first letter: a variable. */
  static String variable(String path) {
    String name = identifier(path);
    return identifier(Character.toLowerCase(name.charAt(0)) + name.substring(1));
  }

  /**
   * A variable for a size that is known at run time only: {@code N} as {@code n}, {@code batch} as
   * {@code batchSize}, so that it is none that the generated code has for something else.
   */
  static String size(String name) {
    boolean letter = name.length() == 1 && Character.isUpperCase(name.charAt(0));
    return letter ? variable(name) : variable(name) + "Size";
  }

  /** The same with a capital first letter: a class. */
  static String type(String path) {
    String name = identifier(path);
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
