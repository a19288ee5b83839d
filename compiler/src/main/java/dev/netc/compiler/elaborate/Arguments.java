package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.source.Span;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of a call, matched to the names of parameters.
 *
 * @param byName in the order of the call; the map is not copied, and its maker no longer changes it
 */
record Arguments(Map<String, Given> byName) {
  /**
   * The value of one argument, and where it stands; the latter is empty for a value that flows in
   * through a chain.
   */
  record Given(Datum value, Optional<Argument> argument) {
    Optional<Span> span() {
      return argument.map(Argument::span);
    }
  }

  static final Arguments NONE = new Arguments(Map.of());

  Arguments {
    byName = Collections.unmodifiableMap(byName);
  }

  Optional<Given> get(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** These and others; the others win. */
  Arguments and(Arguments others) {
    Map<String, Given> all = new LinkedHashMap<>(byName);
    all.putAll(others.byName);
    return new Arguments(all);
  }
}
